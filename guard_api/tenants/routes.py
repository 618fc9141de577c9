from flask_smorest import Blueprint

from guard_api import tables
from guard_api.fields import items_of
from guard_api.identity.actor import ADMINISTRATOR, SUPERVISOR
from guard_api.permissions import permit
from guard_api.tables import Column
from guard_api.tenants import queries, service
from guard_api.tenants.schemas import (
    OrganisationChangeSchema,
    OrganisationSchema,
    SiteChangeSchema,
    SiteInSchema,
    SiteQuerySchema,
    SiteSchema,
)

blueprint = Blueprint(
    "tenants", __name__, url_prefix="/api/v1", description="The organisation and its sites."
)
SITE_COLUMNS = (
    Column("name", "Name", "名称"),
    Column("address", "Address", "地址"),
    Column("time_zone", "Time zone", "时区"),
    Column("lat", "Latitude", "纬度"),
    Column("lon", "Longitude", "经度"),
    Column("archived_at", "Archived at", "归档时间"),
)


@blueprint.route("/organisation")
@permit()
@blueprint.response(200, OrganisationSchema)
def organisation(actor):
    """The caller's organisation and its settings."""
    return queries.organisation_of(actor)


@blueprint.route("/organisation", methods=["PATCH"])
@permit(ADMINISTRATOR)
@blueprint.arguments(OrganisationChangeSchema(partial=True))
@blueprint.response(200, OrganisationSchema)
def change_organisation(actor, changes):
    """Change the organisation. Settings that are left out stay."""
    service.change_organisation(actor=actor, changes=changes)
    return queries.organisation_of(actor)


@blueprint.route("/sites")
@permit()
@blueprint.arguments(SiteQuerySchema, location="query")
@blueprint.response(200, items_of(SiteSchema))
@blueprint.doc(**tables.EXPORTED)
def sites(actor, query):
    """The sites that the caller reaches."""
    format = query.pop("format")
    if format == "json":
        return queries.sites_page(actor, **query)
    rows = tables.every_page(queries.sites_page, actor, archived=query["archived"])
    return tables.export(rows, SITE_COLUMNS, format, "sites", language=actor.language)


@blueprint.route("/sites", methods=["POST"])
@permit(ADMINISTRATOR)
@blueprint.arguments(SiteInSchema)
@blueprint.response(201, SiteSchema)
def add_site(actor, values):
    """Add a site."""
    return service.add_site(actor=actor, values=values)


@blueprint.route("/sites/<uuid:site_id>")
@permit()
@blueprint.response(200, SiteSchema)
def site(actor, site_id):
    """One site."""
    return queries.site_of(actor, site_id)


@blueprint.route("/sites/<uuid:site_id>", methods=["PATCH"])
@permit(SUPERVISOR, ADMINISTRATOR)
@blueprint.arguments(SiteChangeSchema(partial=True))
@blueprint.response(200, SiteSchema)
def change_site(actor, changes, site_id):
    """Change a site, or archive it."""
    return service.change_site(actor=actor, site_id=site_id, changes=changes)
