"""Handovers that a guard gives or takes: known beforehand, so that two phones without a signal agree."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from guard_api.clock import now
from guard_api.database import db
from guard_api.identity.actor import Actor
from guard_api.identity.people.queries import site_names
from schedules.clocking.names import names_of, posts_of
from schedules.handovers.matters import open_matters
from schedules.handovers.models import Equipment, Handover
from schedules.handovers.queries import equipment_of
from schedules.handovers.rules import handover_id
from schedules.my.shifts import Mine, reliefs
from schedules.rosters.models import Shift

BEFORE, AFTER = timedelta(days=2), timedelta(days=2)


def handovers(actor: Actor, mine: Sequence[Mine], site_ids: Sequence[str]) -> list[dict[str, Any]]:
    """Of the shifts of these days: given by the actor, or taken over from another; those of late too."""
    near = [each for each in mine if now() - BEFORE <= each.row.end_at and each.row.start_at <= now() + AFTER]
    near = [each for each in near if each.notice is None]
    pairs = _pairs(actor, near)
    known = _known(actor, {handover_id(before.id) for before, _ in pairs})
    listed, matters = equipment_of(actor.organisation_id, list(site_ids)), {}
    if any(handover_id(before.id) not in known for before, _ in pairs):
        matters = _matters(actor, {before.site_id for before, _ in pairs})
    people = {row.person_id for pair in pairs for row in pair if row} | {
        id_ for row in known.values() for id_ in (row.given_by, row.accepted_by)
    }
    names, sites = names_of(actor.organisation_id, people), site_names(actor.organisation_id)
    posts = posts_of(actor.organisation_id, {before.post_id for before, _ in pairs})
    return [
        _shown(before, after, actor, known.get(handover_id(before.id)), listed, matters)
        | _named(before, after, known.get(handover_id(before.id)), names)
        | {"site": sites[before.site_id], "post": posts[before.post_id]}
        for before, after in pairs
    ]


def _pairs(actor: Actor, near: Sequence[Mine]) -> list[tuple[Shift, Shift | None]]:
    """Each shift that ends, with the one that relieves it: one's own on either side."""
    known = reliefs(actor, near)
    giving = [(each.row, known.after[each.row.id]) for each in near if each.row.id in known.after]
    mine = {row.id for row, _ in giving}
    before = [(known.before.get(each.row.id), each.row) for each in near]
    found = giving + [pair for pair in before if pair[0] and pair[0].person_id and pair[0].id not in mine]
    return sorted(found, key=lambda pair: (pair[0].end_at, pair[0].id))


def _known(actor: Actor, ids: Iterable[str]) -> dict[str, Handover]:
    rows = db.session.scalars(
        select(Handover).where(Handover.organisation_id == actor.organisation_id, Handover.id.in_(set(ids)))
    )
    return {row.id: row for row in rows}


def _matters(actor: Actor, site_ids: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for matter in open_matters(actor.organisation_id, site_ids):
        same = {name: matter[name] for name in ("kind", "id", "text")}
        found.setdefault(matter["site_id"], []).append(same)
    return found


def _shown(
    before: Shift,
    after: Shift | None,
    actor: Actor,
    known: Handover | None,
    listed: Sequence[Equipment],
    matters: dict[str, list[dict[str, Any]]],
) -> dict[str, Any]:
    said = known is not None and known.given_at is not None
    items = {item["equipment_id"]: item for item in (known.items if known else ())}
    here = [
        each for each in listed if each.site_id == before.site_id and each.post_id in (None, before.post_id)
    ]
    return {
        "id": handover_id(before.id),
        "site_id": before.site_id,
        "post_id": before.post_id,
        "from_shift_id": before.id,
        "to_shift_id": after.id if after else None,
        "at": before.end_at,
        "mine": before.person_id == actor.person_id,
        "given_at": known.given_at if known else None,
        "accepted_at": known.accepted_at if known else None,
        "items": [_item(each, items.get(each.id, {})) for each in here],
        "matters": known.matters if said else matters.get(before.site_id, []),
        "note": known.note if known else "",
        "difference_note": known.difference_note if known else "",
    }


def _item(each: Equipment, said: dict[str, Any]) -> dict[str, Any]:
    return {
        "equipment_id": each.id,
        "name_zh": each.name_zh,
        "name_en": each.name_en,
        "expected": each.count,
        "given": said.get("given"),
        "taken": said.get("taken"),
    }


def _named(
    before: Shift, after: Shift | None, known: Handover | None, names: dict[str | None, str]
) -> dict[str, Any]:
    given_by = known.given_by if known and known.given_by else before.person_id
    return {
        "to": names.get(after.person_id) if after else None,
        "given_by": names.get(given_by),
        "accepted_by": names.get(known.accepted_by) if known else None,
    }
