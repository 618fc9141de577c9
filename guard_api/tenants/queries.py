from typing import Any

from flask import current_app
from sqlalchemy import select

from guard_api.database import db, get_owned
from guard_api.errors import NotFound
from guard_api.fields import page_of
from guard_api.identity.actor import Actor
from guard_api.tenants import rules
from guard_api.tenants.models import Organisation, Site


def organisation_of(actor: Actor) -> dict[str, Any]:
    organisation = db.session.get(Organisation, actor.organisation_id)
    return {
        "id": organisation.id,
        "name": organisation.name,
        "language": organisation.language,
        "public_address": organisation.public_address,
        "tile_url": organisation.tile_url,
        "tile_attribution": organisation.tile_attribution,
        "settings": rules.effective(organisation.settings),
    }


def tile_sources() -> list[str]:
    """Where map tiles come from, over all organisations of this installation."""
    addresses = db.session.scalars(
        select(Organisation.tile_url).where(Organisation.tile_url.is_not(None)).distinct()
    )
    return sorted({rules.tile_source(address) for address in addresses if address})


def sites_page(
    actor: Actor, *, archived: bool = False, limit: int | None = None, cursor: str | None = None
) -> dict[str, Any]:
    statement = select(Site).where(
        Site.organisation_id == actor.organisation_id, actor.scope().where(Site.id)
    )
    if not archived:
        statement = statement.where(Site.archived_at.is_(None))
    return page_of(statement, Site.name, Site.id, limit=limit, cursor=cursor)


def site_of(actor: Actor, site_id: str) -> Site:
    if site_id not in actor.scope():
        raise NotFound()
    return get_owned(Site, actor.organisation_id, site_id)


def is_own_origin(origin: str) -> bool:
    """Whether the app may be served from there: the public address, or one that an organisation set."""
    if origin == current_app.extensions["anxun.settings"].public_url:
        return True
    known = select(Organisation.id).where(Organisation.public_address == origin).limit(1)
    return db.session.scalar(known) is not None
