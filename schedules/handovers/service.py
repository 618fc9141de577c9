"""Two phones tell of one handover, in whatever order; the site's list is what is counted against."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import select

from evidence.sync.kinds import Outcome, Received
from guard_api.clock import now
from guard_api.database import db, get_owned
from guard_api.errors import NotFound, Problem
from guard_api.identity.actor import ADMINISTRATOR, GUARD, SUPERVISOR, Actor
from guard_api.live.service import announce
from guard_api.notices.service import tell
from guard_api.records import note_change
from guard_api.tenants.models import Site
from schedules.clocking.no_shows.telling import supervisors_of
from schedules.handovers.models import Equipment, Handover
from schedules.handovers.rules import counted, differs
from schedules.posts.models import Post
from schedules.rosters.models import Shift

SETTERS = (SUPERVISOR, ADMINISTRATOR)
HANDERS = (GUARD, SUPERVISOR, ADMINISTRATOR)
Write = Callable[[Actor, Handover, Received], list[str]]


def record_given(actor: Actor, events: Sequence[Received]) -> dict[str, Outcome]:
    """The one who leaves says what is open and what was counted."""
    return _record_all(actor, events, _give)


def record_accepted(actor: Actor, events: Sequence[Received]) -> dict[str, Outcome]:
    """The one who comes has counted too, and takes over."""
    return _record_all(actor, events, _accept)


def _record_all(actor: Actor, events: Sequence[Received], write: Write) -> dict[str, Outcome]:
    in_turn = sorted(events, key=lambda event: (event.occurred_at, event.id))
    return {event.id: _record(actor, event, write) for event in in_turn}


def _record(actor: Actor, event: Received, write: Write) -> Outcome:
    said = event.payload
    site = db.session.get(Site, (actor.organisation_id, said.site_id))
    if site is None:
        return Outcome(refused=Problem("handovers.site_unknown", 404))
    row = _row(actor, event)
    if row.site_id != site.id:
        return Outcome(refused=Problem("handovers.of_another_site", 409))
    flags = write(actor, row, event)
    if site.id not in actor.scope():
        flags.append("other_site")
    row.flags = sorted({*row.flags, *flags})
    db.session.flush()
    announce(organisation_id=actor.organisation_id, changes=[("handover", row.id, row.site_id)])
    return Outcome(flags=tuple(flags))


def _row(actor: Actor, event: Received) -> Handover:
    """The one handover both speak of. Shifts and posts that are not of this organisation are left out."""
    said = event.payload
    row = db.session.scalar(
        select(Handover)
        .where(Handover.organisation_id == actor.organisation_id, Handover.id == said.handover_id)
        .with_for_update()
    )
    if row is None:
        row = Handover(
            organisation_id=actor.organisation_id,
            id=said.handover_id,
            site_id=said.site_id,
            at=event.occurred_at,
            items=[],
            matters=[],
            note="",
            difference_note="",
            flags=[],
        )
        db.session.add(row)
    row.post_id = row.post_id or _own(Post, actor, said.post_id)
    row.from_shift_id = row.from_shift_id or _own(Shift, actor, said.from_shift_id)
    row.to_shift_id = row.to_shift_id or _own(Shift, actor, said.to_shift_id)
    return row


def _own(model: Any, actor: Actor, id_: str | None) -> str | None:
    return id_ if id_ and db.session.get(model, (actor.organisation_id, id_)) else None


def _give(actor: Actor, row: Handover, event: Received) -> list[str]:
    """The last word of the one who hands over counts, unless it was taken over before."""
    if _is_older(event.occurred_at, row.given_at):
        return ["older_word"]
    flags = ["given_after_accepted"] if row.accepted_at and event.occurred_at > row.accepted_at else []
    if row.accepted_by == actor.person_id:
        flags.append("same_person")
    said = event.payload
    row.given_by, row.given_at = actor.person_id, event.occurred_at
    row.items = counted(row.items, _listed(row), _plain(said.items), "given")
    row.matters, row.note = _plain(said.matters), said.note
    return [*flags, *_count_flags(row)]


def _accept(actor: Actor, row: Handover, event: Received) -> list[str]:
    if _is_older(event.occurred_at, row.accepted_at):
        return ["older_word"]
    flags = ["same_person"] if row.given_by == actor.person_id else []
    said = event.payload
    row.accepted_by, row.accepted_at = actor.person_id, event.occurred_at
    row.items = counted(row.items, _listed(row), _plain(said.items), "taken")
    row.difference_note = said.difference_note
    flags += _count_flags(row)
    if "count_differs" in flags or said.difference_note.strip():
        _tell_difference(row)
    return flags


def _is_older(at: datetime, known_at: datetime | None) -> bool:
    return known_at is not None and at < known_at


def _plain(said: Sequence[Any]) -> list[dict[str, Any]]:
    return [msgspec.to_builtins(each) for each in said]


def _count_flags(row: Handover) -> list[str]:
    return ["count_differs"] if any(map(differs, row.items)) else []


def _listed(row: Handover) -> dict[str, dict[str, Any]]:
    rows = equipment_of(row.organisation_id, [row.site_id])
    return {each.id: {"name_zh": each.name_zh, "name_en": each.name_en, "count": each.count} for each in rows}


def equipment_of(organisation_id: str, site_ids: Sequence[str]) -> list[Equipment]:
    """What is counted at these sites, in the order of their lists."""
    return list(
        db.session.scalars(
            select(Equipment)
            .where(
                Equipment.organisation_id == organisation_id,
                Equipment.site_id.in_(list(site_ids)),
                Equipment.archived_at.is_(None),
            )
            .order_by(Equipment.site_id, Equipment.position, Equipment.id)
        )
    )


def _tell_difference(row: Handover) -> None:
    site = get_owned(Site, row.organisation_id, row.site_id)
    tell(
        organisation_id=row.organisation_id,
        person_ids=sorted(supervisors_of(row.organisation_id, row.site_id)),
        kind="handover_differs",
        params={"site": site.name},
        link=f"/desk/handovers?id={row.id}",
        dedupe=f"handover differs {row.id}",
    )


def set_equipment(*, actor: Actor, site_id: str, items: Sequence[Mapping[str, Any]]) -> None:
    """The site's list as a whole. What is left out is archived: handovers of before still name it."""
    if site_id not in actor.scope():
        raise NotFound()
    get_owned(Site, actor.organisation_id, site_id)
    actor.reach(site_id, *SETTERS)
    known = {row.id: row for row in equipment_of(actor.organisation_id, [site_id])}
    kept = {item["id"] for item in items if item.get("id")}
    if not kept <= known.keys():
        raise Problem("handovers.equipment_unknown", 404)
    for id_ in known.keys() - kept:
        known[id_].archived_at = now()
    for position, item in enumerate(items):
        row = known.get(item.get("id") or "") or Equipment(
            organisation_id=actor.organisation_id, site_id=site_id
        )
        row.position, row.count = position, item["count"]
        row.name_zh, row.name_en = item["name_zh"], item["name_en"]
        row.post_id = _post(actor, site_id, item.get("post_id"))
        db.session.add(row)
    db.session.flush()
    note_change(actor, "equipment.set", "site", site_id, items=len(items))


def _post(actor: Actor, site_id: str, post_id: str | None) -> str | None:
    if post_id is None:
        return None
    post = get_owned(Post, actor.organisation_id, post_id)
    if post.site_id != site_id:
        raise NotFound()
    return post.id
