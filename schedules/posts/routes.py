from flask_smorest import Blueprint

from guard_api import tables
from guard_api.fields import items_of
from guard_api.identity.actor import ADMINISTRATOR, HR
from guard_api.permissions import permit
from people.roles import STAFF
from schedules.posts import exports, queries, service, views
from schedules.posts.schemas import (
    CalendarDayInSchema,
    CalendarSchema,
    DemandExceptionInSchema,
    DemandInSchema,
    DemandQuerySchema,
    KnownRegionsSchema,
    PatternInSchema,
    PostChangeSchema,
    PostDemandQuerySchema,
    PostDemandSchema,
    PostInSchema,
    PostNeedSchema,
    PostSchema,
    PostsQuerySchema,
    RangeSchema,
    RegionInSchema,
    RegionSchema,
    ShiftPatternsSchema,
    ShiftTypeChangeSchema,
    ShiftTypeInSchema,
    ShiftTypeSchema,
    ShiftTypesQuerySchema,
)

blueprint = Blueprint(
    "posts", __name__, url_prefix="/api/v1", description="Posts, kinds of shift, demand and the calendar."
)


@blueprint.route("/posts")
@permit(*queries.DESK)
@blueprint.arguments(PostsQuerySchema, location="query")
@blueprint.response(200, items_of(PostSchema))
@blueprint.doc(**tables.EXPORTED)
def posts(actor, filters):
    """Posts of the sites that one reaches, by name."""
    format = filters.pop("format")
    if format == "json":
        return queries.posts_page(actor, **filters)
    filters = {name: value for name, value in filters.items() if name not in ("limit", "cursor")}
    rows = tables.every_page(queries.posts_page, actor, **filters)
    columns = exports.post_columns(actor.language)
    return tables.export(rows, columns, format, "posts", language=actor.language)


@blueprint.route("/posts", methods=["POST"])
@permit(*service.WRITERS)
@blueprint.arguments(PostInSchema)
@blueprint.response(201, PostSchema)
@blueprint.alt_response(409, description="The site has a post of this name.")
def add_post(actor, facts):
    """A new post at a site."""
    return queries.shown(actor.organisation_id, [service.add_post(actor, **facts)])[0]


@blueprint.route("/posts/<uuid:post_id>")
@permit(*queries.DESK)
@blueprint.response(200, PostSchema)
def post(actor, post_id):
    """One post."""
    return queries.shown(actor.organisation_id, [queries.post_for(actor, post_id)])[0]


@blueprint.route("/posts/<uuid:post_id>", methods=["PATCH"])
@permit(*service.WRITERS)
@blueprint.arguments(PostChangeSchema)
@blueprint.response(200, PostSchema)
@blueprint.alt_response(409, description="The site has a post of this name.")
def change_post(actor, changes, post_id):
    """What is left out stays."""
    return queries.shown(actor.organisation_id, [service.change_post(actor, post_id=post_id, **changes)])[0]


@blueprint.route("/posts/<uuid:post_id>/archive", methods=["POST"])
@permit(*service.WRITERS)
@blueprint.response(200, PostSchema)
def archive_post(actor, post_id):
    """From today on nobody is needed there; what was stays."""
    found = service.archive_post(actor, post_id=post_id, archived=True)
    return queries.shown(actor.organisation_id, [found])[0]


@blueprint.route("/posts/<uuid:post_id>/restore", methods=["POST"])
@permit(*service.WRITERS)
@blueprint.response(200, PostSchema)
def restore_post(actor, post_id):
    """The post is staffed again."""
    found = service.archive_post(actor, post_id=post_id, archived=False)
    return queries.shown(actor.organisation_id, [found])[0]


@blueprint.route("/posts/<uuid:post_id>/demand")
@permit(*queries.DESK)
@blueprint.arguments(PostDemandQuerySchema, location="query")
@blueprint.response(200, PostDemandSchema)
def post_demand(actor, query, post_id):
    """The weekly template of a post, what follows it, and its exceptions."""
    return queries.template_of(actor, post_id, **query)


@blueprint.route("/posts/<uuid:post_id>/demand", methods=["PUT"])
@permit(*service.WRITERS)
@blueprint.arguments(DemandInSchema)
@blueprint.response(200, PostDemandSchema)
@blueprint.alt_response(409, description="The post is archived.")
def set_post_demand(actor, body, post_id):
    """The whole weekly template from a day on."""
    service.set_template(actor, post_id=post_id, **body)
    return queries.template_of(actor, post_id, on=body["from_on"])


@blueprint.route("/posts/<uuid:post_id>/pattern", methods=["POST"])
@permit(*service.WRITERS)
@blueprint.arguments(PatternInSchema)
@blueprint.response(200, PostDemandSchema)
@blueprint.alt_response(404, description="No such post or pattern.")
@blueprint.alt_response(409, description="The post is archived.")
def use_pattern(actor, body, post_id):
    """Staff the post by a pattern of the trade from a day on; missing kinds of shift are added."""
    service.use_pattern(actor, post_id=post_id, **body)
    return queries.template_of(actor, post_id, on=body["from_on"])


