from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from guard_api.database import db, get_owned
from guard_api.errors import NotFound
from guard_api.files import NoSuchFile, store
from guard_api.identity.actor import Actor
from training.modules.access import module_of
from training.modules.models import Media


def media_of(actor: Actor, module_id: str) -> list[dict[str, Any]]:
    """The newest file of each name, by name."""
    module_of(actor, module_id)
    newest = newest_by_name(actor.organisation_id, module_id)
    found = db.session.scalars(
        select(Media)
        .where(Media.organisation_id == actor.organisation_id, Media.id.in_(newest.values()))
        .order_by(Media.name)
    )
    return [shown(one) for one in found]


def shown(one: Media) -> dict[str, Any]:
    own = ("id", "name", "type", "size_bytes", "added_at")
    return {name: getattr(one, name) for name in own} | {"url": url_of(one.id)}


def url_of(media_id: str) -> str:
    return f"/api/v1/media/{media_id}"


def newest_by_name(organisation_id: str, module_id: str) -> dict[str, str]:
    """Name → id of the file that a lesson shows today."""
    rows = db.session.execute(
        select(Media.name, Media.id)
        .where(Media.organisation_id == organisation_id, Media.module_id == module_id)
        .order_by(Media.id)
    )
    return dict(tuple(row) for row in rows)


def file_of(actor: Actor, media_id: str) -> Media:
    return get_owned(Media, actor.organisation_id, media_id)


def bytes_of(one: Media) -> bytes:
    try:
        return store().get(key_of(one.organisation_id, one.sha256))
    except NoSuchFile:
        raise NotFound() from None


def key_of(organisation_id: str, sha256: str) -> str:
    return f"{organisation_id}/training/{sha256[:2]}/{sha256}"


def named(pictures: dict[str, str] | None) -> Iterable[dict[str, str]]:
    """A version's pictures as a phone wants them."""
    return [{"name": name, "url": url_of(id_)} for name, id_ in sorted((pictures or {}).items())]
