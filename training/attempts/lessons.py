"""Lessons that were read, as phones tell it: as often as they like, in any order."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from evidence.sync.kinds import Outcome, Received
from guard_api.database import db
from guard_api.errors import NotFound
from guard_api.identity.actor import Actor
from training.duties.materialise import ensure
from training.duties.models import Duty
from training.modules.models import Module
from training.modules.queries import versions_by_id

LESSON_UNKNOWN = "lesson_unknown"


def record_lessons(actor: Actor, events: Sequence[Received]) -> dict[str, Outcome]:
    """Note what was read on the reader's duty. A lesson that its version does not have is a doubt."""
    here = _modules_here(actor, {event.payload.module_id for event in events})
    versions = versions_by_id(actor.organisation_id, {event.payload.version_id for event in events})
    lessons = {id_: {one["key"] for one in each.content["lessons"]} for id_, each in versions.items()}
    outcomes: dict[str, Outcome] = {}
    read: dict[str, list[Received]] = defaultdict(list)
    for event in events:
        said = event.payload
        if said.module_id not in here:
            outcomes[event.id] = Outcome(refused=NotFound())
        elif said.lesson not in lessons.get(said.version_id, ()):
            outcomes[event.id] = Outcome(flags=(LESSON_UNKNOWN,))
        else:
            read[said.module_id].append(event)
    _note(actor, read)
    return outcomes


def _modules_here(actor: Actor, ids: set[str]) -> set[str]:
    return set(
        db.session.scalars(
            select(Module.id).where(Module.organisation_id == actor.organisation_id, Module.id.in_(ids))
        )
    )


def _note(actor: Actor, read: dict[str, list[Received]]) -> None:
    if not read:
        return
    ensure(actor.organisation_id, [(actor.person_id, module_id) for module_id in read])
    found = db.session.scalars(
        select(Duty)
        .where(
            Duty.organisation_id == actor.organisation_id,
            Duty.person_id == actor.person_id,
            Duty.module_id.in_(list(read)),
        )
        .order_by(Duty.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    for duty in found:
        events = read[duty.module_id]
        began = min(event.occurred_at for event in events)
        duty.begun_at = min(duty.begun_at, began) if duty.begun_at else began
        duty.progress = progressed(duty.progress, [event.payload for event in events])
    db.session.flush()


def progressed(progress: dict[str, Any], read: Sequence[Any]) -> dict[str, Any]:
    """Lessons once each, seconds added up."""
    keys = list(dict.fromkeys([*progress.get("read", ()), *(one.lesson for one in read)]))
    seconds = dict(progress.get("seconds", {}))
    for one in read:
        seconds[one.lesson] = round(seconds.get(one.lesson, 0) + one.seconds)
    return progress | {"read": keys, "seconds": seconds}
