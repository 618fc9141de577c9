from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from guard_api.database import db
from guard_api.fields import UUID_TEXT, page_of
from guard_api.identity.actor import ADMINISTRATOR, CLIENT, HR, ROLES, SUPERVISOR, Actor
from guard_api.identity.models import Grant, Person
from guard_api.tenants.models import Site
from people.dates import today_of
from people.ladder.queries import grades
from training.certificates.kinds.queries import names as certificate_names
from training.duties import rules
from training.duties.models import Duty, Requirement
from training.modules.access import module_of
from training.modules.models import Module
from training.modules.queries import names_of_people, versions_by_id

OWN = (
    "id",
    "person_id",
    "module_id",
    "required",
    "due_on",
    "passed_at",
    "valid_until_on",
    "failed_at",
    "attempts",
    "best_percent",
    "reminded_at",
)


def state_in_sql(today: date) -> ColumnElement[str]:
    """The same word as `rules.state_of`, for conditions and counts."""
    passed = Duty.passed_at.is_not(None)
    return case(
        (passed & (Duty.valid_until_on.is_(None) | (Duty.valid_until_on >= today)), rules.CURRENT),
        (Duty.required.is_(False), rules.NOT_REQUIRED),
        (
            Duty.failed_at.is_not(None) & (Duty.passed_at.is_(None) | (Duty.failed_at > Duty.passed_at)),
            rules.FAILED,
        ),
        (passed, rules.EXPIRED),
        (Duty.due_on < today, rules.OVERDUE),
        else_=rules.DUE,
    )


def state_of(duty: Any, today: date) -> str:
    return rules.state_of(
        required=duty.required,
        due_on=duty.due_on,
        passed_at=duty.passed_at,
        valid_until_on=duty.valid_until_on,
        failed_at=duty.failed_at,
        today=today,
    )


# --- the desk -------------------------------------------------------------------------------------


def duties(actor: Actor, *, limit: int, cursor: str | None = None, **filters: Any) -> dict[str, Any]:
    """One page of how people whom the actor looks after stand, by name."""
    today = today_of(actor.organisation_id)
    page = page_of(_chosen(actor, today, **filters), Person.name, Duty.id, limit=limit, cursor=cursor)
    return page | {"items": _shown_all(actor.organisation_id, page["items"], today)}


def all_duties(actor: Actor, **filters: Any) -> list[dict[str, Any]]:
    """All of them, for a file."""
    today = today_of(actor.organisation_id)
    rows = db.session.execute(_chosen(actor, today, **filters).order_by(Person.name, Duty.id)).all()
    return _shown_all(actor.organisation_id, rows, today)


def _chosen(actor: Actor, today: date, **filters: Any) -> Select:
    columns = [getattr(Duty, name) for name in (*OWN, "assigned_at", "progress")]
    statement = (
        select(*columns, Person.name, Module.code, Module.title, Module.version_id)
        .join(Person, and_(Person.organisation_id == Duty.organisation_id, Person.id == Duty.person_id))
        .join(Module, and_(Module.organisation_id == Duty.organisation_id, Module.id == Duty.module_id))
        .where(Duty.organisation_id == actor.organisation_id, Module.archived_at.is_(None), Person.active)
    )
    if not actor.has(HR, ADMINISTRATOR):
        statement = statement.where(_works_at(actor.scope(SUPERVISOR).site_ids))
    return _filtered(statement, today, **filters)


def _works_at(site_ids: Collection[str]) -> ColumnElement[bool]:
    return (
        select(Grant.id)
        .where(
            Grant.organisation_id == Duty.organisation_id,
            Grant.person_id == Duty.person_id,
            Grant.role != CLIENT,
            Grant.site_id.in_(list(site_ids)),
        )
        .exists()
    )


def _filtered(
    statement: Select,
    today: date,
    *,
    module_id: str | None = None,
    person_id: str | None = None,
    site_id: str | None = None,
    state: str | None = None,
    q: str | None = None,
) -> Select:
    if module_id:
        statement = statement.where(Duty.module_id == module_id)
    if person_id:
        statement = statement.where(Duty.person_id == person_id)
    if site_id:
        statement = statement.where(_works_at([site_id]))
    if state:
        statement = statement.where(state_in_sql(today) == state)
    return statement.where(Person.name.icontains(q, autoescape=True)) if q else statement


def _shown_all(organisation_id: str, rows: Sequence[Any], today: date) -> list[dict[str, Any]]:
    versions = versions_by_id(organisation_id, {row.version_id for row in rows} - {None})
    lessons = {id_: [one["key"] for one in each.content["lessons"]] for id_, each in versions.items()}
    return [_shown(row, lessons.get(row.version_id, []), today) for row in rows]


def _shown(row: Any, lessons: list[str], today: date) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in OWN},
        "person_name": row.name,
        "module_code": row.code,
        "title": row.title,
        "state": state_of(row, today),
        "assigned": row.assigned_at is not None,
        "lessons_read": len(set(row.progress.get("read", ())) & set(lessons)),
        "lessons": len(lessons),
    }


def counts_by_module(actor: Actor, module_ids: Collection[str]) -> dict[str, Counter]:
    """How many stand how, of those of whom each module is required and whom the actor looks after."""
    state = state_in_sql(today_of(actor.organisation_id)).label("state")
    statement = (
        select(Duty.module_id, state, func.count())
        .join(Person, and_(Person.organisation_id == Duty.organisation_id, Person.id == Duty.person_id))
        .where(
            Duty.organisation_id == actor.organisation_id,
            Duty.module_id.in_(list(module_ids)),
            Duty.required,
            Person.active,
        )
        .group_by(Duty.module_id, state)
    )
    if not actor.has(HR, ADMINISTRATOR):
        statement = statement.where(_works_at(actor.scope(SUPERVISOR).site_ids))
    counts: dict[str, Counter] = {id_: Counter() for id_ in module_ids}
    for module_id, name, number in db.session.execute(statement):
        counts[module_id][name] = number
    return counts


