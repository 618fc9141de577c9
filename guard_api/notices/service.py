"""Tell people something: in the app at once, and beyond it by what waits in the outbox."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy import delete, update

from guard_api.bulk import Bulk
from guard_api.clock import now
from guard_api.database import db, new_id, stamp, write_transaction
from guard_api.identity.actor import Actor
from guard_api.notices.deliveries.outbox import News, put_out
from guard_api.notices.models import Notice
from guard_api.notices.wording import is_known, words

KEPT = timedelta(days=180)
TELL = Bulk(
    {"id": "uuid", "person_id": "uuid"},
    "INSERT INTO notices (organisation_id, id, person_id, kind, params, link, dedupe, created_at) "
    "SELECT CAST(:organisation_id AS uuid), id, person_id, :kind, CAST(:params AS jsonb), "
    ":link, :dedupe, :at FROM input WHERE true ON CONFLICT DO NOTHING RETURNING person_id, id",
)


def tell(
    *,
    organisation_id: str,
    person_ids: Iterable[str],
    kind: str,
    params: dict[str, Any] | None = None,
    link: str | None = None,
    dedupe: str | None = None,
    site_id: str | None = None,
) -> set[str]:
    """Tell each of these people once (for ever, where `dedupe` is given); whom it was news to.

    `kind` is one that a slice registered with its sentences; `params` fill them, as plain values or as
    {"zh": …, "en": …}; `link` is a path of the app. `site_id` is where it matters, for channels of some
    sites; without it, where these people work.
    """
    params = params or {}
    if not is_known(kind):
        raise ValueError(f"no sentences for {kind!r}")
    words(kind, params, "en")
    rows = TELL.run(
        db.session(),
        [(new_id(), person_id) for person_id in dict.fromkeys(person_ids)],
        organisation_id=organisation_id,
        kind=kind,
        params=orjson.dumps(params).decode(),
        link=link,
        dedupe=dedupe,
        at=stamp(now()),
    )
    told = {str(person_id): str(id_) for person_id, id_ in rows}
    put_out(News(organisation_id, told, kind, params, link, site_id))
    return set(told)


def mark_read(actor: Actor, *, ids: list[str] | None = None) -> None:
    """Those of the actor's notices, or all of them."""
    unread = update(Notice).where(
        Notice.organisation_id == actor.organisation_id,
        Notice.person_id == actor.person_id,
        Notice.read_at.is_(None),
    )
    if ids is not None:
        unread = unread.where(Notice.id.in_(ids))
    db.session.execute(unread.values(read_at=now()).execution_options(synchronize_session=False))


def forget_old_notices() -> None:
    with write_transaction() as session:
        session.execute(
            delete(Notice)
            .where(Notice.created_at < now() - KEPT)
            .execution_options(synchronize_session=False)
        )
