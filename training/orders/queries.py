"""Post orders as the desk sees them: what is asked of whom, who has read it, and who answered what."""

from collections import Counter
from typing import Any

from sqlalchemy import Select, and_, exists, or_, select

from guard_api.database import db
from guard_api.errors import NotFound
from guard_api.fields import page_of
from guard_api.identity.actor import Actor
from guard_api.identity.people.queries import site_names
from training.attempts.results import last_answers
from training.duties import queries as duties
from training.duties import rules as standing
from training.duties.models import Requirement
from training.duties.rules import POST, SITE
from training.modules.access import DESK, module_of
from training.modules.models import Module, ModuleVersion
from training.modules.queries import names_of_people, versions_by_id
from training.modules.questions import queries as bank

ORDER = "order"
COUNTED = {
    "due": (standing.DUE, standing.EXPIRED),
    "overdue": (standing.OVERDUE,),
    "failed": (standing.FAILED,),
}


def orders(
    actor: Actor,
    *,
    limit: int,
    cursor: str | None = None,
    archived: bool = False,
    site_id: str | None = None,
    q: str | None = None,
) -> dict[str, Any]:
    """One page of the orders that the actor may see, the newest first."""
    statement = _visible(actor, archived)
    if site_id:
        actor.reach(site_id, *DESK)
        statement = statement.where(_asked_of(Requirement.kind == SITE, Requirement.value == site_id))
    if q:
        titles = (Module.title[language].as_string() for language in ("zh", "en"))
        statement = statement.where(or_(*(title.icontains(q, autoescape=True) for title in titles)))
    page = page_of(statement, Module.created_at, Module.id, limit=limit, cursor=cursor, descending=True)
    return page | {"items": _shown_all(actor, page["items"])}


def order(actor: Actor, module_id: str) -> dict[str, Any]:
    """One order with its text and its questions, and their answers: who sees it here may rewrite it, too."""
    found = order_of(actor, module_id)
    [version] = versions_by_id(actor.organisation_id, [found.version_id]).values()
    asked = bank.in_use(actor.organisation_id, [found.id]).get(found.id, [])
    return _shown_all(actor, [found])[0] | {
        "body": version.content["lessons"][0]["body"],
        "questions": [bank.shown(one) for one in asked],
    }


def order_of(actor: Actor, module_id: str) -> Module:
    """404 unless it is an order of a site that the actor looks after, or of a post, which is anywhere."""
    found = module_of(actor, module_id)
    seen = found.origin == ORDER and found.version_id is not None
    if not seen or not any(_sees(actor, one) for one in requirements_of(actor.organisation_id, [found.id])):
        raise NotFound()
    return found


def people(
    actor: Actor,
    module_id: str,
    *,
    limit: int,
    cursor: str | None = None,
    state: str | None = None,
    q: str | None = None,
) -> dict[str, Any]:
    """One page of those of whom it is or was asked, by name, with what they answered last."""
    order_of(actor, module_id)
    page = duties.duties(actor, limit=limit, cursor=cursor, module_id=module_id, state=state, q=q)
    person_ids = [row["person_id"] for row in page["items"]]
    answered = last_answers(actor.organisation_id, module_id, person_ids)
    return page | {"items": [_person(row, answered.get(row["person_id"])) for row in page["items"]]}


def requirements_of(organisation_id: str, module_ids: list[str]) -> list[Requirement]:
    """What asks for the orders now."""
    return list(
        db.session.scalars(
            select(Requirement)
            .where(
                Requirement.organisation_id == organisation_id,
                Requirement.module_id.in_(module_ids),
                Requirement.ended_at.is_(None),
            )
            .order_by(Requirement.created_at, Requirement.id)
        )
    )


def may_change(actor: Actor, asked: list[Requirement]) -> bool:
    """The desk of the site; a post, which is anywhere, is HR's and the administrators'."""
    scope = actor.scope(*DESK)
    return all(scope.every or (one.kind == SITE and one.value in scope) for one in asked)


def _visible(actor: Actor, archived: bool) -> Select:
    statement = select(Module).where(
        Module.organisation_id == actor.organisation_id,
        Module.origin == ORDER,
        Module.version_id.is_not(None),
        Module.archived_at.is_not(None) if archived else Module.archived_at.is_(None),
    )
    scope = actor.scope(*DESK)
    if scope.every:
        return statement
    here = and_(Requirement.kind == SITE, Requirement.value.in_(list(scope.site_ids)))
    return statement.where(_asked_of(or_(Requirement.kind == POST, here)))


def _asked_of(*conditions: Any) -> Any:
    return (
        exists()
        .where(
            Requirement.organisation_id == Module.organisation_id,
            Requirement.module_id == Module.id,
            Requirement.ended_at.is_(None),
            *conditions,
        )
        .correlate(Module)
    )


def _sees(actor: Actor, asked: Requirement) -> bool:
    scope = actor.scope(*DESK)
    return scope.every or asked.kind == POST or (asked.kind == SITE and asked.value in scope)


def _shown_all(actor: Actor, found: list[Module]) -> list[dict[str, Any]]:
    organisation_id, ids = actor.organisation_id, [one.id for one in found]
    versions = versions_by_id(organisation_id, [one.version_id for one in found])
    names = names_of_people(organisation_id, [one.published_by for one in versions.values()])
    counts = duties.counts_by_module(actor, ids)
    asked: dict[str, list[Requirement]] = {}
    for one in requirements_of(organisation_id, ids):
        asked.setdefault(one.module_id, []).append(one)
    sites = site_names(organisation_id)
    return [
        _shown(one, versions[one.version_id], names, sites, asked.get(one.id, []), counts[one.id])
        | {"may_change": may_change(actor, asked.get(one.id, []))}
        for one in found
    ]


def _shown(
    order: Module,
    version: ModuleVersion,
    names: dict[str, str],
    sites: dict[str, str],
    asked: list[Requirement],
    counts: Counter,
) -> dict[str, Any]:
    first = asked[0] if asked else None
    at_site = first is not None and first.kind == SITE
    return {
        "id": order.id,
        "title": order.title,
        "site": {"id": first.value, "name": sites.get(first.value, "")} if at_site else None,
        "post": first.value if first is not None and first.kind == POST else None,
        "due_days": first and first.due_days,
        "version": version.number,
        "published_at": version.published_at,
        "published_by": names.get(version.published_by),
        "counts": {
            "asked": sum(counts.values()),
            "understood": counts[standing.CURRENT],
            **{name: sum(counts[state] for state in states) for name, states in COUNTED.items()},
        },
        "archived_at": order.archived_at,
    }


def _person(row: dict[str, Any], answered: dict[str, Any] | None) -> dict[str, Any]:
    same = ("id", "person_id", "person_name", "state", "due_on", "reminded_at")
    nothing = {"attempts": 0, "answered_at": None, "answered_version": None, "answers": []}
    return {name: row[name] for name in same} | {
        "read": row["lessons_read"] > 0,
        "understood_at": row["passed_at"] if row["state"] == standing.CURRENT else None,
        **(answered or nothing),
    }
