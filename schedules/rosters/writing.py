"""Every change of a roster passes here: noted, counted, and a version once the roster is published."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from guard_api.clock import now
from guard_api.database import db, new_id
from guard_api.fields import iso
from guard_api.live.service import announce
from schedules.rosters import publishing
from schedules.rosters.models import Roster, RosterEdit, Shift
from schedules.rosters.reasons import EDIT, FACTS

Patch = tuple[Shift, Mapping[str, Any]]


def write(
    roster: Roster, patches: Iterable[Patch], *, by: str | None, label: str, reason: str = ""
) -> list[Shift]:
    """Make the changes as one edit. The caller holds the roster's row. The shifts that changed."""
    return _write(roster, patches, by=by, label=label, reason=reason)


def rewrite(roster: Roster, patches: Iterable[Patch], *, by: str | None, reason: str) -> list[Shift]:
    """A step back or forth among edits that are noted already."""
    return _write(roster, patches, by=by, label=None, reason=reason)


def _write(
    roster: Roster, patches: Iterable[Patch], *, by: str | None, label: str | None, reason: str
) -> list[Shift]:
    patches = [(shift, wanted) for shift, after in patches if (wanted := _differing(shift, after))]
    if not patches:
        return []
    frozen = {shift.id: publishing.frozen(shift) for shift, _ in patches}
    changes = [_apply(shift, after) for shift, after in patches]
    shifts = [shift for shift, _ in patches]
    db.session.add_all(shifts)
    roster.edit_number += 1
    if label is not None:
        _note(roster, changes, by=by, label=label)
    db.session.flush()
    settle(roster, shifts, frozen, by=by, reason=reason or label or EDIT)
    return shifts


def settle(
    roster: Roster,
    shifts: Sequence[Shift],
    frozen: Mapping[str, dict | None],
    *,
    by: str | None,
    reason: str,
) -> None:
    """Tell the screens and, where the roster is published, whom it concerns."""
    if roster.version:
        publishing.amend(roster, shifts, frozen, by=by, reason=reason)
    screens(roster, {shift.site_id for shift in shifts})


def screens(roster: Roster, site_ids: Iterable[str]) -> None:
    announce(
        organisation_id=roster.organisation_id,
        changes=[("roster", roster.id, site_id) for site_id in sorted(site_ids)],
    )


def _differing(shift: Shift, after: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in after.items() if read(shift, name) != value}


def _apply(shift: Shift, after: Mapping[str, Any]) -> dict[str, Any]:
    before = {name: read(shift, name) for name in after}
    for name, value in after.items():
        put(shift, name, value)
    if {"person_id", "start_at", "end_at", "cancelled"} & after.keys():
        shift.confirmed_at = None
    return {"shift_id": shift.id, "before": _plain(before), "after": _plain(after)}


def read(shift: Shift, name: str) -> Any:
    return shift.cancelled_at is not None if name == "cancelled" else getattr(shift, name)


def put(shift: Shift, name: str, value: Any) -> None:
    if name == "cancelled":
        shift.cancelled_at = now() if value else None
    else:
        setattr(shift, name, value)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: iso(value) if isinstance(value, datetime) else value for name, value in values.items()}


def from_plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """As it was before it was noted."""
    return {
        name: datetime.fromisoformat(value) if name in ("start_at", "end_at") else value
        for name, value in values.items()
    }


def _note(roster: Roster, changes: list[dict[str, Any]], *, by: str | None, label: str) -> None:
    """What was undone before cannot be done again once something else was done instead."""
    if label not in FACTS:
        _drop_undone(roster)
    db.session.add(
        RosterEdit(
            organisation_id=roster.organisation_id,
            id=new_id(),
            roster_id=roster.id,
            number=roster.edit_number,
            by=by,
            label=label,
            changes=changes,
        )
    )


def _drop_undone(roster: Roster) -> None:
    db.session.execute(
        db.update(RosterEdit)
        .where(
            RosterEdit.organisation_id == roster.organisation_id,
            RosterEdit.roster_id == roster.id,
            RosterEdit.undone_at.is_not(None),
        )
        .values(dropped=True)
        .execution_options(synchronize_session=False)
    )
