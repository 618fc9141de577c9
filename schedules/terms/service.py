"""Agreeing on terms, pairing people, choosing law."""

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
from schedules.terms import rules
from schedules.terms.models import LawSettings, Pairing, TermsOfWork
from schedules.terms.queries import choices_of


def set_terms(actor: Actor, *, person_id: str, from_on: date, **facts: Any) -> TermsOfWork:
    """The terms of a person from a day on; those of the same day are replaced."""
    person = person_in_reach(actor, person_id)
    facts["law_pack"] = facts.get("law_pack") or _usual_pack(actor, facts["hour_system"])
    _check(actor, facts)
    row = _row_of(actor, person.id, from_on)
    if row is None:
        row = TermsOfWork(
            organisation_id=actor.organisation_id, id=new_id(), person_id=person.id, from_on=from_on
        )
        db.session.add(row)
    for name, value in (facts | {"waivers": _kept(facts["waivers"])}).items():
        setattr(row, name, value)
    row.set_by, row.set_at = actor.person_id, now()
    db.session.flush()
    note_change(actor, "terms.set", "person", person.id, from_on=from_on.isoformat())
    return row


def _row_of(actor: Actor, person_id: str, from_on: date) -> TermsOfWork | None:
    return db.session.scalar(
        select(TermsOfWork).where(
            TermsOfWork.organisation_id == actor.organisation_id,
            TermsOfWork.person_id == person_id,
            TermsOfWork.from_on == from_on,
        )
    )


def _usual_pack(actor: Actor, hour_system: str) -> str:
    """The organisation's pack, where it fits the hour system; else the Chinese one that does."""
    usual = choices_of(actor.organisation_id).default_pack
    if rules.fits(hour_system, usual):
        return usual
    return "cn_comprehensive" if hour_system == rules.COMPREHENSIVE else rules.DEFAULT_PACK


def _check(actor: Actor, facts: dict[str, Any]) -> None:
    if not rules.fits(facts["hour_system"], facts["law_pack"]):
        raise Problem("terms.pack_does_not_fit", 422, paths=["/law_pack"])
    wanted = set(facts["site_ids"])
    known = select(Site.id).where(Site.organisation_id == actor.organisation_id, Site.id.in_(wanted))
    if wanted - set(db.session.scalars(known)):
        raise Problem("terms.site_unknown", 422, paths=["/site_ids"])
    if set(facts["waivers"]) - rules.WAIVERS:
        known_names = ", ".join(sorted(rules.WAIVERS))
        raise Problem("terms.waiver_unknown", 422, known=known_names, paths=["/waivers"])


def _kept(waivers: dict[str, dict[str, date | None]]) -> dict[str, dict[str, str | None]]:
    return {
        name: {key: day.isoformat() if day else None for key, day in one.items()}
        for name, one in waivers.items()
    }


# --- pairings ---------------------------------------------------------------------------------


def pair(actor: Actor, *, person_a: str, person_b: str, **facts: Any) -> Pairing:
    """Two people who are to work together, or apart."""
    if person_a == person_b:
        raise Problem("terms.same_person", 422, paths=["/person_b"])
    first, second = sorted(person_in_reach(actor, id_).id for id_ in (person_a, person_b))
    if _paired(actor, first, second):
        raise Problem("terms.paired_already", 409)
    pairing = Pairing(
        organisation_id=actor.organisation_id,
        id=new_id(),
        person_a=first,
        person_b=second,
        created_by=actor.person_id,
        **facts,
    )
    db.session.add(pairing)
    db.session.flush()
    note_change(actor, "pairing.added", "pairing", pairing.id, kind=pairing.kind)
    return pairing


def _paired(actor: Actor, first: str, second: str) -> bool:
    found = select(Pairing.id).where(
        Pairing.organisation_id == actor.organisation_id,
        Pairing.person_a == first,
        Pairing.person_b == second,
    )
    return db.session.scalar(found) is not None


def unpair(actor: Actor, *, pairing_id: str) -> None:
    """Only who reaches both may take it away."""
    pairing = get_owned(Pairing, actor.organisation_id, pairing_id)
    for person_id in (pairing.person_a, pairing.person_b):
        person_in_reach(actor, person_id)
    db.session.delete(pairing)
    db.session.flush()
    note_change(actor, "pairing.removed", "pairing", pairing.id)


# --- law --------------------------------------------------------------------------------------


def choose_law(
    actor: Actor, *, default_pack: str, rules: dict[str, dict[str, Any]], own_rules: list[dict[str, Any]]
) -> LawSettings:
    """All choices that are to hold from now on; what is left out is as the packs have it."""
    _check_choices(rules)
    kinds = [one["kind"] for one in own_rules]
    if len(kinds) != len(set(kinds)):
        raise Problem("terms.own_rule_twice", 422, paths=["/own_rules"])
    row = db.session.get(LawSettings, actor.organisation_id)
    if row is None:
        row = LawSettings(organisation_id=actor.organisation_id, default_pack=default_pack)
        db.session.add(row)
    row.default_pack, row.rules, row.own_rules = default_pack, rules, own_rules
    db.session.flush()
    note_change(actor, "law.chosen", "organisation", actor.organisation_id, rules=rules, own_rules=own_rules)
    return row


def _check_choices(chosen: dict[str, dict[str, Any]]) -> None:
    known = {rule.id for pack in rules.TUNABLE.values() for rule in pack.rules}
    for rule_id in chosen:
        if rule_id not in known:
            raise Problem("terms.rule_unknown", 422, rule=rule_id, paths=[f"/rules/{rule_id}"])
        if rule_id in rules.FIXED_RULES:
            raise Problem("terms.rule_fixed", 422, paths=[f"/rules/{rule_id}"])
