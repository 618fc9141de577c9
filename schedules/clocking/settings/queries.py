from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_, select

from guard_api.database import db
from guard_api.errors import NotFound
from guard_api.identity.actor import Actor
from schedules.attendance.facts import Tolerances
from schedules.clocking.models import AttendanceSettings
from schedules.clocking.rules import ESCALATE, METHODS, NO_SHOW, Asked, tolerances

SHOWN = ("geofence", "radius_m", "photo", "methods", "tolerances")
NO_ROW: dict[str, Any] = {}


def asked_at(organisation_id: str, site_ids: Iterable[str]) -> dict[str, Asked]:
    """What each of these sites asks; the organisation's word where a site says nothing."""
    site_ids = set(site_ids)
    rows = _rows(organisation_id, site_ids)
    usual = rows.get(None)
    return {site_id: _asked(rows.get(site_id) or usual, usual) for site_id in site_ids}


def usual_tolerances(organisation_id: str) -> Tolerances:
    """Those by which punches are matched to shifts, wherever they are."""
    usual = _rows(organisation_id, ()).get(None)
    return tolerances(usual.tolerances if usual else NO_ROW)


def _rows(organisation_id: str, site_ids: Iterable[str]) -> dict[str | None, AttendanceSettings]:
    rows = db.session.scalars(
        select(AttendanceSettings).where(
            AttendanceSettings.organisation_id == organisation_id,
            or_(AttendanceSettings.site_id.is_(None), AttendanceSettings.site_id.in_(list(site_ids))),
        )
    )
    return {row.site_id: row for row in rows}


def _asked(row: AttendanceSettings | None, usual: AttendanceSettings | None) -> Asked:
    said = usual.tolerances if usual else NO_ROW
    if row is None:
        return Asked(allow=tolerances(said))
    both = {**said, **row.tolerances}
    return Asked(
        geofence=row.geofence,
        radius_m=row.radius_m,
        photo=row.photo,
        methods=tuple(row.methods) or METHODS,
        allow=tolerances(said, row.tolerances),
        no_show=both.get("no_show", NO_SHOW),
        escalate=both.get("escalate", ESCALATE),
    )


def settings_shown(actor: Actor, *, site_id: str | None = None) -> dict[str, Any]:
    """What holds at a site, or where a site says nothing; `own` when it was said there."""
    if site_id is not None and site_id not in actor.scope():
        raise NotFound()
    rows = _rows(actor.organisation_id, [site_id] if site_id else [])
    own = rows.get(site_id)
    asked = _asked(own or rows.get(None), rows.get(None))
    return shown(asked) | {
        "site_id": site_id,
        "own": own is not None,
        "changed_by": own.changed_by if own else None,
        "changed_at": own.changed_at if own else None,
    }


def shown(asked: Asked) -> dict[str, Any]:
    allow = {name: getattr(asked.allow, name) for name in Tolerances.__dataclass_fields__}
    return {
        "geofence": asked.geofence,
        "radius_m": asked.radius_m,
        "photo": asked.photo,
        "methods": list(asked.methods),
        "tolerances": allow | {"no_show": asked.no_show, "escalate": asked.escalate},
    }
