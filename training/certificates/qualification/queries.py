from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import and_, select

from guard_api.database import db
from guard_api.errors import sentence
from guard_api.fields import page_of
from guard_api.identity.actor import SUPERVISOR, Actor
from guard_api.identity.models import Person as Human
from people.employment import queries as employments
from people.employment.reach import person_in_reach
from people.roles import OFFICE
from training.certificates import passes
from training.certificates.kinds import queries as kinds
from training.certificates.models import QualificationException, QualificationRule
from training.certificates.qualification import rules
from training.certificates.queries import in_reach, of_people
from training.days import today
from training.modules import queries as modules
from training.words import in_language


def rules_of(organisation_id: str) -> list[QualificationRule]:
    """Those in force, in their order."""
    return list(
        db.session.scalars(
            select(QualificationRule)
            .where(QualificationRule.organisation_id == organisation_id, QualificationRule.ended_at.is_(None))
            .order_by(QualificationRule.position, QualificationRule.id)
        )
    )


def answers(
    organisation_id: str,
    person_ids: Iterable[str],
    *,
    on: date,
    site_id: str | None = None,
    post: str | None = None,
) -> dict[str, rules.Answer]:
    """For each person whether they may stand there that day. As many queries for one as for a thousand."""
    person_ids = list(dict.fromkeys(person_ids))
    asked = [_plain(rule) for rule in rules_of(organisation_id)]
    grades = _grades(organisation_id, person_ids, asked, on)
    have = _have(organisation_id, person_ids, asked, on)
    return {
        id_: rules.judge(asked, have[id_], rules.Where(site_id, post, grades.get(id_)), on)
        for id_ in person_ids
    }


def _plain(rule: QualificationRule) -> rules.Rule:
    module = rule.module_id is not None
    asked = rule.module_id if module else rule.certificate_type_id
    return rules.Rule(rule.id, rule.scope, rule.value, asked, rule.effect, module)


def _grades(
    organisation_id: str, person_ids: list[str], asked: list[rules.Rule], on: date
) -> dict[str, str | None]:
    if not any(rule.scope == rules.GRADE for rule in asked):
        return {}
    spells = {one.id for one in employments.employments_of(organisation_id, person_ids)}
    placements = employments.placements_of(organisation_id, spells)
    return {one.person_id: one.grade_id for one in placements if _holds(one.from_on, one.until_on, on)}


def _holds(from_on: date, until_on: date | None, on: date) -> bool:
    return from_on <= on and (until_on is None or on <= until_on)


def _have(
    organisation_id: str, person_ids: list[str], asked: list[rules.Rule], on: date
) -> dict[str, rules.Person]:
    types_ = {rule.asked for rule in asked if not rule.module}
    modules_ = {rule.asked for rule in asked if rule.module}
    periods: dict[str, dict[str, list[rules.Period]]] = {id_: {} for id_ in person_ids}
    for one in of_people(organisation_id, person_ids, types_) if types_ else ():
        period = rules.Period(one.issued_on, one.expires_on, one.revoked_at is not None)
        periods[one.person_id].setdefault(one.type_id, []).append(period)
    passed = passes.current(organisation_id, person_ids, on) if modules_ else {}
    excepted = _excepted(organisation_id, person_ids, on)
    return {id_: rules.Person(periods[id_], passed.get(id_, ()), excepted.get(id_, {})) for id_ in person_ids}


def _excepted(organisation_id: str, person_ids: Collection[str], on: date) -> dict[str, dict[str, date]]:
    rows = db.session.scalars(
        select(QualificationException).where(
            QualificationException.organisation_id == organisation_id,
            QualificationException.person_id.in_(list(person_ids)),
            QualificationException.from_on <= on,
            QualificationException.until_on >= on,
            QualificationException.ended_at.is_(None),
        )
    )
    found: dict[str, dict[str, date]] = {}
    for one in rows:
        until = found.setdefault(one.person_id, {})
        until[one.rule_id] = max(until.get(one.rule_id, one.until_on), one.until_on)
    return found


# --- as the API shows it ------------------------------------------------------------------------