def requirements(actor: Actor, module_id: str) -> list[dict[str, Any]]:
    """What asks for a module, the oldest first."""
    module_of(actor, module_id)
    found = db.session.scalars(
        select(Requirement)
        .where(
            Requirement.organisation_id == actor.organisation_id,
            Requirement.module_id == module_id,
            Requirement.ended_at.is_(None),
        )
        .order_by(Requirement.created_at, Requirement.id)
    ).all()
    asked = _people_asked(actor.organisation_id, module_id)
    names = _names_of(actor, found)
    return [shown_requirement(one, names, asked) for one in found]


def shown_requirement(
    one: Requirement, names: dict[tuple[str, str | None], str], asked: Counter
) -> dict[str, Any]:
    own = ("id", "module_id", "kind", "value", "due_days", "from_on", "created_at")
    return {name: getattr(one, name) for name in own} | {
        "name": names.get((one.kind, one.value)),
        "people": asked[one.id],
    }


def _people_asked(organisation_id: str, module_id: str) -> Counter:
    grounds = db.session.scalars(
        select(Duty.grounds).where(Duty.organisation_id == organisation_id, Duty.module_id == module_id)
    )
    return Counter(id_ for one in grounds for id_ in one)


def _names_of(actor: Actor, found: Iterable[Requirement]) -> dict[tuple[str, str | None], str]:
    values: dict[str, set[str]] = defaultdict(set)
    for one in found:
        if one.value:
            values[one.kind].add(one.value)
    known = {
        kind: _names(actor.organisation_id, kind, of_kind, actor.language) for kind, of_kind in values.items()
    }
    return {(kind, value): name for kind, names in known.items() for value, name in names.items()}


def _names(organisation_id: str, kind: str, values: set[str], language: str) -> dict[str, str]:
    chinese = language == "zh-CN"
    if kind == rules.SITE:
        rows = db.session.execute(
            select(Site.id, Site.name).where(Site.organisation_id == organisation_id, Site.id.in_(values))
        )
        return dict(tuple(row) for row in rows)
    if kind == rules.GRADE:
        return {one.id: one.name_zh if chinese else one.name_en for one in grades(organisation_id)}
    if kind == rules.CERTIFICATE:
        named = certificate_names(organisation_id, values)
        return {id_: zh if chinese else en for id_, (zh, en) in named.items()}
    if kind == rules.PERSON:
        return names_of_people(organisation_id, values)
    return {value: value for value in values}


def is_known_value(organisation_id: str, kind: str, value: str | None) -> bool:
    """Whether there is such a thing to require a module of."""
    if kind == rules.ROLE:
        return value in ROLES
    if not value or kind == rules.POST:
        return bool(value)
    if not UUID_TEXT.fullmatch(value):
        return False
    return value in _names(organisation_id, kind, {value}, "en")


def person_ids_in_state(
    organisation_id: str,
    module_id: str,
    person_ids: Collection[str],
    states: Collection[str],
    today: date,
) -> dict[date | None, list[str]]:
    """Those of the people who stand so, by their due date."""
    rows = db.session.execute(
        select(Duty.due_on, Duty.person_id).where(
            Duty.organisation_id == organisation_id,
            Duty.module_id == module_id,
            Duty.required,
            state_in_sql(today).in_(states),
        )
    )
    chosen = set(person_ids)
    found: dict[date | None, list[str]] = defaultdict(list)
    for due_on, person_id in rows:
        if person_id in chosen:
            found[due_on].append(person_id)
    return found


# --- for the floors above -------------------------------------------------------------------------


def of_person(organisation_id: str, person_id: str) -> list[Duty]:
    """All duties of a person with modules in use."""
    return list(
        db.session.scalars(
            select(Duty)
            .join(Module, and_(Module.organisation_id == Duty.organisation_id, Module.id == Duty.module_id))
            .where(
                Duty.organisation_id == organisation_id,
                Duty.person_id == person_id,
                Module.archived_at.is_(None),
                Module.version_id.is_not(None),
                or_(Duty.required, Duty.begun_at.is_not(None), Duty.passed_at.is_not(None)),
            )
            .order_by(Module.code)
        )
    )


def passed_modules(organisation_id: str, person_ids: Collection[str], on: date) -> dict[str, set[str]]:
    """Person → the modules whose passing holds on that day."""
    passed: dict[str, set[str]] = defaultdict(set)
    for person_id, module_id in _passed(organisation_id, person_ids, on):
        passed[person_id].add(module_id)
    return passed


def modules_held(
    organisation_id: str, person_ids: Collection[str], module_ids: Collection[str], on: date
) -> set[tuple[str, str]]:
    """(person, module) of those of the modules whose passing holds on that day."""
    asked = set(module_ids)
    return {
        (person, module) for person, module in _passed(organisation_id, person_ids, on) if module in asked
    }


def _passed(organisation_id: str, person_ids: Collection[str], on: date) -> Iterable[tuple[str, str]]:
    return db.session.execute(
        select(Duty.person_id, Duty.module_id).where(
            Duty.organisation_id == organisation_id,
            Duty.person_id.in_(list(person_ids)),
            Duty.passed_at.is_not(None),
            Duty.valid_until_on.is_(None) | (Duty.valid_until_on >= on),
        )
    ).all()
