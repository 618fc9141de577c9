"""From the draft to the first version, and every amendment: frozen, told, asked to be confirmed."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, update

from guard_api.clock import now
from guard_api.database import db, new_id
from guard_api.fields import iso
from guard_api.notices.service import tell
from schedules.rosters import hooks, reasons, rules
from schedules.rosters.models import Acknowledgement, Roster, RosterVersion, Shift

LINK = "/shifts"


def frozen(shift: Shift) -> dict[str, Any] | None:
    """A shift as a version keeps it; None while it is cancelled."""
    if shift.cancelled_at is not None:
        return None
    return {
        "id": shift.id,
        "site_id": shift.site_id,
        "post_id": shift.post_id,
        "shift_type_id": shift.shift_type_id,
        "on": shift.on.isoformat(),
        "start_at": iso(shift.start_at),
        "end_at": iso(shift.end_at),
        "breaks": shift.breaks,
        "slot": shift.slot,
        "extra": shift.extra,
        "person_id": shift.person_id,
    }


def first(roster: Roster, *, by: str | None, reason: str = "") -> RosterVersion:
    """The roster becomes public as it stands."""
    shifts = list(
        db.session.scalars(
            select(Shift)
            .where(
                Shift.organisation_id == roster.organisation_id,
                Shift.roster_id == roster.id,
                Shift.cancelled_at.is_(None),
            )
            .order_by(Shift.on, Shift.start_at, Shift.id)
        )
    )
    content = {
        "roster_id": roster.id,
        "number": 1,
        "from_on": roster.from_on.isoformat(),
        "until_on": roster.until_on.isoformat(),
        "shifts": [frozen(shift) for shift in shifts],
    }
    roster.state, roster.published_at = rules.PUBLISHED, now()
    version = _keep(roster, content, by=by, reason=reason)
    _mark_all(roster)
    _tell_all(roster, shifts)
    hooks.published(roster)
    hooks.changed(hooks.Changed(roster.organisation_id, roster.id, 1, tuple(shift.id for shift in shifts)))
    return version


def amend(
    roster: Roster,
    shifts: Sequence[Shift],
    before: Mapping[str, dict[str, Any] | None],
    *,
    by: str | None,
    reason: str,
) -> RosterVersion | None:
    """A version that says what changed since the last; None when nothing did that anybody would see."""
    changes = [
        {"shift_id": shift.id, "before": before[shift.id], "after": frozen(shift)}
        for shift in sorted(shifts, key=lambda one: (one.on, one.start_at, one.id))
        if before[shift.id] != frozen(shift)
    ]
    if not changes:
        return None
    content = {
        "roster_id": roster.id,
        "number": roster.version + 1,
        "previous": newest(roster).digest,
        "changes": changes,
    }
    version = _keep(roster, content, by=by, reason=reason)
    changed = {change["shift_id"] for change in changes}
    for shift in shifts:
        if shift.id in changed:
            shift.changed_in = version.number
    db.session.flush()
    _tell_of_changes(roster, version, changes)
    hooks.changed(hooks.Changed(roster.organisation_id, roster.id, version.number, tuple(sorted(changed))))
    return version


def newest(roster: Roster) -> RosterVersion:
    return db.session.scalar(
        select(RosterVersion).where(
            RosterVersion.organisation_id == roster.organisation_id,
            RosterVersion.roster_id == roster.id,
            RosterVersion.number == roster.version,
        )
    )


def _keep(roster: Roster, content: dict[str, Any], *, by: str | None, reason: str) -> RosterVersion:
    roster.version = content["number"]
    version = RosterVersion(
        organisation_id=roster.organisation_id,
        id=new_id(),
        roster_id=roster.id,
        number=roster.version,
        by=by,
        published_at=now(),
        reason=reason,
        content=content,
        digest=rules.digest(content),
    )
    db.session.add(version)
    db.session.flush()
    return version


def _mark_all(roster: Roster) -> None:
    db.session.execute(
        update(Shift)
        .where(Shift.organisation_id == roster.organisation_id, Shift.roster_id == roster.id)
        .values(changed_in=1, confirmed_at=None)
        .execution_options(synchronize_session="fetch")
    )


# --- whom it concerns -------------------------------------------------------------------------


def _tell_all(roster: Roster, shifts: Sequence[Shift]) -> None:
    numbers: dict[str, int] = {}
    for shift in shifts:
        if shift.person_id:
            numbers[shift.person_id] = numbers.get(shift.person_id, 0) + 1
    _ask(roster, numbers)
    for number in sorted(set(numbers.values())):
        people = [person_id for person_id, mine in numbers.items() if mine == number]
        _tell(roster, people, "roster_published", shifts=number)


def _tell_of_changes(roster: Roster, version: RosterVersion, changes: list[dict[str, Any]]) -> None:
    """Only what has not passed yet, and only who stood, stands or will stand there."""
    open_ = [one for one in changes if _still_to_come(one)]
    concerned = rules.people_of_changes(open_)
    _ask(roster, concerned)
    for number in sorted({len(ids) for ids in concerned.values()}):
        people = [person_id for person_id, ids in concerned.items() if len(ids) == number]
        _tell(roster, people, "shift_changed", shifts=number, reason=reasons.said(version.reason))


def _still_to_come(change: Mapping[str, Any]) -> bool:
    instant = iso(now())
    return any(one and one["end_at"] > instant for one in (change["before"], change["after"]))


def _tell(roster: Roster, person_ids: list[str], kind: str, **params: Any) -> None:
    tell(
        organisation_id=roster.organisation_id,
        person_ids=person_ids,
        kind=kind,
        params={"from_on": roster.from_on.isoformat(), "until_on": roster.until_on.isoformat(), **params},
        link=LINK,
        dedupe=f"{kind}:{roster.id}:{roster.version}",
    )


def _ask(roster: Roster, person_ids) -> None:
    db.session.add_all(
        Acknowledgement(
            organisation_id=roster.organisation_id,
            id=new_id(),
            roster_id=roster.id,
            version=roster.version,
            person_id=person_id,
        )
        for person_id in sorted(person_ids)
    )
    db.session.flush()
