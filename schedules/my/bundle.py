"""One answer that a guard's phone keeps: shifts, punches, questions, hours, leave, offers, handovers."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from guard_api.clock import now
from guard_api.database import db
from guard_api.identity.actor import ADMINISTRATOR, GUARD, SUPERVISOR, Actor
from guard_api.identity.queries import sites_in
from guard_api.tenants.models import Site
from schedules.clocking.corrections.queries import open_questions, own_corrections
from schedules.clocking.models import Attendance
from schedules.clocking.no_shows.queries import open_for
from schedules.clocking.punches.queries import own_since
from schedules.clocking.settings.queries import asked_at, shown
from schedules.leave.desk import my_balances, my_requests
from schedules.my import handing, hours, shifts
from schedules.posts.queries import shift_types_of
from schedules.terms.desk import my_wishes

CLOCKERS = (GUARD, SUPERVISOR, ADMINISTRATOR)
BEFORE, AFTER = timedelta(days=7), timedelta(days=45)
# An alarm or a question about an older shift is asked at the desk.
PUNCHES_SINCE = timedelta(days=35)
SITE = ("id", "name", "time_zone", "lat", "lon")
PUNCH = ("id", "kind", "occurred_at", "site_id", "flags")
WISH = ("id", "kind", "from_on", "until_on", "weekday", "shift_type_id", "note")

Offers = Callable[[Actor], list[dict[str, Any]]]


def bundle(actor: Actor) -> dict[str, Any]:
    """All that concerns the actor's own shifts, from a week ago to six weeks ahead."""
    at = now()
    planned = shifts.between(actor, at - BEFORE, at + AFTER)
    sites = _sites(actor, planned)
    held = {row.shift_id: row for row in shifts.attendances(actor, at - PUNCHES_SINCE)}
    return {
        "generated_at": at,
        "sites": sites,
        "shift_types": _shift_types(actor),
        "acknowledgements": shifts.acknowledgements(actor),
        "shifts": shifts.shown(actor, planned, held),
        "punches": _punches(actor, held.values(), at),
        "questions": open_questions(actor.organisation_id, actor.person_id),
        "alarms": open_for(actor.organisation_id, actor.person_id),
        "attendance": shifts.attendance_shown(actor, held.values()),
        "corrections": own_corrections(actor.organisation_id, actor.person_id),
        "hours": hours.so_far(actor, at),
        "leave": {"balances": _balances(actor), "requests": my_requests(actor)},
        "wishes": [{name: getattr(row, name) for name in WISH} for row in my_wishes(actor)],
        "offers": shifts.offers(actor),
        "handovers": handing.handovers(actor, planned, [site["id"] for site in sites]),
    }


def _sites(actor: Actor, planned: Iterable[shifts.Mine]) -> list[dict[str, Any]]:
    """Those that one reaches, and those of one's shifts."""
    known = {site.id: site for site in sites_in(actor.organisation_id, actor.scope(*CLOCKERS))}
    for id_ in sorted({each.row.site_id for each in planned} - known.keys()):
        known[id_] = db.session.get(Site, (actor.organisation_id, id_))
    asked = asked_at(actor.organisation_id, known)
    return [
        {name: getattr(site, name) for name in SITE} | {"clocking": shown(asked[site.id])}
        for site in known.values()
    ]


def _shift_types(actor: Actor) -> list[dict[str, Any]]:
    return [
        {"id": each.id, "name_zh": each.name_zh, "name_en": each.name_en}
        for each in shift_types_of(actor.organisation_id).values()
    ]


def _punches(actor: Actor, held: Iterable[Attendance], at: datetime) -> list[dict[str, Any]]:
    shift_of = {punch_id: row.shift_id for row in held for punch_id in row.punch_ids}
    found = own_since(actor.organisation_id, actor.person_id, at - PUNCHES_SINCE)
    return [
        {name: getattr(row, name) for name in PUNCH} | {"shift_id": shift_of.get(row.id)} for row in found
    ]


def _balances(actor: Actor) -> list[dict[str, Any]]:
    return [
        {
            "kind": each["kind"],
            "year": each["year"],
            "half_days": _whole(each),
            "taken_half_days": each["taken_half_days"],
            "asked_half_days": each["asked_half_days"],
            "left_half_days": each["remaining_half_days"],
        }
        for each in my_balances(actor)
    ]


def _whole(each: dict[str, Any]) -> int:
    due = each["by_law_half_days"] if each["set_half_days"] is None else each["set_half_days"]
    return due + each["carried_half_days"] + each["adjusted_half_days"]
