from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from guard_api.database import db, get_owned
from guard_api.errors import NotFound
from guard_api.fields import page_of
from guard_api.identity.actor import ADMINISTRATOR, HR, SUPERVISOR, Actor
from guard_api.identity.models import Grant, Person
from people.employment.reach import at_sites, person_in_reach
from people.roles import OFFICE
from training.certificates import rules
from training.certificates.addresses import base
from training.certificates.kinds import queries as kinds
from training.certificates.models import Certificate, CertificateType, CertificateWarning
from training.certificates.views import Around, shown, warns_from
from training.days import today

Newer = aliased(Certificate)


# --- for the service and the floors above -------------------------------------------------------


def last_of(type_: CertificateType, person_id: str) -> Certificate | None:
    """The newest that was not revoked."""
    return db.session.scalar(
        select(Certificate)
        .where(
            Certificate.organisation_id == type_.organisation_id,
            Certificate.type_id == type_.id,
            Certificate.person_id == person_id,
            Certificate.revoked_at.is_(None),
            ~is_replaced(),
        )
        .order_by(Certificate.issued_on.desc(), Certificate.id.desc())
        .limit(1)
    )


def successor_of(certificate: Certificate) -> Certificate | None:
    return db.session.scalar(
        select(Certificate).where(
            Certificate.organisation_id == certificate.organisation_id,
            Certificate.replaces_id == certificate.id,
            Certificate.revoked_at.is_(None),
        )
    )


def is_replaced() -> ColumnElement[bool]:
    return exists().where(
        Newer.organisation_id == Certificate.organisation_id,
        Newer.replaces_id == Certificate.id,
        Newer.revoked_at.is_(None),
    )


def held(certificate: Certificate, *, replaced: bool = False) -> rules.Held:
    return rules.Held(
        certificate.issued_on, certificate.expires_on, certificate.revoked_at is not None, replaced
    )


def of_people(
    organisation_id: str, person_ids: Collection[str], type_ids: Collection[str] | None = None
) -> list[Certificate]:
    """All that these people have or had, the newest first."""
    statement = select(Certificate).where(
        Certificate.organisation_id == organisation_id, Certificate.person_id.in_(list(person_ids))
    )
    if type_ids is not None:
        statement = statement.where(Certificate.type_id.in_(list(type_ids)))
    return list(db.session.scalars(statement.order_by(Certificate.issued_on.desc(), Certificate.id.desc())))


def types_held(
    organisation_id: str, person_ids: Iterable[str], type_ids: Iterable[str] | None, on: date
) -> set[tuple[str, str]]:
    """(person_id, type_id) of what holds on that day."""
    found = of_people(organisation_id, list(person_ids), None if type_ids is None else list(type_ids))
    return {(one.person_id, one.type_id) for one in found if rules.holds(held(one), on)}


def who_works_here(organisation_id: str) -> list[str]:
    return list(
        db.session.scalars(
            select(Person.id)
            .where(Person.organisation_id == organisation_id, Person.active)
            .order_by(Person.id)
        )
    )


def sites_of_person(organisation_id: str, person_id: str) -> set[str]:
    return set(
        db.session.scalars(
            select(Grant.site_id).where(
                Grant.organisation_id == organisation_id,
                Grant.person_id == person_id,
                Grant.site_id.is_not(None),
            )
        )
    )


# --- lists --------------------------------------------------------------------------------------


def certificates(actor: Actor, *, limit: int, cursor: str | None = None, **filters: Any) -> dict[str, Any]:
    """One page of what the actor may see: by their end where days are given, else the newest first."""
    by_end = bool(filters.get("from_on") or filters.get("to_on"))
    key = Certificate.expires_on if by_end else Certificate.issued_on
    page = page_of(
        _chosen(actor, **filters), key, Certificate.id, limit=limit, cursor=cursor, descending=not by_end
    )
    return page | {"items": shown_all(actor, page["items"])}


def counts(actor: Actor, *, site_id: str | None = None) -> dict[str, int]:
    """How many of each state."""
    rows = {
        state: _chosen(actor, site_id=site_id, state=state).with_only_columns(func.count())
        for state in (rules.CURRENT, rules.EXPIRING, rules.EXPIRED)
    }
    return {state: db.session.scalar(statement) for state, statement in rows.items()}


def certificate(actor: Actor, certificate_id: str) -> dict[str, Any]:
    return shown_all(actor, [readable(actor, certificate_id)])[0]


def readable(actor: Actor, certificate_id: str) -> Certificate:
    """One's own, or that of somebody in reach."""
    found = get_owned(Certificate, actor.organisation_id, certificate_id)
    if found.person_id != actor.person_id:
        if not actor.has(SUPERVISOR, HR, ADMINISTRATOR):
            raise NotFound()
        person_in_reach(actor, found.person_id)
    return found


