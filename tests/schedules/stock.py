"""Posts, kinds of shift and leave put straight into the database, for stories that begin after them."""

from datetime import date, time
from typing import Any

from guard_api.database import db, new_id
from guard_api.identity.models import Grant, Person
from people.employment.models import Employment, Placement
from schedules.leave.models import LeaveRequest
from schedules.posts.models import Demand, Post, ShiftType


def kept(row: Any) -> str:
    db.session.add(row)
    db.session.flush()
    return row.id


def make_post(organisation_id: str, site_id: str, name: str = "Gate", **facts: Any) -> str:
    return kept(
        Post(
            organisation_id=organisation_id,
            id=new_id(),
            site_id=site_id,
            name=name,
            **({"kind": "gate"} | facts),
        )
    )


def make_shift_type(
    organisation_id: str, code: str = "D", *, at: time = time(8), minutes: int = 480, **facts: Any
) -> str:
    return kept(
        ShiftType(
            organisation_id=organisation_id,
            id=new_id(),
            code=code,
            name_zh=f"班{code}",
            name_en=f"Shift {code}",
            starts_at=at,
            minutes=minutes,
            **facts,
        )
    )


def make_line(
    organisation_id: str, post_id: str, shift_type_id: str, weekday: int, need: int = 1, **facts: Any
) -> str:
    return kept(
        Demand(
            organisation_id=organisation_id,
            id=new_id(),
            post_id=post_id,
            shift_type_id=shift_type_id,
            weekday=weekday,
            need=need,
            **({"from_on": date(2026, 1, 1)} | facts),
        )
    )


def make_guard(organisation_id: str, name: str, site_id: str, role: str = "guard") -> str:
    person_id = kept(
        Person(organisation_id=organisation_id, id=new_id(), name=name, email=f"{name.lower()}@more.example")
    )
    kept(Grant(organisation_id=organisation_id, id=new_id(), person_id=person_id, role=role, site_id=site_id))
    return person_id


def employ(
    organisation_id: str, person_id: str, hired_on: date, site_id: str, left_on: date | None = None
) -> str:
    """A spell with one placement, as HR would have it on file."""
    spell_id = kept(
        Employment(
            organisation_id=organisation_id,
            id=new_id(),
            person_id=person_id,
            hired_on=hired_on,
            left_on=left_on,
            exit_reason="resigned_other" if left_on else None,
        )
    )
    kept(
        Placement(
            organisation_id=organisation_id,
            id=new_id(),
            employment_id=spell_id,
            person_id=person_id,
            from_on=hired_on,
            until_on=left_on,
            site_id=site_id,
        )
    )
    return spell_id


def make_leave(organisation_id: str, person_id: str, from_on: date, until_on: date, **facts: Any) -> str:
    usual = {"kind": "personal", "half_days": 2, "by_year": {str(from_on.year): 2}, "asked_by": person_id}
    return kept(
        LeaveRequest(
            organisation_id=organisation_id,
            id=new_id(),
            person_id=person_id,
            from_on=from_on,
            until_on=until_on,
            **(usual | facts),
        )
    )
