"""Requirements become duties: one for each person and module, there before anybody learns.

Asked again it changes nothing. Who is not asked any more keeps the duty, for what was achieved.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from sqlalchemy import select

from guard_api.bulk import Bulk
from guard_api.clock import now
from guard_api.database import db, new_id, stamp
from people.dates import today_of
from training.duties import rules
from training.duties.models import Duty, Requirement
from training.duties.rules import Asked, Wanted, Worker
from training.duties.workers import workers
from training.modules.queries import modules_in_use

ADD = Bulk(
    {
        "id": "uuid",
        "person_id": "uuid",
        "module_id": "uuid",
        "required": "boolean",
        "requirement_id": "uuid",
        "grounds": "jsonb",
        "due_on": "date",
    },
    "INSERT INTO duties (organisation_id, id, person_id, module_id, required, requirement_id, grounds, "
    "due_on, progress, attempts, created_at) "
    "SELECT CAST(:organisation_id AS uuid), id, person_id, module_id, required, requirement_id, grounds, "
    "due_on, CAST(:nothing AS jsonb), 0, CAST(:at AS timestamptz) FROM input WHERE true "
    "ON CONFLICT DO NOTHING",
)
CHANGE = Bulk(
    {
        "duty_id": "uuid",
        "now_required": "boolean",
        "by_requirement": "uuid",
        "by_grounds": "jsonb",
        "by_on": "date",
    },
    "UPDATE duties SET required = now_required, requirement_id = by_requirement, grounds = by_grounds, "
    "due_on = by_on FROM input WHERE organisation_id = CAST(:organisation_id AS uuid) AND id = duty_id",
)
KNOWN = (
    "id",
    "person_id",
    "module_id",
    "required",
    "requirement_id",
    "grounds",
    "assigned_at",
    "assigned_due_on",
    "due_on",
)
Key = tuple[str, str]


@dataclass(frozen=True)
class _Scope:
    """Whose duties, for which modules: all where nothing is named."""

    organisation_id: str
    person_ids: Collection[str] | None = None
    module_ids: Collection[str] | None = None


@dataclass(frozen=True)
class Difference:
    """Rows to add and to change, so that duties are what requirements ask today."""

    added: list[tuple]
    changed: list[tuple]

    def __len__(self) -> int:
        return len(self.added) + len(self.changed)


def resolve(
    organisation_id: str,
    *,
    module_ids: Collection[str] | None = None,
    among: Mapping[str, Worker] | None = None,
    person_ids: Collection[str] | None = None,
) -> int:
    """Make the duties what the requirements ask today; how many were added or changed."""
    found = difference(organisation_id, module_ids=module_ids, among=among, person_ids=person_ids)
    _add(organisation_id, found.added)
    CHANGE.run(db.session(), found.changed, organisation_id=organisation_id)
    db.session.expire_all()
    return len(found)


def difference(
    organisation_id: str,
    *,
    module_ids: Collection[str] | None = None,
    among: Mapping[str, Worker] | None = None,
    person_ids: Collection[str] | None = None,
) -> Difference:
    """What resolving would write; for all people and modules where none are named."""
    today = today_of(organisation_id)
    among = workers(organisation_id, today) if among is None else among
    asked = rules.in_force(requirements_in_force(organisation_id, module_ids), today)
    applying = _applying(asked, among, person_ids)
    known = _known(_Scope(organisation_id, person_ids, module_ids))
    added, changed = [], []
    for key in applying.keys() | known.keys():
        before = known.get(key)
        wanted = _wanted(applying.get(key, ()), before, today)
        if before is None:
            added.append(_added(key, wanted))
        elif _differs(before, wanted):
            changed.append(_changed(before, wanted))
    return Difference(added, changed)


def requirements_in_force(organisation_id: str, module_ids: Collection[str] | None = None) -> list[Asked]:
    """Those not ended, of modules in use."""
    usable = set(modules_in_use(organisation_id))
    wanted = usable if module_ids is None else usable & set(module_ids)
    found = db.session.scalars(
        select(Requirement).where(
            Requirement.organisation_id == organisation_id,
            Requirement.ended_at.is_(None),
            Requirement.module_id.in_(wanted),
        )
    )
    return [Asked(one.id, one.module_id, one.kind, one.value, one.due_days, one.from_on) for one in found]


def _applying(
    asked: list[Asked], among: Mapping[str, Worker], person_ids: Collection[str] | None
) -> dict[Key, list[Asked]]:
    chosen = among.values() if person_ids is None else [among[id_] for id_ in person_ids if id_ in among]
    applying: dict[Key, list[Asked]] = defaultdict(list)
    for worker in chosen:
        for one in asked:
            if rules.covers(one, worker):
                applying[worker.person_id, one.module_id].append(one)
    return applying


def _known(scope: _Scope) -> dict[Key, Any]:
    statement = select(*(getattr(Duty, name) for name in KNOWN)).where(
        Duty.organisation_id == scope.organisation_id
    )
    if scope.person_ids is not None:
        statement = statement.where(Duty.person_id.in_(list(scope.person_ids)))
    if scope.module_ids is not None:
        statement = statement.where(Duty.module_id.in_(list(scope.module_ids)))
    return {(row.person_id, row.module_id): row for row in db.session.execute(statement)}


def _wanted(applying: Sequence[Asked], before: Any, today: date) -> Wanted:
    return rules.wanted_of(
        applying,
        before=before.grounds if before else {},
        assigned_due_on=before.assigned_due_on if before else None,
        today=today,
    )


def ensure(organisation_id: str, keys: Iterable[Key]) -> None:
    """A duty for each of these (person, module), that asks nothing yet."""
    _add(organisation_id, [(new_id(), *key, False, None, "{}", None) for key in keys])


def _add(organisation_id: str, rows: list[tuple]) -> None:
    ADD.run(db.session(), rows, organisation_id=organisation_id, nothing="{}", at=stamp(now()))


def _added(key: Key, wanted: Wanted) -> tuple:
    grounds = orjson.dumps(wanted.grounds).decode()
    return (new_id(), *key, True, wanted.requirement_id, grounds, wanted.due_on)


def _changed(before: Any, wanted: Wanted) -> tuple:
    grounds = orjson.dumps(wanted.grounds).decode()
    return (before.id, _is_required(before, wanted), wanted.requirement_id, grounds, wanted.due_on)


def _is_required(before: Any, wanted: Wanted) -> bool:
    return bool(wanted.grounds) or before.assigned_at is not None


def _differs(before: Any, wanted: Wanted) -> bool:
    kept = (before.required, before.requirement_id, dict(before.grounds), before.due_on)
    return kept != (
        _is_required(before, wanted),
        wanted.requirement_id,
        dict(wanted.grounds),
        wanted.due_on,
    )