def qualification(
    actor: Actor,
    *,
    person_id: str,
    on: date | None = None,
    site_id: str | None = None,
    post: str | None = None,
) -> dict[str, Any]:
    person_in_reach(actor, person_id)
    if site_id is not None:
        actor.reach(site_id, SUPERVISOR, *OFFICE)
    on = on or today(actor.organisation_id)
    answer = answers(actor.organisation_id, [person_id], on=on, site_id=site_id, post=post)[person_id]
    return {"on": on, "answer": answer.answer, "reasons": shown_reasons(actor, answer.reasons)}


def shown_reasons(actor: Actor, reasons: Collection[rules.Reason]) -> list[dict[str, Any]]:
    names = names_of(actor.organisation_id, {reason.asked for reason in reasons})
    return [
        {
            "code": reason.code,
            "text": sentence(
                reason.code,
                actor.language,
                name=in_language(names.get(reason.asked), actor.language),
                on=reason.on and reason.on.isoformat(),
            ),
            "rule_id": reason.rule_id,
            "effect": reason.effect,
        }
        for reason in reasons
    ]


def names_of(organisation_id: str, ids: set[str]) -> dict[str, dict[str, str]]:
    """Of certificate types and modules, in both languages."""
    certificates = {id_: {"zh": zh, "en": en} for id_, (zh, en) in kinds.names(organisation_id, ids).items()}
    return certificates | modules.titles(organisation_id, ids - certificates.keys())


def shown_rules(actor: Actor) -> list[dict[str, Any]]:
    found = rules_of(actor.organisation_id)
    asked = {one.certificate_type_id or one.module_id for one in found}
    names = names_of(actor.organisation_id, asked)
    same = ("id", "scope", "value", "certificate_type_id", "module_id", "effect")
    return [
        {name: getattr(one, name) for name in same}
        | {"name": names.get(one.certificate_type_id or one.module_id, {"zh": "", "en": ""})}
        for one in found
    ]


def exceptions(
    actor: Actor,
    *,
    limit: int,
    cursor: str | None = None,
    person_id: str | None = None,
    current: bool | None = None,
) -> dict[str, Any]:
    """Those of the people in reach, the last to end first."""
    statement = (
        select(QualificationException)
        .join(
            Human,
            and_(
                Human.organisation_id == QualificationException.organisation_id,
                Human.id == QualificationException.person_id,
            ),
        )
        .where(QualificationException.organisation_id == actor.organisation_id, in_reach(actor))
    )
    if person_id is not None:
        statement = statement.where(QualificationException.person_id == person_id)
    if current is not None:
        statement = statement.where(_is_current(actor) if current else ~_is_current(actor))
    page = page_of(
        statement,
        QualificationException.until_on,
        QualificationException.id,
        limit=limit,
        cursor=cursor,
        descending=True,
    )
    return page | {"items": shown_exceptions(actor, page["items"])}


def _is_current(actor: Actor):
    return and_(
        QualificationException.until_on >= today(actor.organisation_id),
        QualificationException.ended_at.is_(None),
    )


def shown_exceptions(actor: Actor, found: list[QualificationException]) -> list[dict[str, Any]]:
    ids = {id_ for one in found for id_ in (one.person_id, one.approved_by)}
    rows = db.session.execute(
        select(Human.id, Human.name).where(Human.organisation_id == actor.organisation_id, Human.id.in_(ids))
    )
    people_ = {id_: {"id": id_, "name": name} for id_, name in rows}
    asked = _asked_by(actor.organisation_id, {one.rule_id for one in found})
    same = ("id", "rule_id", "from_on", "until_on", "reason", "approved_at", "ended_at")
    return [
        {name: getattr(one, name) for name in same}
        | {"person": people_[one.person_id], "approved_by": people_[one.approved_by]}
        | {"name": asked[one.rule_id]}
        for one in found
    ]


def _asked_by(organisation_id: str, rule_ids: set[str]) -> dict[str, dict[str, str]]:
    found = db.session.scalars(
        select(QualificationRule).where(
            QualificationRule.organisation_id == organisation_id, QualificationRule.id.in_(rule_ids)
        )
    ).all()
    names = names_of(organisation_id, {one.certificate_type_id or one.module_id for one in found})
    return {
        one.id: names.get(one.certificate_type_id or one.module_id, {"zh": "", "en": ""}) for one in found
    }
