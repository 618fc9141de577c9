from typing import Any

from sqlalchemy import select

from guard_api.clock import now
from guard_api.database import db, get_owned
from guard_api.errors import Forbidden, NotFound, Problem
from guard_api.identity.actor import ADMINISTRATOR, SUPERVISOR, Actor
from guard_api.records import note_change
from guard_api.tenants.models import Site
from schedules.clocking.models import AttendanceSettings
from schedules.clocking.rules import OF_A_SITE

SETTERS = (SUPERVISOR, ADMINISTRATOR)


def set_settings(*, actor: Actor, site_id: str | None, **said: Any) -> AttendanceSettings:
    """Say what a punch is asked for at a site, or (an administrator) wherever no site says otherwise."""
    _may(actor, site_id)
    if site_id is not None and set(said["tolerances"]) - set(OF_A_SITE):
        raise Problem("clocking.tolerance_of_all", 422, paths=["/tolerances"])
    row = _row(actor.organisation_id, site_id) or _new(actor.organisation_id, site_id)
    for name, value in said.items():
        setattr(row, name, value)
    row.changed_by, row.changed_at = actor.person_id, now()
    db.session.add(row)
    db.session.flush()
    note_change(actor, "attendance_settings.set", "attendance_settings", row.id, **said)
    return row


def unset_settings(*, actor: Actor, site_id: str) -> None:
    """The site says nothing itself any more."""
    _may(actor, site_id)
    row = _row(actor.organisation_id, site_id)
    if row is not None:
        note_change(actor, "attendance_settings.unset", "attendance_settings", row.id)
        db.session.delete(row)


def _may(actor: Actor, site_id: str | None) -> None:
    if site_id is None:
        if not actor.has(ADMINISTRATOR):
            raise Forbidden()
        return
    if site_id not in actor.scope():
        raise NotFound()
    get_owned(Site, actor.organisation_id, site_id)
    actor.reach(site_id, *SETTERS)


def _row(organisation_id: str, site_id: str | None) -> AttendanceSettings | None:
    of_site = (
        AttendanceSettings.site_id.is_(None) if site_id is None else AttendanceSettings.site_id == site_id
    )
    return db.session.scalar(
        select(AttendanceSettings).where(AttendanceSettings.organisation_id == organisation_id, of_site)
    )


def _new(organisation_id: str, site_id: str | None) -> AttendanceSettings:
    return AttendanceSettings(organisation_id=organisation_id, site_id=site_id)
