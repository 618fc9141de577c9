"""What only the guard can tell: asked once, withdrawn when the punch comes after all."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from guard_api.clock import now
from guard_api.database import db
from guard_api.notices.service import tell
from schedules.attendance.rules import Derived
from schedules.attendance.stays import Question
from schedules.clocking.models import PunchQuestion

Stretches = Mapping[str, tuple[datetime, datetime]]
Key = tuple[str, str, str]


def keep(organisation_id: str, derived: Derived, sites: Mapping[str, str], reached: Stretches) -> None:
    """Ask what is new, and ask no more what is known by now. `sites` of punches and shifts."""
    asked = {_key(each): each for each in derived.questions if _in_reach(each, reached)}
    known = {(row.person_id, row.kind, row.punch_id): row for row in _known(organisation_id, reached)}
    for key, row in known.items():
        _bring_up_to_date(row, asked.get(key))
    new = [_row(organisation_id, each, sites) for key, each in asked.items() if key not in known]
    db.session.add_all(new)
    db.session.flush()
    for row in new:
        _tell(organisation_id, row)


def _key(each: Question) -> Key:
    return each.person_id, each.kind, each.punch_id


def _in_reach(each: Question, reached: Stretches) -> bool:
    start, end = reached[each.person_id]
    return start <= each.presumed_at <= end


def _known(organisation_id: str, reached: Stretches) -> list[PunchQuestion]:
    start, end = min(first for first, _ in reached.values()), max(last for _, last in reached.values())
    rows = db.session.scalars(
        select(PunchQuestion).where(
            PunchQuestion.organisation_id == organisation_id,
            PunchQuestion.person_id.in_(list(reached)),
            PunchQuestion.presumed_at.between(start, end),
        )
    )
    return [row for row in rows if reached[row.person_id][0] <= row.presumed_at <= reached[row.person_id][1]]


def _bring_up_to_date(row: PunchQuestion, each: Question | None) -> None:
    if each is None:
        row.withdrawn_at = row.withdrawn_at or now()
    else:
        row.withdrawn_at, row.presumed_at, row.shift_id = None, each.presumed_at, each.shift_id


def _row(organisation_id: str, each: Question, sites: Mapping[str, str]) -> PunchQuestion:
    return PunchQuestion(
        organisation_id=organisation_id,
        person_id=each.person_id,
        site_id=sites.get(each.shift_id or "") or sites[each.punch_id],
        kind=each.kind,
        shift_id=each.shift_id,
        punch_id=each.punch_id,
        presumed_at=each.presumed_at,
    )


def _tell(organisation_id: str, row: PunchQuestion) -> None:
    tell(
        organisation_id=organisation_id,
        person_ids=[row.person_id],
        kind=f"punch_{row.kind}",
        link="/shifts",
        dedupe=f"punch question {row.id}",
    )
