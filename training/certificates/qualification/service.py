from datetime import date
from typing import Any

from sqlalchemy import select

from guard_api.clock import now
from guard_api.database import db, get_owned, new_id
from guard_api.errors import Problem
from guard_api.identity.actor import Actor
from guard_api.records import note_change
from guard_api.tenants.models import Site
from people.employment.reach import person_in_reach
from people.ladder import queries as ladder
from training.certificates.models import QualificationException, QualificationRule
from training.certificates.qualification import queries
from training.certificates.qualification.rules import ALLOW, GRADE, SITE

LONGEST_DAYS = 92
SAME = ("scope", "value", "certificate_type_id", "module_id", "effect")


def set_rules(actor: Actor, *, items: list[dict[str, Any]]) -> None:
    """The rules that are to hold from now on. One that asks the same keeps its id and its exceptions."""
    _check(actor, items)
    before = {_place(_facts(rule)): rule for rule in queries.rules_of(actor.organisation_id)}
    for position, facts in enumerate(items):
        rule = before.pop(_place(facts), None) or _new(actor, facts)
        rule.effect, rule.position = facts["effect"], position
    for rule in before.values():
        rule.ended_at = now()
    db.session.flush()
    note_change(actor, "qualification_rules.set", "organisation", actor.organisation_id, rules=len(items))


def _facts(rule: QualificationRule) -> dict[str, Any]:
    return {name: getattr(rule, name) for name in SAME}


def _place(facts: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(facts[name] for name in SAME if name != "effect")


def _new(actor: Actor, facts: dict[str, Any]) -> QualificationRule:
    rule = QualificationRule(organisation_id=actor.organisation_id, id=new_id(), **facts)
    db.session.add(rule)
    return rule


def _check(actor: Actor, items: list[dict[str, Any]]) -> None:
    if len({_place(facts) for facts in items}) < len(items):
        raise Problem("qualification.rule_repeated", 422)
    asked = {facts["certificate_type_id"] or facts["module_id"] for facts in items}
    known = queries.names_of(actor.organisation_id, asked).keys()
    places = {facts["value"] for facts in items if facts["scope"] in (SITE, GRADE)}
    if asked - known or places - _places(actor.organisation_id):
        raise Problem("qualification.rule_unknown", 422)


def _places(organisation_id: str) -> set[str]:
    sites = set(db.session.scalars(select(Site.id).where(Site.organisation_id == organisation_id)))
    return sites | {grade.id for grade in ladder.grades(organisation_id)}


def approve(
    actor: Actor, *, person_id: str, rule_id: str, from_on: date, until_on: date, reason: str
) -> QualificationException:
    """Let somebody off one rule for a time, where the rule allows it; never oneself."""
    person_in_reach(actor, person_id)
    rule = get_owned(QualificationRule, actor.organisation_id, rule_id)
    if rule.effect != ALLOW or rule.ended_at is not None:
        raise Problem("qualification.no_exceptions", 409)
    if person_id == actor.person_id:
        raise Problem("qualification.for_oneself", 409)
    if (until_on - from_on).days >= LONGEST_DAYS:
        raise Problem("qualification.too_long", 422, paths=["/until_on"], days=LONGEST_DAYS)
    exception = QualificationException(
        organisation_id=actor.organisation_id,
        id=new_id(),
        person_id=person_id,
        rule_id=rule_id,
        from_on=from_on,
        until_on=until_on,
        reason=reason,
        approved_by=actor.person_id,
    )
    db.session.add(exception)
    db.session.flush()
    note_change(
        actor,
        "qualification_exception.approved",
        "person",
        person_id,
        rule_id=rule_id,
        until_on=until_on.isoformat(),
        reason=reason,
    )
    return exception


def end(actor: Actor, *, exception_id: str) -> None:
    """From now on it no longer counts; that it was given stays known."""
    exception = get_owned(QualificationException, actor.organisation_id, exception_id)
    person_in_reach(actor, exception.person_id)
    if exception.ended_at is not None:
        raise Problem("qualification.is_over", 409)
    exception.ended_at, exception.ended_by = now(), actor.person_id
    note_change(actor, "qualification_exception.ended", "person", exception.person_id)
