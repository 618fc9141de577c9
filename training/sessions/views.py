"""Sessions and places as the API shows them."""

from collections.abc import Mapping, Sequence
from typing import Any

from training.modules.models import Module
from training.sessions import rules
from training.sessions.models import SessionPlace, TrainingSession
from training.sessions.service import title_of

SAME = (
    "id",
    "module_id",
    "site_id",
    "room",
    "starts_at",
    "ends_at",
    "places",
    "instructor_name",
    "checklist",
    "note",
    "cancelled_at",
    "cancel_reason",
)
SAME_OF_PLACE = ("person_id", "state", "queued_at", "attended_at", "attended_by", "flags", "signed_off_at")
FOR_LEARNERS = ("id", "module_id", "title", "site_name", "room", "starts_at", "ends_at", "note")


def session(
    one: TrainingSession,
    module: Module,
    sites: Mapping[str, str],
    people: Mapping[str, str],
    counts: Mapping[str, int],
) -> dict[str, Any]:
    return {name: getattr(one, name) for name in SAME} | {
        "module_code": module.code,
        "title": title_of(one, module),
        "site_name": sites.get(one.site_id or ""),
        "instructor": named(one.instructor_id, people),
        "booked": sum(counts.get(state, 0) for state in rules.HOLDING),
        "waiting": counts.get(rules.WAITING, 0),
        "attended": sum(counts.get(state, 0) for state in rules.PRESENT),
        "signed_off": counts.get(rules.SIGNED_OFF, 0),
        "absent": counts.get(rules.ABSENT, 0),
    }


def place(
    one: SessionPlace, people: Mapping[str, str], checks: Mapping[str, bool], queue: Mapping[str, int]
) -> dict[str, Any]:
    return {name: getattr(one, name) for name in SAME_OF_PLACE} | {
        "name": people.get(one.person_id, ""),
        "waiting_position": queue.get(one.id),
        "checks": checks,
        "signed_off_by": named(one.signed_off_by, people),
        "note": one.note,
    }


def mine(row: Mapping[str, Any], places: Sequence[SessionPlace], person_id: str) -> dict[str, Any]:
    """What one person sees of a session: nothing of the others but how many places are free."""
    own = next((one for one in places if one.person_id == person_id), None)
    waiting = [one.person_id for one in places if one.state == rules.WAITING]
    instructor = row["instructor"]
    return {name: row[name] for name in FOR_LEARNERS} | {
        "instructor_name": instructor["name"] if instructor else row["instructor_name"],
        "free": max(0, row["places"] - row["booked"]),
        "state": own.state if own and own.state != rules.CANCELLED else None,
        "waiting_position": waiting.index(person_id) + 1 if person_id in waiting else None,
        "attended_at": own.attended_at if own else None,
        "cancelled_at": row["cancelled_at"],
    }


def named(id_: str | None, people: Mapping[str, str]) -> dict[str, str] | None:
    return {"id": id_, "name": people.get(id_, "")} if id_ else None
