from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from checkpoints.findings.views import shown_files
from checkpoints.patrols.exceptions.rules import UNDECIDED, concerns
from checkpoints.patrols.models import Patrol, PatrolException
from checkpoints.patrols.queries import holds, named
from checkpoints.places.models import Checkpoint
from evidence.uploads.queries import files_of
from guard_api.clock import now
from guard_api.database import db
from guard_api.errors import NotFound
from guard_api.fields import page_of
from guard_api.identity.actor import ADMINISTRATOR, CLIENT, GUARD, SUPERVISOR, Actor
from guard_api.identity.models import Person
from guard_api.tenants.models import Site

BOARD = (SUPERVISOR, ADMINISTRATOR, CLIENT)
READERS = (*BOARD, GUARD)
# How long a guard's own exceptions stay in their list.
OWN_DAYS = 60
MOST_OWN = 200
SAME_ROUND = (Patrol.organisation_id == PatrolException.organisation_id) & (
    Patrol.id == PatrolException.patrol_id
)


def exceptions(actor: Actor, *, limit: int, cursor: str | None = None, **filters: Any) -> dict[str, Any]:
    """One page of exceptions at the actor's sites, the latest first; withdrawn ones only when asked for."""
    page = page_of(
        _chosen(actor, **filters),
        PatrolException.raised_at,
        PatrolException.id,
        limit=limit,
        cursor=cursor,
        descending=True,
    )
    return page | {"items": shown(actor.organisation_id, page["items"])}


def _chosen(
    actor: Actor,
    *,
    site_id: str | None = None,
    state: str | None = None,
    kind: str | None = None,
    person_id: str | None = None,
    patrol_id: str | None = None,
    from_on: date | None = None,
    to_on: date | None = None,
) -> Select:
    wanted = (
        (PatrolException.site_id.__eq__, site_id),
        (PatrolException.kind.__eq__, kind),
        (PatrolException.person_id.__eq__, person_id),
        (PatrolException.patrol_id.__eq__, patrol_id),
        (PatrolException.on.__ge__, from_on),
        (PatrolException.on.__le__, to_on),
    )
    return select(PatrolException).where(
        PatrolException.organisation_id == actor.organisation_id,
        actor.scope(*BOARD).where(PatrolException.site_id),
        _in_state(state),
        *(condition(value) for condition, value in wanted if value is not None),
    )


def _in_state(state: str | None) -> ColumnElement[bool]:
    if state == "undecided":
        return PatrolException.state.in_(UNDECIDED)
    return PatrolException.state == state if state else PatrolException.state != "withdrawn"


def exception(actor: Actor, exception_id: str) -> dict[str, Any]:
    """One exception, for who decides or looks on at its site, and for whom it is about."""
    row = db.session.execute(
        select(PatrolException, Patrol)
        .join(Patrol, SAME_ROUND)
        .where(PatrolException.organisation_id == actor.organisation_id, PatrolException.id == exception_id)
    ).one_or_none()
    if row is None:
        raise NotFound()
    found, patrol = row
    if found.site_id not in actor.scope(*BOARD) and not _about(actor.person_id, found, patrol):
        raise NotFound()
    return shown(actor.organisation_id, [found])[0]


def of_patrol(organisation_id: str, patrol_id: str) -> list[dict[str, Any]]:
    """The exceptions of a round that hold, those of the whole round first."""
    rows = db.session.scalars(
        select(PatrolException)
        .where(
            PatrolException.organisation_id == organisation_id,
            PatrolException.patrol_id == patrol_id,
            PatrolException.state != "withdrawn",
        )
        .order_by(PatrolException.visit_id, PatrolException.kind)
    ).all()
    return shown(organisation_id, rows)


def about_person(organisation_id: str, person_id: str, *, days: int = OWN_DAYS) -> list[dict[str, Any]]:
    """Exceptions that hold and are about this person, the latest first."""
    return shown(organisation_id, _about_person(organisation_id, person_id, now() - timedelta(days=days)))


def _about_person(organisation_id: str, person_id: str, since: datetime) -> list[PatrolException]:
    rows = db.session.execute(
        select(PatrolException, Patrol)
        .join(Patrol, SAME_ROUND)
        .where(
            PatrolException.organisation_id == organisation_id,
            PatrolException.raised_at >= since,
            PatrolException.state != "withdrawn",
            or_(
                PatrolException.person_id == person_id,
                holds(Patrol.also_person_ids, person_id),
                holds(Patrol.person_ids, person_id),
            ),
        )
        .order_by(PatrolException.raised_at.desc(), PatrolException.id)
        .limit(MOST_OWN)
    )
    return [found for found, patrol in rows if _about(person_id, found, patrol)]


def _about(person_id: str, found: PatrolException, patrol: Patrol) -> bool:
    return concerns(
        person_id,
        person_id=found.person_id,
        walked_by=(patrol.person_id, *patrol.also_person_ids),
        planned_for=patrol.person_ids,
    )


def shown(organisation_id: str, found: Sequence[PatrolException]) -> list[dict[str, Any]]:
    """Exceptions with names, answers and photos."""
    people = named(
        Person,
        organisation_id,
        [id_ for one in found for id_ in (one.person_id, one.replied_by, one.decided_by)],
    )
    sites = named(Site, organisation_id, [one.site_id for one in found])
    checkpoints = named(Checkpoint, organisation_id, [one.checkpoint_id for one in found])
    rounds = named(Patrol, organisation_id, [one.patrol_id for one in found])
    files = files_of(organisation_id, [one.id for one in found if one.replied_at])
    return [
        {
            "id": one.id,
            "kind": one.kind,
            "state": one.state,
            "site_id": one.site_id,
            "site_name": sites[one.site_id]["name"],
            "patrol_id": one.patrol_id,
            "patrol_name": rounds[one.patrol_id]["name"],
            "checkpoint_id": one.checkpoint_id,
            "checkpoint": checkpoints[one.checkpoint_id]["name"] if one.checkpoint_id else None,
            "on": one.on,
            "raised_at": one.raised_at,
            "person": people.get(one.person_id),
            "detail": one.detail,
            "reply": _reply(one, people, files.get(one.id, [])) if one.replied_at else None,
            "decision": _decision(one, people) if one.decided_at else None,
        }
        for one in found
    ]


def _reply(one: PatrolException, people: dict[str, dict[str, str]], files: list[Any]) -> dict[str, Any]:
    return {
        "reason": one.reply_reason,
        "text": one.reply_text or "",
        "person": people.get(one.replied_by),
        "replied_at": one.replied_at,
        "photos": shown_files(files)["photos"],
    }


def _decision(one: PatrolException, people: dict[str, dict[str, str]]) -> dict[str, Any]:
    return {
        "excused": one.decision == "excused",
        "note": one.decision_note or "",
        "person": people.get(one.decided_by),
        "decided_at": one.decided_at,
    }
