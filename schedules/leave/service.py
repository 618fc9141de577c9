"""Asking for leave, deciding about it, taking it back."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from guard_api.clock import now
from guard_api.database import db, new_id
from guard_api.errors import NotFound, Problem
from guard_api.identity.actor import Actor
from guard_api.records import note_change
from people.dates import today_of
from people.employment.reach import person_in_reach
from schedules.leave import hooks, rules
from schedules.leave.balances import balances_of
from schedules.leave.cover import all_clashes
from schedules.leave.models import LeaveEntitlement, LeaveRequest
from schedules.leave.telling import tell_deciders, tell_person
from schedules.posts.calendar import calendar_of

AFTERWARDS_DAYS = 60


# --- asking -----------------------------------------------------------------------------------


def ask(actor: Actor, *, id: str | None = None, at: datetime | None = None, **facts: Any) -> LeaveRequest:
    """For oneself. The same id again changes nothing; doubts are flags for whoever decides."""
    known = id and db.session.get(LeaveRequest, (actor.organisation_id, id))
    if known:
        return _own(actor, known)
    today = today_of(actor.organisation_id)
    if facts["until_on"] < today - timedelta(days=AFTERWARDS_DAYS):
        raise Problem("leave.too_long_ago", 422, days=AFTERWARDS_DAYS, paths=["/from_on"])
    request = _new(actor, actor.person_id, id=id, asked_at=at or now(), **facts)
    request.flags = _flags(request, today)
    db.session.flush()
    tell_deciders(request, "leave_asked")
    return request


def _own(actor: Actor, request: LeaveRequest) -> LeaveRequest:
    if request.person_id != actor.person_id:
        raise NotFound()
    return request


def enter(actor: Actor, *, person_id: str, note: str = "", **facts: Any) -> LeaveRequest:
    """For somebody else, by who decides about it: approved at once."""
    person = person_in_reach(actor, person_id)
    _refuse_oneself(actor, person.id)
    request = _new(actor, person.id, asked_at=now(), **facts)
    _refuse_short(request)
    _decide(actor, request, rules.APPROVED, note)
    tell_person(request, "leave_entered")
    hooks.tell_decided(actor, request)
    return request


def _new(actor: Actor, person_id: str, *, id: str | None = None, **facts: Any) -> LeaveRequest:
    days_ = tuple(facts[name] for name in ("from_on", "until_on", "from_half", "until_half"))
    if not rules.is_possible(*days_):
        raise Problem("leave.impossible_days", 422, days=rules.LONGEST_DAYS, paths=["/until_on"])
    _refuse_overlap(actor.organisation_id, person_id, days_)
    request = LeaveRequest(
        organisation_id=actor.organisation_id,
        id=id or new_id(),
        person_id=person_id,
        asked_by=actor.person_id,
        state=rules.ASKED,
        **facts,
    )
    _count(request)
    db.session.add(request)
    db.session.flush()
    return request


def _refuse_overlap(organisation_id: str, person_id: str, days_: tuple[date, date, bool, bool]) -> None:
    rows = db.session.execute(
        select(
            LeaveRequest.from_on, LeaveRequest.until_on, LeaveRequest.from_half, LeaveRequest.until_half
        ).where(
            LeaveRequest.organisation_id == organisation_id,
            LeaveRequest.person_id == person_id,
            LeaveRequest.state.in_(rules.HOLDING),
            LeaveRequest.from_on <= days_[1],
            LeaveRequest.until_on >= days_[0],
        )
    )
    if any(rules.overlaps(days_, tuple(row)) for row in rows):
        raise Problem("leave.overlaps", 409, paths=["/from_on"])


def _count(request: LeaveRequest) -> None:
    """What it takes, as the calendar and published rosters stand now."""
    organisation_id, first, last = request.organisation_id, request.from_on, request.until_on
    roster = hooks.roster_days(organisation_id, [request.person_id], first, last)
    by_year = rules.counted(
        request.kind,
        rules.halves(first, last, request.from_half, request.until_half),
        calendar_of(organisation_id, first, last),
        roster.get(request.person_id, rules.RosterDays()),
    )
    request.by_year = {str(year): half_days for year, half_days in by_year.items()}
    request.half_days = sum(by_year.values())


def _flags(request: LeaveRequest, today: date) -> list[str]:
    doubts = {
        rules.OVER_BALANCE: bool(_short(request, leaving_out=True)),
        rules.ASKED_AFTERWARDS: request.from_on < today,
    }
    return [flag for flag, holds in doubts.items() if holds]


# --- deciding ---------------------------------------------------------------------------------


def approve(actor: Actor, *, request_id: str, note: str = "", despite_clashes: bool = False) -> LeaveRequest:
    """The days are counted once more and held fast. Shifts in the way are named unless they are accepted."""
    request = _to_decide(actor, request_id)
    _count(request)
    _refuse_short(request)
    clashes = all_clashes(request.organisation_id, [request]).get(request.id, [])
    if clashes and not despite_clashes:
        raise Problem(
            "leave.clashes", 409, count=len(clashes), more={"clashes": [_plain(one) for one in clashes]}
        )
    _decide(actor, request, rules.APPROVED, note)
    tell_person(request, "leave_approved")
    hooks.tell_decided(actor, request)
    return request


def _plain(clash: hooks.Clash) -> dict[str, Any]:
    return {
        "kind": clash.kind,
        "on": clash.on.isoformat(),
        "sentence": clash.sentence,
        "shift_id": clash.shift_id,
        "site_id": clash.site_id,
    }


def refuse(actor: Actor, *, request_id: str, note: str) -> LeaveRequest:
    request = _to_decide(actor, request_id)
    _decide(actor, request, rules.REFUSED, note)
    tell_person(request, "leave_refused")
    return request


def _to_decide(actor: Actor, request_id: str) -> LeaveRequest:
    request = request_for(actor, request_id, lock=True)
    _refuse_oneself(actor, request.person_id)
    if request.state != rules.ASKED:
        raise Problem("leave.decided_already", 409)
    return request


def request_for(actor: Actor, request_id: str, *, lock: bool = False) -> LeaveRequest:
    """Of a person whom the actor reaches, or 404."""
    request = _found(actor, request_id, lock=lock)
    person_in_reach(actor, request.person_id)
    return request


def _found(actor: Actor, request_id: str, *, lock: bool) -> LeaveRequest:
    """Locked, where it is to be decided: two who decide at once do so one after the other."""
    request = db.session.get(LeaveRequest, (actor.organisation_id, request_id), with_for_update=lock)
    if request is None:
        raise NotFound()
    return request


def _refuse_oneself(actor: Actor, person_id: str) -> None:
    if person_id == actor.person_id:
        raise Problem("leave.not_oneself", 409)


def _refuse_short(request: LeaveRequest) -> None:
    short = _short(request, leaving_out=False)
    if short:
        year, remaining = short
        raise Problem("leave.balance_short", 409, year=year, remaining=f"{max(0, remaining) / 2:g}")


def _short(request: LeaveRequest, *, leaving_out: bool) -> tuple[int, int] | None:
    """The first year whose balance does not suffice, with what is left; `leaving_out` other asked leave."""
    if request.kind not in rules.WITH_BALANCE:
        return None
    by_year = {int(year): half_days for year, half_days in request.by_year.items()}
    found = balances_of(request.organisation_id, [request.person_id], by_year, request.until_on)
    left = {
        year: found[request.person_id, request.kind, year].remaining
        - (_others_asked(found[request.person_id, request.kind, year], request) if leaving_out else 0)
        for year in by_year
    }
    short = rules.years_short(by_year, left)
    return (short[0], left[short[0]]) if short else None


def _others_asked(balance: rules.Balance, request: LeaveRequest) -> int:
    return balance.asked - request.by_year.get(str(balance.year), 0)


def _decide(actor: Actor, request: LeaveRequest, state: str, note: str) -> None:
    request.state, request.note = state, note
    request.decided_by, request.decided_at = actor.person_id, now()
    db.session.flush()
    note_change(actor, f"leave.{state}", "leave_request", request.id, note=note)


# --- taking back ------------------------------------------------------------------------------


def withdraw(actor: Actor, *, request_id: str) -> LeaveRequest:
    """By who asked: while it waits, or before an approved one begins."""
    request = _own(actor, _found(actor, request_id, lock=True))
    if request.state not in rules.HOLDING:
        raise Problem("leave.decided_already", 409)
    was_approved = request.state == rules.APPROVED
    if was_approved and request.from_on <= today_of(actor.organisation_id):
        raise Problem("leave.begun", 409)
    request.state = rules.WITHDRAWN
    db.session.flush()
    tell_deciders(request, "leave_withdrawn")
    if was_approved:
        hooks.tell_decided(actor, request)
    return request


def cancel(actor: Actor, *, request_id: str, note: str) -> LeaveRequest:
    """An approved leave that is not to be, by who decides."""
    request = request_for(actor, request_id, lock=True)
    _refuse_oneself(actor, request.person_id)
    if request.state != rules.APPROVED:
        raise Problem("leave.not_approved", 409)
    _decide(actor, request, rules.CANCELLED, note)
    tell_person(request, "leave_cancelled")
    hooks.tell_decided(actor, request)
    return request


# --- balances ---------------------------------------------------------------------------------


def adjust(
    actor: Actor, *, person_id: str, kind: str, year: int, reason: str, **figures: Any
) -> LeaveEntitlement:
    """What the year gives beside or instead of the law; what is left out stays."""
    person = person_in_reach(actor, person_id)
    _refuse_oneself(actor, person.id)
    row = _entitlement(actor, person.id, kind, year)
    before = _figures(row)
    for name, value in figures.items():
        setattr(row, name, value)
    row.reason, row.changed_by, row.changed_at = reason, actor.person_id, now()
    db.session.flush()
    note_change(
        actor,
        "leave.adjusted",
        "person",
        person.id,
        kind=kind,
        year=year,
        reason=reason,
        before=before,
        after=_figures(row),
    )
    return row


def _entitlement(actor: Actor, person_id: str, kind: str, year: int) -> LeaveEntitlement:
    row = db.session.scalar(
        select(LeaveEntitlement).where(
            LeaveEntitlement.organisation_id == actor.organisation_id,
            LeaveEntitlement.person_id == person_id,
            LeaveEntitlement.kind == kind,
            LeaveEntitlement.year == year,
        )
    )
    if row is None:
        row = LeaveEntitlement(
            organisation_id=actor.organisation_id,
            id=new_id(),
            person_id=person_id,
            kind=kind,
            year=year,
            carried_half_days=0,
            adjusted_half_days=0,
        )
        db.session.add(row)
    return row


def _figures(row: LeaveEntitlement) -> Mapping[str, int | None]:
    return {name: getattr(row, name) for name in ("half_days", "carried_half_days", "adjusted_half_days")}
