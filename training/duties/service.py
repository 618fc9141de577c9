"""Asking people to learn: by rules that follow the workforce, by naming them, and by reminding them."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import select, update

from guard_api.clock import now
from guard_api.database import db, get_owned, new_id
from guard_api.errors import NotFound, Problem
from guard_api.identity.actor import ADMINISTRATOR, HR, SUPERVISOR, Actor
from guard_api.live.service import announce
from guard_api.notices.service import tell
from guard_api.records import note_change
from people.dates import today_of
from training.duties import rules
from training.duties.materialise import ensure, resolve
from training.duties.models import Duty, Requirement
from training.duties.queries import is_known_value, person_ids_in_state
from training.duties.rules import Worker
from training.duties.workers import in_reach
from training.modules.access import module_of
from training.modules.models import Module

UNSETTLED = (rules.DUE, rules.OVERDUE, rules.FAILED, rules.EXPIRED)


def add_requirement(
    actor: Actor,
    *,
    module_id: str,
    kind: str,
    value: str | None = None,
    due_days: int = 14,
    from_on: date | None = None,
) -> Requirement:
    """From now on everybody whom it covers must know the module, who comes later too."""
    usable(actor, module_id)
    value = None if kind == rules.EVERYONE else value
    if kind != rules.EVERYONE and not is_known_value(actor.organisation_id, kind, value):
        raise Problem("training.requirement_value", 422, paths=["/value"])
    _refuse_twice(actor, module_id, kind, value)
    requirement = Requirement(
        organisation_id=actor.organisation_id,
        id=new_id(),
        module_id=module_id,
        kind=kind,
        value=value,
        due_days=due_days,
        from_on=from_on or today_of(actor.organisation_id),
        created_by=actor.person_id,
    )
    db.session.add(requirement)
    db.session.flush()
    resolve(actor.organisation_id, module_ids=[module_id])
    note_change(actor, "requirement.added", "module", module_id, kind=kind, value=value, due_days=due_days)
    _announce(actor, module_id)
    return requirement


def usable(actor: Actor, module_id: str) -> Module:
    module = module_of(actor, module_id)
    if module.version_id is None or module.archived_at is not None:
        raise Problem("training.not_published", 409)
    return module


def _refuse_twice(actor: Actor, module_id: str, kind: str, value: str | None) -> None:
    same = select(Requirement.id).where(
        Requirement.organisation_id == actor.organisation_id,
        Requirement.module_id == module_id,
        Requirement.kind == kind,
        Requirement.value.is_(None) if value is None else Requirement.value == value,
        Requirement.ended_at.is_(None),
    )
    if db.session.scalar(same):
        raise Problem("training.requirement_twice", 409)


def end_requirement(actor: Actor, *, requirement_id: str) -> None:
    """It asks nobody any more. What was achieved stays."""
    requirement = get_owned(Requirement, actor.organisation_id, requirement_id)
    if requirement.ended_at is not None:
        raise NotFound()
    requirement.ended_at = now()
    db.session.flush()
    resolve(actor.organisation_id, module_ids=[requirement.module_id])
    note_change(actor, "requirement.ended", "module", requirement.module_id, kind=requirement.kind)
    _announce(actor, requirement.module_id)


def assign(
    actor: Actor,
    *,
    module_id: str,
    due_on: date,
    person_ids: Collection[str] | None = None,
    filter: dict[str, Any] | None = None,
) -> int:
    """Ask these people to learn it by that day; who has failed too often may try again. How many."""
    module = usable(actor, module_id)
    today = today_of(actor.organisation_id)
    if due_on < today:
        raise Problem("training.due_in_the_past", 422, paths=["/due_on"])
    reached = reach_of(actor, today)
    chosen = _named(reached, person_ids) if person_ids else _fitting(reached, filter or {})
    if not chosen:
        raise Problem("training.nobody", 422)
    ensure(actor.organisation_id, [(person_id, module_id) for person_id in chosen])
    _update(
        actor.organisation_id,
        module_id,
        chosen,
        required=True,
        assigned_at=now(),
        assigned_by=actor.person_id,
        assigned_due_on=due_on,
        attempts=0,
        attempts_from_at=now(),
    )
    resolve(actor.organisation_id, module_ids=[module_id], among=reached, person_ids=chosen)
    _tell(actor.organisation_id, "training.assigned", module, chosen, due_on, dedupe=due_on.isoformat())
    note_change(actor, "module.assigned", "module", module_id, people=len(chosen), due_on=due_on.isoformat())
    _announce(actor, module_id)
    return len(chosen)


def reach_of(actor: Actor, today: date) -> dict[str, Worker]:
    """Whom the actor looks after, by person."""
    every = actor.has(HR, ADMINISTRATOR)
    return in_reach(actor.organisation_id, None if every else actor.scope(SUPERVISOR).site_ids, today)


def _named(reached: dict[str, Worker], person_ids: Collection[str]) -> list[str]:
    if not set(person_ids) <= reached.keys():
        raise NotFound()
    return list(dict.fromkeys(person_ids))


def _fitting(reached: dict[str, Worker], wanted: dict[str, Any]) -> list[str]:
    return [id_ for id_, worker in reached.items() if _fits(worker, wanted)]


def _fits(worker: Worker, wanted: dict[str, Any]) -> bool:
    has = {
        "site_id": worker.site_ids,
        "role": worker.roles,
        "grade_id": {worker.grade_id},
        "post": worker.posts,
    }
    return all(value in has[name] for name, value in wanted.items())


def _update(organisation_id: str, module_id: str, person_ids: Collection[str], **values: Any) -> None:
    db.session.execute(
        update(Duty)
        .where(
            Duty.organisation_id == organisation_id,
            Duty.module_id == module_id,
            Duty.person_id.in_(list(person_ids)),
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def release(actor: Actor, *, module_id: str, person_ids: Collection[str]) -> int:
    """Take an assignment back. Rules that ask for the module go on asking."""
    module_of(actor, module_id)
    reached = reach_of(actor, today_of(actor.organisation_id))
    chosen = _named(reached, person_ids)
    nothing = {"assigned_at": None, "assigned_by": None, "assigned_due_on": None}
    _update(actor.organisation_id, module_id, chosen, **nothing)
    resolve(actor.organisation_id, module_ids=[module_id], among=reached, person_ids=chosen)
    note_change(actor, "module.released", "module", module_id, people=len(chosen))
    _announce(actor, module_id)
    return len(chosen)


def remind(actor: Actor, *, module_id: str, person_ids: Collection[str] | None = None) -> int:
    """Tell those who have not passed, once a day at most. How many were told."""
    module = usable(actor, module_id)
    today = today_of(actor.organisation_id)
    reached = reach_of(actor, today)
    chosen = list(reached) if person_ids is None else _named(reached, person_ids)
    waiting = person_ids_in_state(actor.organisation_id, module_id, chosen, UNSETTLED, today)
    told: set[str] = set()
    for due_on, ids in waiting.items():
        told |= remind_of(actor.organisation_id, module, ids, due_on, today, about=today.isoformat())
    note_change(actor, "module.reminded", "module", module_id, people=len(told))
    return len(told)


def remind_of(
    organisation_id: str,
    module: Module,
    person_ids: Collection[str],
    due_on: date | None,
    today: date,
    *,
    about: str,
) -> set[str]:
    """Those to whom it was news. `about` keeps the same thing from being told twice."""
    late = due_on is not None and due_on < today
    kind = "training.overdue" if late else "training.reminder"
    told = _tell(organisation_id, kind, module, person_ids, due_on or today, dedupe=about)
    if told:
        _update(organisation_id, module.id, told, reminded_at=now())
    return told


def _tell(
    organisation_id: str, kind: str, module: Module, person_ids: Iterable[str], due_on: date, *, dedupe: str
) -> set[str]:
    return tell(
        organisation_id=organisation_id,
        person_ids=person_ids,
        kind=kind,
        params={"module": module.title, "due_on": due_on.isoformat()},
        link=f"/learn/modules/{module.id}",
        dedupe=f"{kind}:{module.id}:{dedupe}",
    )


def _announce(actor: Actor, module_id: str) -> None:
    announce(organisation_id=actor.organisation_id, changes=[("module", module_id, None)])
