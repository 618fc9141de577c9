from typing import Any

from sqlalchemy import Select, select

from guard_api.database import db, get_owned
from guard_api.errors import NotFound
from guard_api.fields import page_of
from guard_api.identity.actor import ADMINISTRATOR, HR, SUPERVISOR, Actor
from guard_api.identity.people.queries import site_names
from schedules.clocking.models import Punch, PunchCorrection, PunchQuestion
from schedules.clocking.names import names_of

READERS = (SUPERVISOR, HR, ADMINISTRATOR)
SHOWN = (
    "id",
    "person_id",
    "site_id",
    "adds",
    "reason",
    "asked_by",
    "asked_at",
    "question_id",
    "decision",
    "decided_by",
    "decided_at",
    "note",
    "from_at",
    "until_at",
)


def corrections(actor: Actor, *, limit: int, cursor: str | None = None, **filters: Any) -> dict[str, Any]:
    """The newest first."""
    page = page_of(
        _chosen(actor, **filters),
        PunchCorrection.asked_at,
        PunchCorrection.id,
        limit=limit,
        cursor=cursor,
        descending=True,
    )
    return page | {"items": shown(actor.organisation_id, page["items"])}


def _chosen(
    actor: Actor, *, site_id: str | None = None, person_id: str | None = None, decision: str | None = None
) -> Select:
    scope = actor.scope(*READERS)
    if site_id is not None and site_id not in scope:
        raise NotFound()
    statement = select(PunchCorrection).where(
        PunchCorrection.organisation_id == actor.organisation_id, scope.where(PunchCorrection.site_id)
    )
    for column, value in (
        (PunchCorrection.site_id, site_id),
        (PunchCorrection.person_id, person_id),
        (PunchCorrection.decision, decision),
    ):
        statement = statement if value is None else statement.where(column == value)
    return statement


def correction(actor: Actor, correction_id: str) -> dict[str, Any]:
    row = get_owned(PunchCorrection, actor.organisation_id, correction_id)
    if row.person_id != actor.person_id:
        actor.reach(row.site_id, *READERS)
    return shown(actor.organisation_id, [row])[0]


def shown(organisation_id: str, rows: list[PunchCorrection]) -> list[dict[str, Any]]:
    people = {id_ for row in rows for id_ in (row.person_id, row.asked_by, row.decided_by) if id_}
    names, sites, voided = names_of(organisation_id, people), site_names(organisation_id), _voided(rows)
    return [
        {name: getattr(row, name) for name in SHOWN}
        | {
            "voids": [voided[id_] for id_ in row.voids if id_ in voided],
            "person_name": names[row.person_id],
            "site_name": sites[row.site_id],
            "asked_by_name": names[row.asked_by],
            "decided_by_name": names.get(row.decided_by),
        }
        for row in rows
    ]


def _voided(rows: list[PunchCorrection]) -> dict[str, dict[str, Any]]:
    """The punches that do not hold any more, as they are."""
    ids = [id_ for row in rows for id_ in row.voids]
    if not ids:
        return {}
    found = db.session.execute(
        select(Punch.id, Punch.kind, Punch.occurred_at).where(
            Punch.organisation_id == rows[0].organisation_id, Punch.id.in_(ids)
        )
    )
    return {id_: {"id": id_, "kind": kind, "at": at} for id_, kind, at in found}


def open_questions(organisation_id: str, person_id: str) -> list[PunchQuestion]:
    """What a guard is still asked, the oldest first."""
    return list(
        db.session.scalars(
            select(PunchQuestion)
            .where(
                PunchQuestion.organisation_id == organisation_id,
                PunchQuestion.person_id == person_id,
                PunchQuestion.withdrawn_at.is_(None),
                PunchQuestion.answered_at.is_(None),
            )
            .order_by(PunchQuestion.presumed_at, PunchQuestion.id)
            .limit(50)
        )
    )


def own_corrections(organisation_id: str, person_id: str, limit: int = 20) -> list[dict[str, Any]]:
    rows = db.session.scalars(
        select(PunchCorrection)
        .where(PunchCorrection.organisation_id == organisation_id, PunchCorrection.person_id == person_id)
        .order_by(PunchCorrection.asked_at.desc(), PunchCorrection.id.desc())
        .limit(limit)
    )
    return shown(organisation_id, list(rows))
