from flask_smorest import Blueprint

from guard_api import tables
from guard_api.database import write_transaction
from guard_api.fields import items_of
from guard_api.permissions import permit
from guard_api.records import note_read
from people.roles import LEADS, OFFICE, STAFF
from schedules.terms import desk, exchange, exports, service, wishing
from schedules.terms.schemas import (
    LawInSchema,
    LawSchema,
    PairingInSchema,
    PairingSchema,
    PairingsQuerySchema,
    PersonTermsSchema,
    TermsInSchema,
    TermsPreviewSchema,
    TermsQuerySchema,
    TermsRowSchema,
    TermsTemplateSchema,
    WishesQuerySchema,
    WishesSchema,
    WishInSchema,
    WishRowSchema,
    WishSchema,
)

blueprint = Blueprint(
    "terms", __name__, url_prefix="/api/v1", description="Under which terms and law people work; wishes."
)


@blueprint.route("/staff/<uuid:person_id>/terms")
@permit(*LEADS)
@blueprint.response(200, PersonTermsSchema)
def person_terms(actor, person_id):
    """The terms of somebody: what holds today, and all that is on file."""
    return desk.terms_of_person(actor, person_id)


@blueprint.route("/staff/<uuid:person_id>/terms", methods=["PUT"])
@permit(*OFFICE)
@blueprint.arguments(TermsInSchema)
@blueprint.response(200, PersonTermsSchema)
def set_terms(actor, facts, person_id):
    """The terms from a day on; those of the same day are replaced."""
    service.set_terms(actor, person_id=person_id, **facts)
    return desk.terms_of_person(actor, person_id)


@blueprint.route("/terms")
@permit(*LEADS)
@blueprint.arguments(TermsQuerySchema, location="query")
@blueprint.response(200, items_of(TermsRowSchema))
@blueprint.doc(**tables.EXPORTED)
def terms(actor, query):
    """Everybody's terms of today, by name; supervisors see their people's."""
    format = query.pop("format")
    if format == "json":
        return desk.terms_page(actor, **query)
    rows = list(tables.every_page(desk.terms_page, actor, site_id=query.get("site_id")))
    with write_transaction():
        note_read(actor, "export", "terms")
    columns = exchange.columns(actor.language)
    return tables.export(rows, columns, format, "terms", language=actor.language)


@blueprint.route("/terms/import", methods=["POST"])
@permit(*OFFICE)
@blueprint.arguments(tables.UploadSchema, location="files")
@blueprint.arguments(tables.CommitSchema, location="query")
@blueprint.response(200, TermsPreviewSchema)
@blueprint.alt_response(413, description="The file is too large.")
def import_terms(actor, files, query):
    """Terms from a CSV or XLSX file: all rows or none. Without `commit` only a preview."""
    upload = tables.read(files["file"], exchange.columns(actor.language))
    exchange.check(actor, upload)
    committed = query["commit"] and upload.right
    if committed:
        exchange.take_in(actor, upload)
    return upload.preview(actor.language, committed=committed)


@blueprint.route("/terms/import/template")
@permit(*OFFICE)
@blueprint.arguments(TermsTemplateSchema, location="query")
@blueprint.response(200)
@blueprint.doc(**tables.EXPORTED)
def terms_template(actor, query):
    """An empty table to fill in."""
    columns = exchange.columns(actor.language)
    return tables.template(columns, query["format"], "terms", language=actor.language)


@blueprint.route("/pairings")
@permit(*LEADS)
@blueprint.arguments(PairingsQuerySchema, location="query")
@blueprint.response(200, items_of(PairingSchema))
def pairings(actor, query):
    """Who is to work together, and who apart."""
    return desk.pairings_page(actor, **query)


@blueprint.route("/pairings", methods=["POST"])
@permit(*LEADS)
@blueprint.arguments(PairingInSchema)
@blueprint.response(201, PairingSchema)
@blueprint.alt_response(409, description="These two have a pairing.")
def pair(actor, facts):
    """Two people who are to work together, or must not."""
    return desk.pairings_shown(actor, [service.pair(actor, **facts)])[0]


@blueprint.route("/pairings/<uuid:pairing_id>", methods=["DELETE"])
@permit(*LEADS)
@blueprint.response(204)
def unpair(actor, pairing_id):
    """It holds no more."""
    service.unpair(actor, pairing_id=pairing_id)


@blueprint.route("/law")
@permit(*LEADS)
@blueprint.response(200, LawSchema)
def law(actor):
    """The law packs as the organisation uses them, with articles, and its own rules."""
    return desk.law(actor)


@blueprint.route("/law", methods=["PUT"])
@permit(*OFFICE)
@blueprint.arguments(LawInSchema)
@blueprint.response(200, LawSchema)
def choose_law(actor, choices):
    """Which pack is usual, the level, weight and limit of rules, and own rules: all that is to hold."""
    service.choose_law(actor, **choices)
    return desk.law(actor)


@blueprint.route("/wishes")
@permit(*LEADS)
@blueprint.arguments(WishesQuerySchema, location="query")
@blueprint.response(200, items_of(WishRowSchema))
@blueprint.doc(**tables.EXPORTED)
def wishes(actor, query):
    """What people want, avoid or cannot do, from today on or in a range."""
    format = query.pop("format")
    if format == "json":
        return desk.wishes_page(actor, **query)
    query = {name: value for name, value in query.items() if name not in ("limit", "cursor")}
    rows = tables.every_page(desk.wishes_page, actor, **query)
    columns = exports.wish_columns(actor.language)
    return tables.export(rows, columns, format, "wishes", language=actor.language)


@blueprint.route("/my/wishes")
@permit(*STAFF)
@blueprint.response(200, WishesSchema)
def my_wishes(actor):
    """One's own that are not over, the newest first."""
    return {"items": desk.my_wishes(actor)}


@blueprint.route("/my/wishes", methods=["POST"])
@permit(*STAFF)
@blueprint.arguments(WishInSchema)
@blueprint.response(201, WishSchema)
@blueprint.alt_response(409, description="There are too many already.")
def wish(actor, facts):
    """Days that one wants, would rather avoid, or cannot work."""
    return wishing.wish(actor, **facts)


@blueprint.route("/my/wishes/<uuid:wish_id>", methods=["DELETE"])
@permit(*STAFF)
@blueprint.response(204)
def withdraw_wish(actor, wish_id):
    """It holds no more."""
    wishing.withdraw(actor, wish_id=wish_id)
