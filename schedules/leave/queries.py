"""Who is away when. Constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import or_, select

from guard_api.database import db
from people.employment.models import LeaveOfAbsence
from schedules.leave.models import LeaveRequest
from schedules.spans import days

APPROVED = "approved"
__all__ = ["away_between"]


def away_between(
    organisation_id: str, from_on: date, until_on: date, person_ids: Iterable[str] | None = None
) -> dict[str, frozenset[date]]:
    """The dates on which each person is away, half days too: approved leave and long absences."""
    found: dict[str, set[date]] = defaultdict(set)
    ids = None if person_ids is None else list(person_ids)
    for person_id, first, last in _away(LeaveRequest, organisation_id, from_on, until_on, ids):
        found[person_id] |= _within(first, last, from_on, until_on)
    for person_id, first, last in _away(LeaveOfAbsence, organisation_id, from_on, until_on, ids):
        found[person_id] |= _within(first, last, from_on, until_on)
    return {person_id: frozenset(dates) for person_id, dates in found.items()}


def _away(model, organisation_id: str, from_on: date, until_on: date, ids: list[str] | None):
    statement = select(model.person_id, model.from_on, model.until_on).where(
        model.organisation_id == organisation_id,
        model.from_on <= until_on,
        or_(model.until_on.is_(None), model.until_on >= from_on),
    )
    if model is LeaveRequest:
        statement = statement.where(LeaveRequest.state == APPROVED)
    if ids is not None:
        statement = statement.where(model.person_id.in_(ids))
    return db.session.execute(statement).all()


def _within(first: date, last: date | None, from_on: date, until_on: date) -> set[date]:
    return set(days(max(first, from_on), min(last or until_on, until_on)))
