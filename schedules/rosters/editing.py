"""Edits by hand: tried first, written together, taken back and done again."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select

from guard_api.clock import now
from guard_api.database import db
from guard_api.errors import Problem
from guard_api.identity.actor import Actor
from guard_api.identity.models import Person
from guard_api.records import note_change
from schedules.rosters import checks, places, reasons, rules, writing
from schedules.rosters.checks import Delta
from schedules.rosters.models import Roster, RosterEdit, Shift
from schedules.rosters.reach import DESK, roster_for, sites_of
from schedules.rosters.writing import Patch


class Edited(NamedTuple):
    """What an edit did, or would do."""

    roster: Roster
    shifts: list[Shift]
    violations: Delta
    dry_run: bool


def edit(
    actor: Actor,
    *,
    roster_id: str,
    changes: Sequence[Mapping[str, Any]],
    edit_number: int | None = None,
    dry_run: bool = False,
    label: str = reasons.EDIT,
    reason: str = "",
    accept: bool = False,
) -> Edited:
    """Make several changes as one. In a draft everything may be tried; what is published stays lawful."""
    roster = roster_for(actor, roster_id, roles=DESK, lock=not dry_run)
    if not dry_run:
        refuse_stale(roster, edit_number)
    patches = _patches(actor, roster, changes)
    return _make(actor, roster, patches, dry_run=dry_run, label=label, reason=reason, accept=accept)


def assign(
    actor: Actor,
    *,
    roster_id: str,
    assignments: Mapping[str, str | None],
    label: str = reasons.SOLVE,
    reason: str = "",
    accept: bool = True,
) -> Edited:
    """Who stands where: {shift_id: person_id or None}."""
    changes = [{"shift_id": shift_id, "person_id": person_id} for shift_id, person_id in assignments.items()]
    return edit(actor, roster_id=roster_id, changes=changes, label=label, reason=reason, accept=accept)


def refuse_stale(roster: Roster, edit_number: int | None) -> None:
    if edit_number is not None and edit_number != roster.edit_number:
        raise Problem("rosters.stale", 409, more={"edit_number": roster.edit_number})


def _make(
    actor: Actor,
    roster: Roster,
    patches: list[Patch],
    *,
    dry_run: bool,
    label: str,
    reason: str,
    accept: bool,
) -> Edited:
    delta = checks.delta_of(roster, patches)
    if dry_run:
        return Edited(roster, [shift for shift, _ in patches], delta, True)
    if roster.version:
        _as_amendment(roster, delta, reason, accept)
    shifts = writing.write(roster, patches, by=actor.person_id, label=label, reason=reason)
    note_change(actor, "edit", "roster", roster.id, shifts=len(shifts), label=label, reason=reason)
    return Edited(roster, shifts, delta, False)


def _as_amendment(roster: Roster, delta: Delta, reason: str, accept: bool) -> None:
    if not reason:
        raise Problem("rosters.reason_needed", 422, paths=["/reason"])
    checks.refuse_hard(delta.new)
    checks.refuse_unread(delta.new, accept=accept)


# --- what is asked for ------------------------------------------------------------------------


def _patches(actor: Actor, roster: Roster, changes: Sequence[Mapping[str, Any]]) -> list[Patch]:
    named = [change["shift_id"] for change in changes if "shift_id" in change]
    if len(named) != len(set(named)):
        raise Problem("rosters.shift_twice", 422)
    rows = {
        shift.id: shift
        for shift in places.shifts_by_id(actor.organisation_id, named)
        if shift.roster_id == roster.id and shift.site_id in actor.scope(*DESK)
    }
    if len(rows) != len(named):
        raise Problem("rosters.shift_unknown", 404)
    _refuse_strangers(actor, changes)
    maker = _maker(actor, roster) if any("add" in change for change in changes) else None
    return [_patch(actor, roster, rows, maker, change) for change in changes]


def _maker(actor: Actor, roster: Roster) -> places.Maker:
    sites = sites_of(actor.organisation_id, [roster.id])[roster.id]
    return places.Maker(actor.organisation_id, [one for one in sites if one in actor.scope(*DESK)])


def _refuse_strangers(actor: Actor, changes: Sequence[Mapping[str, Any]]) -> None:
    wanted = {(change.get("add") or change).get("person_id") for change in changes} - {None}
    known = db.session.scalars(
        select(Person.id).where(Person.organisation_id == actor.organisation_id, Person.id.in_(wanted))
    )
    if wanted - set(known):
        raise Problem("rosters.person_unknown", 422)


def _patch(
    actor: Actor,
    roster: Roster,
    rows: Mapping[str, Shift],
    maker: places.Maker | None,
    change: Mapping[str, Any],
) -> Patch:
    if "add" in change:
        return _addition(roster, maker, change["add"])
    shift = rows[change["shift_id"]]
    after = {name: value for name, value in change.items() if name != "shift_id"}
    if shift.cancelled_at is not None and after.get("cancelled", True):
        raise Problem("rosters.shift_cancelled", 409)
    if after.get("cancelled"):
        after |= {"person_id": None, "locked": False}
    _refuse_times(after.get("start_at", shift.start_at), after.get("end_at", shift.end_at))
    return shift, after


def _addition(roster: Roster, maker: places.Maker, asked: Mapping[str, Any]) -> Patch:
    """An extra place; until it is written it counts as cancelled."""
    if asked["post_id"] not in maker.posts or asked["shift_type_id"] not in maker.types:
        raise Problem("rosters.post_elsewhere", 422)
    if not roster.from_on <= asked["on"] <= roster.until_on:
        raise Problem("rosters.day_outside", 422)
    times = {name: asked[name] for name in ("start_at", "end_at") if asked.get(name)}
    key = asked["post_id"], asked["on"], asked["shift_type_id"]
    shift = maker.shift(roster, key, 0, extra=True, locked=False, cancelled_at=now(), **times)
    _refuse_times(shift.start_at, shift.end_at)
    after = {"cancelled": False, "person_id": asked.get("person_id")}
    if asked.get("relieves_shift_id"):
        after["relieves_shift_id"] = asked["relieves_shift_id"]
    return shift, after


def _refuse_times(start_at: datetime, end_at: datetime) -> None:
    if not timedelta(0) < end_at - start_at <= rules.LONGEST_SHIFT:
        raise Problem("rosters.ends_before_start", 422)


# --- back and forth ---------------------------------------------------------------------------


def undo(
    actor: Actor, *, roster_id: str, edit_number: int | None = None, reason: str = "", accept: bool = False
) -> Edited:
    """Take back the last change made by hand or by the solver, whoever made it."""
    roster = roster_for(actor, roster_id, roles=DESK, lock=True)
    refuse_stale(roster, edit_number)
    last = newest_edit(roster, undone=False)
    if last is None:
        raise Problem("rosters.nothing_to_undo", 409)
    return _step(actor, roster, last, "after", "before", reason=reason, accept=accept)


def redo(
    actor: Actor, *, roster_id: str, edit_number: int | None = None, reason: str = "", accept: bool = False
) -> Edited:
    """Do again what was taken back last."""
    roster = roster_for(actor, roster_id, roles=DESK, lock=True)
    refuse_stale(roster, edit_number)
    next_ = newest_edit(roster, undone=True)
    if next_ is None:
        raise Problem("rosters.nothing_to_redo", 409)
    return _step(actor, roster, next_, "before", "after", reason=reason, accept=accept)


def newest_edit(roster: Roster, *, undone: bool) -> RosterEdit | None:
    """The last that was made, or the first of those that were taken back."""
    statement = select(RosterEdit).where(
        RosterEdit.organisation_id == roster.organisation_id,
        RosterEdit.roster_id == roster.id,
        RosterEdit.dropped.is_(False),
        RosterEdit.label.not_in(reasons.FACTS),
        RosterEdit.undone_at.is_not(None) if undone else RosterEdit.undone_at.is_(None),
    )
    order = RosterEdit.number.asc() if undone else RosterEdit.number.desc()
    return db.session.scalar(statement.order_by(order).limit(1))


def _step(
    actor: Actor, roster: Roster, step: RosterEdit, leaving: str, reaching: str, *, reason: str, accept: bool
) -> Edited:
    rows = {
        shift.id: shift
        for shift in places.shifts_by_id(
            actor.organisation_id, [change["shift_id"] for change in step.changes]
        )
    }
    if any(shift.site_id not in actor.scope(*DESK) for shift in rows.values()):
        raise Problem("rosters.shift_unknown", 404)
    patches = []
    for change in step.changes:
        shift, was = rows[change["shift_id"]], writing.from_plain(change[leaving])
        if any(writing.read(shift, name) != value for name, value in was.items()):
            raise Problem("rosters.overtaken", 409)
        patches.append((shift, writing.from_plain(change[reaching])))
    delta = checks.delta_of(roster, patches)
    if roster.version:
        _as_amendment(roster, delta, reason, accept)
    shifts = writing.rewrite(roster, patches, by=actor.person_id, reason=reason)
    step.undone_at = now() if reaching == "before" else None
    note_change(actor, "undo" if step.undone_at else "redo", "roster", roster.id, edit=step.number)
    return Edited(roster, shifts, delta, False)
