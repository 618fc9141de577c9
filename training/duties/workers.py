"""Who works here today, as requirements see it: a handful of queries, however many people."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from guard_api.database import db
from guard_api.identity.actor import ADMINISTRATOR, HR
from guard_api.identity.models import Grant, Person
from people.queries import workforce
from training.certificates.models import Certificate
from training.duties.rules import Worker


def workers(organisation_id: str, today: date) -> dict[str, Worker]:
    """By person: who is employed or guards a site, and the office."""
    held = _certificates(organisation_id, today)
    found = {
        one.person_id: Worker(
            person_id=one.person_id,
            roles=one.roles,
            site_ids=one.site_ids,
            grade_id=one.grade_id,
            posts=frozenset({one.post} - {""}),
            certificate_type_ids=frozenset(held[one.person_id]),
        )
        for one in workforce(organisation_id, today)
    }
    office = _office(organisation_id)
    return {
        person_id: Worker(
            person_id=person_id,
            roles=frozenset(roles),
            certificate_type_ids=frozenset(held[person_id]),
            office=True,
        )
        for person_id, roles in office.items()
    } | found


def _certificates(organisation_id: str, today: date) -> dict[str, set[str]]:
    rows = db.session.execute(
        select(Certificate.person_id, Certificate.type_id).where(
            Certificate.organisation_id == organisation_id,
            Certificate.revoked_at.is_(None),
            Certificate.expires_on.is_(None) | (Certificate.expires_on >= today),
        )
    )
    held: dict[str, set[str]] = defaultdict(set)
    for person_id, type_id in rows:
        held[person_id].add(type_id)
    return held


def _office(organisation_id: str) -> dict[str, set[str]]:
    rows = db.session.execute(
        select(Grant.person_id, Grant.role)
        .join(Person, (Person.organisation_id == Grant.organisation_id) & (Person.id == Grant.person_id))
        .where(Grant.organisation_id == organisation_id, Grant.role.in_((HR, ADMINISTRATOR)), Person.active)
    )
    office: dict[str, set[str]] = defaultdict(set)
    for person_id, role in rows:
        office[person_id].add(role)
    return office


def in_reach(organisation_id: str, site_ids: Iterable[str] | None, today: date) -> dict[str, Worker]:
    """Those of some sites, or all of them."""
    found = workers(organisation_id, today)
    if site_ids is None:
        return found
    chosen = set(site_ids)
    return {id_: one for id_, one in found.items() if one.site_ids & chosen}