@blueprint.route("/posts/<uuid:post_id>/demand/exceptions", methods=["POST"])
@permit(*service.WRITERS)
@blueprint.arguments(DemandExceptionInSchema)
@blueprint.response(201, PostDemandSchema)
@blueprint.alt_response(409, description="The post is archived.")
def add_demand_exception(actor, body, post_id):
    """On a date, or on each of several, another number than the template has."""
    service.except_days(actor, post_id=post_id, **body)
    return queries.template_of(actor, post_id, on=body["on"])


@blueprint.route("/posts/<uuid:post_id>/demand/exceptions/<uuid:exception_id>", methods=["DELETE"])
@permit(*service.WRITERS)
@blueprint.response(204)
def end_demand_exception(actor, post_id, exception_id):
    """The template holds again on that date."""
    service.end_exception(actor, post_id=post_id, exception_id=exception_id)


@blueprint.route("/demand")
@permit(*queries.DESK)
@blueprint.arguments(DemandQuerySchema, location="query")
@blueprint.response(200, items_of(PostNeedSchema))
@blueprint.doc(**tables.EXPORTED)
def demand(actor, query):
    """What is needed by date, post and shift: template, holidays and exceptions together."""
    format = query.pop("format")
    views.in_range(query["from_on"], query["until_on"])
    rows = queries.demand_table(actor, **query)
    if format == "json":
        return {"items": rows}
    return tables.export(rows, exports.DEMAND, format, "demand", language=actor.language)


@blueprint.route("/shift-types")
@permit(*STAFF)
@blueprint.arguments(ShiftTypesQuerySchema, location="query")
@blueprint.response(200, items_of(ShiftTypeSchema))
def shift_types(actor, query):
    """Kinds of shift of the organisation, by code."""
    return queries.shift_types_page(actor, **query)


@blueprint.route("/shift-types", methods=["POST"])
@permit(*service.WRITERS)
@blueprint.arguments(ShiftTypeInSchema)
@blueprint.response(201, ShiftTypeSchema)
@blueprint.alt_response(409, description="The code is taken.")
def add_shift_type(actor, facts):
    """A new kind of shift."""
    return service.add_shift_type(actor, **facts)


@blueprint.route("/shift-types/<uuid:shift_type_id>", methods=["PATCH"])
@permit(ADMINISTRATOR)
@blueprint.arguments(ShiftTypeChangeSchema)
@blueprint.response(200, ShiftTypeSchema)
@blueprint.alt_response(409, description="The code is taken, or posts still need it.")
def change_shift_type(actor, changes, shift_type_id):
    """For all sites: its hours, names or breaks, or archive it. Shifts planned already keep theirs."""
    return service.change_shift_type(actor, shift_type_id=shift_type_id, **changes)


@blueprint.route("/shift-patterns")
@permit(*queries.DESK)
@blueprint.response(200, ShiftPatternsSchema)
def shift_patterns(actor):
    """Patterns of the trade, each with what every law pack says of it."""
    return {"items": views.shift_patterns()}


@blueprint.route("/calendar")
@permit(*STAFF)
@blueprint.arguments(RangeSchema, location="query")
@blueprint.response(200, CalendarSchema)
def calendar(actor, query):
    """Public holidays, days off in lieu, make-up working days, and the organisation's own entries."""
    views.in_range(**query)
    return views.calendar(actor, **query)


@blueprint.route("/calendar/regions")
@permit(*STAFF)
@blueprint.response(200, KnownRegionsSchema)
def calendar_regions(actor):
    """Countries and their parts whose holidays are known."""
    return {"items": views.known_regions()}


@blueprint.route("/calendar", methods=["PUT"])
@permit(HR, ADMINISTRATOR)
@blueprint.arguments(RegionInSchema)
@blueprint.response(200, RegionSchema)
def choose_region(actor, body):
    """Whose public holidays hold for the organisation."""
    service.choose_region(actor, **body)
    return views.region_of(actor.organisation_id)


@blueprint.route("/calendar/<on>", methods=["PUT"])
@permit(HR, ADMINISTRATOR)
@blueprint.arguments(CalendarDayInSchema)
@blueprint.response(204)
def mark_day(actor, body, on):
    """The organisation's own word on a date, over the public calendar."""
    service.mark_day(actor, on=views.date_in_path(on), **body)


@blueprint.route("/calendar/<on>", methods=["DELETE"])
@permit(HR, ADMINISTRATOR)
@blueprint.response(204)
def unmark_day(actor, on):
    """The public calendar holds again on that date."""
    service.unmark_day(actor, on=views.date_in_path(on))