def mine(actor: Actor) -> list[dict[str, Any]]:
    """One's own that still matter, as the phone shows them."""
    found = of_people(actor.organisation_id, [actor.person_id])
    shown_ = shown_all(actor, found)
    return [one for one in shown_ if one["state"] not in (rules.REVOKED, rules.REPLACED)]


def certificates_by_id(actor: Actor, ids: set[str]) -> dict[str, dict[str, Any]]:
    found = db.session.scalars(
        select(Certificate).where(
            Certificate.organisation_id == actor.organisation_id, Certificate.id.in_(ids)
        )
    )
    return {one["id"]: one for one in shown_all(actor, list(found))}


def shown_all(actor: Actor, found: list[Certificate]) -> list[dict[str, Any]]:
    organisation_id = actor.organisation_id
    around = Around(
        on=today(organisation_id),
        address=base(organisation_id),
        types=kinds.by_id(organisation_id),
        people=_names(organisation_id, {one.person_id for one in found}),
        replaced_by=_replaced_by(organisation_id, [one.id for one in found]),
        warnings=_open_warnings(organisation_id, [one.id for one in found]),
    )
    return [shown(one, around) for one in found]


def _names(organisation_id: str, ids: set[str]) -> dict[str, str]:
    rows = db.session.execute(
        select(Person.id, Person.name).where(Person.organisation_id == organisation_id, Person.id.in_(ids))
    )
    return dict(tuple(row) for row in rows)


def _replaced_by(organisation_id: str, ids: list[str]) -> dict[str, str]:
    rows = db.session.execute(
        select(Certificate.replaces_id, Certificate.id).where(
            Certificate.organisation_id == organisation_id,
            Certificate.replaces_id.in_(ids),
            Certificate.revoked_at.is_(None),
        )
    )
    return dict(tuple(row) for row in rows)


def _open_warnings(organisation_id: str, ids: list[str]) -> dict[str, CertificateWarning]:
    """Of each certificate the last that was sent, if nobody has answered it."""
    rows = db.session.scalars(
        select(CertificateWarning)
        .where(
            CertificateWarning.organisation_id == organisation_id,
            CertificateWarning.certificate_id.in_(ids),
            CertificateWarning.answered_at.is_(None),
        )
        .order_by(CertificateWarning.days.desc())
    )
    return {one.certificate_id: one for one in rows}


def _chosen(
    actor: Actor,
    *,
    type_id: str | None = None,
    person_id: str | None = None,
    site_id: str | None = None,
    state: str | None = None,
    from_on: date | None = None,
    to_on: date | None = None,
    left: bool = False,
) -> Select:
    statement = (
        select(Certificate)
        .join(
            Person,
            and_(Person.organisation_id == Certificate.organisation_id, Person.id == Certificate.person_id),
        )
        .where(Certificate.organisation_id == actor.organisation_id, in_reach(actor))
    )
    if not left and person_id is None:
        statement = statement.where(Person.active)
    if site_id is not None:
        actor.reach(site_id, SUPERVISOR, *OFFICE)
        statement = statement.where(at_sites([site_id], today(actor.organisation_id)))
    for column, value in ((Certificate.type_id, type_id), (Certificate.person_id, person_id)):
        if value is not None:
            statement = statement.where(column == value)
    if from_on or to_on:
        statement = statement.where(
            Certificate.expires_on.between(from_on or date.min, to_on or rules.LAST_DAY)
        )
    return statement if state is None else statement.where(_is(actor.organisation_id, state))


def in_reach(actor: Actor) -> ColumnElement[bool]:
    """Of a `Person`: everybody for HR and administrators, for supervisors those of their sites."""
    if actor.has(*OFFICE):
        return Person.id.is_not(None)
    return at_sites(actor.scope(SUPERVISOR).site_ids, today(actor.organisation_id))


def _is(organisation_id: str, state: str) -> ColumnElement[bool]:
    """`rules.state` as a condition."""
    on = today(organisation_id)
    revoked, ended = Certificate.revoked_at.is_not(None), Certificate.expires_on < on
    over = func.coalesce(ended, False)
    conditions = {
        rules.REVOKED: revoked,
        rules.EXPIRED: and_(~revoked, over, ~is_replaced()),
        rules.REPLACED: and_(~revoked, is_replaced()),
        rules.EXPIRING: and_(~revoked, ~over, ~is_replaced(), _is_ending(organisation_id, on)),
        rules.CURRENT: and_(~revoked, ~over, ~is_replaced(), ~_is_ending(organisation_id, on)),
    }
    return conditions[state]


def _is_ending(organisation_id: str, on: date) -> ColumnElement[bool]:
    """Within the days in which its type warns."""
    by_days: dict[int, list[str]] = {}
    for type_ in kinds.types_of(organisation_id):
        by_days.setdefault(warns_from(type_), []).append(type_.id)
    ending = [
        and_(Certificate.type_id.in_(ids), Certificate.expires_on <= on + timedelta(days=days))
        for days, ids in sorted(by_days.items())
    ]
    return func.coalesce(or_(False, *ending), False)
