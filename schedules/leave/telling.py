"""Who decides about whose leave, and what each of them is told."""

from typing import Any

from sqlalchemy import select

from guard_api.database import db, get_owned
from guard_api.identity.actor import ADMINISTRATOR, HR, SUPERVISOR
from guard_api.identity.models import Grant, Person
from guard_api.notices.service import tell
from people.dates import today_of
from people.queries import workforce
from schedules.leave.models import LeaveRequest
from schedules.leave.words import KINDS, both

DESK, MINE = "/desk/leave", "/shifts/leave"


def deciders_of(organisation_id: str, person_id: str) -> list[str]:
    """Supervisors of the person's sites; without one HR and administrators. Never the person."""
    sites = next(
        (
            worker.site_ids
            for worker in workforce(organisation_id, today_of(organisation_id))
            if worker.person_id == person_id
        ),
        frozenset(),
    )
    return _holding(organisation_id, person_id, Grant.role == SUPERVISOR, Grant.site_id.in_(sites)) or (
        _holding(organisation_id, person_id, Grant.role.in_((HR, ADMINISTRATOR)))
    )


def _holding(organisation_id: str, but: str, *conditions: Any) -> list[str]:
    return list(
        db.session.scalars(
            select(Grant.person_id)
            .join(Person, (Person.organisation_id == Grant.organisation_id) & (Person.id == Grant.person_id))
            .where(
                Grant.organisation_id == organisation_id, Person.active, Grant.person_id != but, *conditions
            )
            .distinct()
            .order_by(Grant.person_id)
        )
    )


def tell_deciders(request: LeaveRequest, kind: str) -> None:
    person = get_owned(Person, request.organisation_id, request.person_id)
    tell(
        organisation_id=request.organisation_id,
        person_ids=deciders_of(request.organisation_id, request.person_id),
        kind=kind,
        params=_params(request) | {"name": person.name},
        link=DESK,
        dedupe=f"{kind}:{request.id}",
    )


def tell_person(request: LeaveRequest, kind: str) -> None:
    tell(
        organisation_id=request.organisation_id,
        person_ids=[request.person_id],
        kind=kind,
        params=_params(request) | {"note": request.note or "—"},
        link=MINE,
        dedupe=f"{kind}:{request.id}",
    )


def _params(request: LeaveRequest) -> dict[str, Any]:
    return {
        "kind": both(KINDS, request.kind),
        "from_on": request.from_on.isoformat(),
        "until_on": request.until_on.isoformat(),
    }
