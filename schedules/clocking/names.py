"""Names to show beside ids: one query for each kind, however many."""

from collections.abc import Iterable

from sqlalchemy import select

from guard_api.database import db
from guard_api.identity.models import Person
from schedules.posts.models import Post


def names_of(organisation_id: str, person_ids: Iterable[str | None]) -> dict[str | None, str]:
    return _named(Person, organisation_id, person_ids)


def posts_of(organisation_id: str, post_ids: Iterable[str | None]) -> dict[str | None, str]:
    return _named(Post, organisation_id, post_ids)


def _named(model, organisation_id: str, ids: Iterable[str | None]) -> dict[str | None, str]:
    known = {id_ for id_ in ids if id_}
    rows = db.session.execute(
        select(model.id, model.name).where(model.organisation_id == organisation_id, model.id.in_(known))
    )
    return dict(tuple(row) for row in rows)
