"""A roster from its first day to its publication; the edits in between are next door, and named here too."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, select

from guard_api.database import db, get_owned, new_id
from guard_api.errors import Problem
from guard_api.identity.actor import GUARD, SUPERVISOR, Actor
from guard_api.records import note_change
from guard_api.tenants.models import Site
from people.dates import today_of
from schedules.rosters import checks, hooks, places, publishing, reasons, rules, writing
from schedules.rosters.copying import copy_from
from schedules.rosters.editing import assign, edit, redo, undo
from schedules.rosters.models import Roster, RosterEdit, RosterSite, Shift
from schedules.rosters.reach import DESK, roster_for, sites_of

GUARDS = (GUARD, SUPERVISOR)
__all__ = [
    "add_roster",
    "assign",
    "change_roster",
    "copy_from",
    "delete_roster",
    "edit",
    "keep_in_step",
    "publish",
    "redo",
    "undo",
]


def add_roster(
    actor: Actor,
    *,
    name: str,
    from_on: date,
    until_on: date,
    site_ids: list[str],
    weights: Mapping[str, Any] | None = None,
) -> Roster:
    """A draft with one row for each place that the demand asks for."""
    site_ids = sorted(set(site_ids))
    _may_roster(actor, site_ids)
    if (until_on - from_on).days >= rules.LONGEST_DAYS:
        raise Problem("rosters.too_long", 422, days=rules.LONGEST_DAYS)
    _refuse_second(actor.organisation_id, from_on, until_on, site_ids)
    roster = Roster(
        organisation_id=actor.organisation_id,
        id=new_id(),
        name=name,
        from_on=from_on,
        until_on=until_on,
        weights=dict(weights or {}),
        created_by=actor.person_id,
    )
    db.session.add(roster)
    db.session.flush()
    _at_sites(roster, site_ids)
    places.fill(roster, site_ids)
    note_change(actor, "add", "roster", roster.id)
    writing.screens(roster, site_ids)
    return roster


def _may_roster(actor: Actor, site_ids: list[str]) -> None:
    for site_id in site_ids:
        site = get_owned(Site, actor.organisation_id, site_id)
        actor.reach(site_id, *DESK)
        if site.archived_at:
            raise Problem("rosters.site_archived", 409)


def _refuse_second(organisation_id: str, from_on: date, until_on: date, site_ids: list[str]) -> None:
    """A place belongs to one roster."""
    found = places.rosters_over(organisation_id, from_on, until_on, site_ids)
    if found:
        raise Problem("rosters.overlaps", 409, name=found[0][0].name)


def _at_sites(roster: Roster, site_ids: list[str]) -> None:
    db.session.add_all(
        RosterSite(organisation_id=roster.organisation_id, id=new_id(), roster_id=roster.id, site_id=site_id)
        for site_id in site_ids
    )
    db.session.flush()


def change_roster(actor: Actor, *, roster_id: str, **changes: Any) -> Roster:
    """Its name, and what the solver is to prefer."""
    roster = roster_for(actor, roster_id, roles=DESK, whole=True, lock=True)
    for name, value in changes.items():
        setattr(roster, name, value)
    note_change(actor, "change", "roster", roster.id, fields=sorted(changes))
    writing.screens(roster, site_ids_of(roster))
    return roster


def delete_roster(actor: Actor, *, roster_id: str) -> None:
    """Only a draft goes."""
    roster = roster_for(actor, roster_id, roles=DESK, whole=True, lock=True)
    if roster.version:
        raise Problem("rosters.published_stays", 409)
    site_ids = site_ids_of(roster)
    hooks.going(roster)
    for model in (RosterEdit, Shift, RosterSite):
        db.session.execute(
            delete(model)
            .where(model.organisation_id == roster.organisation_id, model.roster_id == roster.id)
            .execution_options(synchronize_session=False)
        )
    note_change(actor, "delete", "roster", roster.id, name=roster.name)
    writing.screens(roster, site_ids)
    db.session.delete(roster)
    db.session.flush()


def site_ids_of(roster: Roster) -> list[str]:
    return sites_of(roster.organisation_id, [roster.id]).get(roster.id, [])


def keep_in_step(actor: Actor, *, roster_id: str, reason: str = "") -> Roster:
    """Take over what the demand asks for now. Nobody loses a shift: such a place stays as an extra."""
    roster = roster_for(actor, roster_id, roles=DESK, whole=True, lock=True)
    site_ids = site_ids_of(roster)
    steps = places.steps_to_take(roster, site_ids)
    if not steps:
        return roster
    if roster.version and not reason:
        raise Problem("rosters.reason_needed", 422, paths=["/reason"])
    _step(roster, steps, site_ids, by=actor.person_id, reason=reason)
    note_change(actor, "keep_in_step", "roster", roster.id, reason=reason)
    return roster


def _step(roster: Roster, steps: rules.Steps, site_ids: list[str], *, by: str | None, reason: str) -> None:
    known = {id_ for ids in (steps.cancel, steps.restore, steps.to_extra, steps.from_extra) for id_ in ids}
    rows = places.shifts_by_id(roster.organisation_id, known)
    before = {shift.id: publishing.frozen(shift) for shift in rows}
    shifts = places.take(roster, steps, site_ids)
    db.session.flush()
    roster.edit_number += 1
    frozen = {shift.id: before.get(shift.id) for shift in shifts}
    writing.settle(roster, shifts, frozen, by=by, reason=reason or reasons.DEMAND)


def follow_demand(organisation_id: str, site_ids: Sequence[str] | None) -> None:
    """Drafts follow the demand at once; a published roster waits for somebody to say why it changes."""
    statement = select(Roster).where(
        Roster.organisation_id == organisation_id,
        Roster.version == 0,
        Roster.until_on >= today_of(organisation_id),
    )
    for roster in db.session.scalars(statement.order_by(Roster.id).with_for_update()):
        sites = site_ids_of(roster)
        if site_ids is None or set(site_ids) & set(sites):
            steps = places.steps_to_take(roster, sites)
            if steps:
                _step(roster, steps, sites, by=None, reason="")


def publish(actor: Actor, *, roster_id: str, reason: str = "", accept: bool = False) -> Roster:
    """Freeze it and tell everybody. Nothing that may not be is let through; warnings are to be accepted."""
    roster = roster_for(actor, roster_id, roles=DESK, whole=True, lock=True)
    if roster.version:
        raise Problem("rosters.published_already", 409)
    works = checks.works_of(roster)
    if not works:
        raise Problem("rosters.empty", 409)
    found = checks.found_in(roster, works=works)
    checks.refuse_hard(found)
    checks.refuse_unread(found, accept=accept)
    publishing.first(roster, by=actor.person_id, reason=reason)
    note_change(actor, "publish", "roster", roster.id, version=roster.version)
    writing.screens(roster, site_ids_of(roster))
    return roster
