from typing import Any

from sqlalchemy import func, select

from guard_api.database import db
from guard_api.fields import page_of
from guard_api.identity.actor import Actor
from guard_api.notices.models import Notice
from guard_api.notices.wording import words


def my_notices(
    actor: Actor, *, limit: int, cursor: str | None = None, unread: bool | None = None
) -> dict[str, Any]:
    """The actor's own, the newest first, with the number of all unread ones."""
    own = (Notice.organisation_id == actor.organisation_id, Notice.person_id == actor.person_id)
    statement = select(Notice).where(*own)
    if unread is not None:
        statement = statement.where(Notice.read_at.is_(None) if unread else Notice.read_at.is_not(None))
    page = page_of(statement, Notice.created_at, Notice.id, limit=limit, cursor=cursor, descending=True)
    waiting = select(func.count()).select_from(Notice).where(*own, Notice.read_at.is_(None))
    shown = [_shown(notice, actor.language) for notice in page["items"]]
    return page | {"items": shown, "unread": db.session.scalar(waiting)}


def _shown(notice: Notice, language: str) -> dict[str, Any]:
    fields = ("id", "kind", "params", "link", "created_at", "read_at")
    return {name: getattr(notice, name) for name in fields} | {
        "text": words(notice.kind, notice.params, language)
    }
