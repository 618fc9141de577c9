"""Certificates are issued, entered from paper, renewed and revoked; none is ever changed or deleted."""

import secrets
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update

from guard_api.clock import now
from guard_api.database import db, get_owned, new_id
from guard_api.errors import Problem
from guard_api.identity.actor import Actor
from guard_api.live.service import announce
from guard_api.notices.service import tell
from guard_api.records import note_change
from people.employment.reach import person_in_reach
from training.certificates import passes, queries, rules, scans
from training.certificates.kinds import queries as kinds
from training.certificates.models import Certificate, CertificateType
from training.certificates.scans import Scan
from training.days import day_of, today

PASSED, PAPER, SESSION = "passed", "paper", "session"
MY_CERTIFICATES = "/learn/certificates"


# --- by learning --------------------------------------------------------------------------------


def passed_module(*, organisation_id: str, person_id: str, module_id: str, at: datetime) -> list[Certificate]:
    """Issue, or renew where it is time, what the module leads to. Told twice, it does nothing more."""
    on = day_of(at, organisation_id)
    leading = kinds.issued_by(organisation_id, module_id)
    if not leading:
        return []
    passed = passes.current(organisation_id, [person_id], on).get(person_id, set()) | {module_id}
    complete = [type_ for type_ in leading if set(type_.module_ids) <= passed]
    issued = [issue(type_=type_, person_id=person_id, on=on, source=PASSED) for type_ in complete]
    return [one for one in issued if one is not None]


def issue_to_all(actor: Actor, *, type_id: str) -> int:
    """To everybody who works here and had passed all of it before the type asked for just that."""
    type_ = _type_in_use(actor, type_id)
    on = today(actor.organisation_id)
    people = queries.who_works_here(actor.organisation_id) if type_.module_ids else []
    passed = passes.current(actor.organisation_id, people, on)
    ready = [id_ for id_ in people if set(type_.module_ids) <= passed.get(id_, set())]
    issued = [
        issue(type_=type_, person_id=id_, on=on, source=PASSED, entered_by=actor.person_id) for id_ in ready
    ]
    count = sum(one is not None for one in issued)
    note_change(actor, "certificate_type.issued", "certificate_type", type_id, issued=count)
    return count


def issue(
    *, type_: CertificateType, person_id: str, on: date, source: str, entered_by: str | None = None
) -> Certificate | None:
    """A new one, or one that replaces the last one; None while that one need not be renewed yet."""
    _one_at_a_time(type_)
    last, validity = queries.last_of(type_, person_id), kinds.validity(type_)
    if last is None:
        until = rules.expiry(on, validity.months)
        return _made(type_, person_id, since=on, until=until, source=source, entered_by=entered_by)
    held = queries.held(last)
    if on <= last.issued_on or not rules.may_renew(validity, held, on):
        return None
    return _made(
        type_,
        person_id,
        since=on,
        until=rules.renewed_until(validity, held, on),
        source=source,
        entered_by=entered_by,
        replaces_id=last.id,
    )


def _one_at_a_time(type_: CertificateType) -> None:
    """Two passes of one person in the same moment must not make two certificates."""
    db.session.get(CertificateType, (type_.organisation_id, type_.id), with_for_update=True)


# --- from the desk ------------------------------------------------------------------------------


def enter(
    actor: Actor,
    *,
    type_id: str,
    person_id: str,
    scan: Scan | None = None,
    number: str = "",
    issued_on: date | None = None,
    expires_on: date | None = None,
    issuer: str = "",
    quiet: bool = False,
) -> Certificate:
    """From paper. What it says holds; it replaces the last one of its type, if there is one."""
    person_in_reach(actor, person_id)
    type_ = _type_in_use(actor, type_id)
    since, until = dates_of(actor, type_, number, issued_on, expires_on)
    last = queries.last_of(type_, person_id)
    certificate = _made(
        type_,
        person_id,
        since=since,
        until=until,
        source=PAPER,
        number=number,
        issuer=issuer,
        entered_by=actor.person_id,
        replaces_id=last.id if last is not None and last.issued_on <= since else None,
        quiet=quiet,
    )
    if scan is not None:
        scans.keep(certificate, scan)
    _noted(actor, certificate, "certificate.entered", type=type_.code, number=certificate.number)
    return certificate


def renew(
    actor: Actor,
    *,
    certificate_id: str,
    number: str = "",
    issued_on: date | None = None,
    expires_on: date | None = None,
) -> Certificate:
    """A new certificate that names this one. Its end follows the type, unless the paper says another."""
    old = of_actor(actor, certificate_id)
    type_ = _type_in_use(actor, old.type_id)
    held, validity = queries.held(old), kinds.validity(type_)
    _refuse_unrenewable(old, held)
    since, until = dates_of(actor, type_, number, issued_on, expires_on)
    if since <= old.issued_on:
        raise Problem("certificates.not_newer", 422, paths=["/issued_on"])
    if not type_.external and not rules.may_renew(validity, held, since):
        opens = rules.renewable_from(validity, held)
        raise Problem("certificates.too_early", 409, on=opens.isoformat())
    certificate = _made(
        type_,
        old.person_id,
        since=since,
        until=expires_on or (until and rules.renewed_until(validity, held, since)),
        source=PAPER if type_.external else old.source,
        number=number,
        issuer=old.issuer,
        entered_by=actor.person_id,
        replaces_id=old.id,
    )
    _noted(actor, certificate, "certificate.renewed", replaces=old.id, number=certificate.number)
    return certificate


def revoke(actor: Actor, *, certificate_id: str, reason: str) -> Certificate:
    certificate = of_actor(actor, certificate_id)
    if certificate.revoked_at is not None:
        raise Problem("certificates.already_revoked", 409)
    certificate.revoked_at, certificate.revoked_by = now(), actor.person_id
    certificate.revoke_reason = reason
    _noted(actor, certificate, "certificate.revoked", reason=reason)
    _tell(certificate, "certificates.revoked", reason=reason)
    return certificate


def of_actor(actor: Actor, certificate_id: str) -> Certificate:
    """The certificate, locked; 404 unless the actor reaches its holder."""
    certificate = db.session.get(
        Certificate, (actor.organisation_id, certificate_id), with_for_update=True
    ) or get_owned(Certificate, actor.organisation_id, certificate_id)
    person_in_reach(actor, certificate.person_id)
    return certificate


def _type_in_use(actor: Actor, type_id: str) -> CertificateType:
    type_ = get_owned(CertificateType, actor.organisation_id, type_id)
    if type_.archived_at is not None:
        raise Problem("certificates.type_archived", 409)
    return type_


def dates_of(
    actor: Actor, type_: CertificateType, number: str, issued_on: date | None, expires_on: date | None
) -> tuple[date, date | None]:
    if type_.external and not (number and issued_on):
        raise Problem("certificates.number_needed", 422, paths=["/number", "/issued_on"])
    on = today(actor.organisation_id)
    since = issued_on or on
    until = expires_on or rules.expiry(since, type_.validity_months)
    if since > on:
        raise Problem("certificates.in_future", 422, paths=["/issued_on"])
    if until is not None and until < since:
        raise Problem("certificates.ends_before_it_begins", 422, paths=["/expires_on"])
    return since, until


def _refuse_unrenewable(old: Certificate, held: rules.Held) -> None:
    if held.revoked:
        raise Problem("certificates.already_revoked", 409)
    if queries.successor_of(old) is not None:
        raise Problem("certificates.already_replaced", 409)
    if old.expires_on is None:
        raise Problem("certificates.never_ends", 409)


# --- both ---------------------------------------------------------------------------------------


def _made(
    type_: CertificateType,
    person_id: str,
    *,
    since: date,
    until: date | None,
    source: str,
    number: str = "",
    quiet: bool = False,
    **about: Any,
) -> Certificate:
    certificate = Certificate(
        organisation_id=type_.organisation_id,
        id=new_id(),
        type_id=type_.id,
        person_id=person_id,
        number=_free(type_, number) if number else _next_number(type_, since),
        issued_on=since,
        expires_on=until,
        source=source,
        verify_code=new_code(),
        **about,
    )
    db.session.add(certificate)
    db.session.flush()
    if not quiet:
        _tell(certificate, "certificates.renewed" if certificate.replaces_id else "certificates.issued")
    return certificate


def new_code() -> str:
    return "".join(secrets.choice(rules.ALPHABET) for _ in range(rules.CODE_LETTERS))


def _free(type_: CertificateType, number: str) -> str:
    if _taken(type_, number):
        raise Problem("certificates.number_taken", 409, paths=["/number"], number=number)
    return number


def _next_number(type_: CertificateType, on: date) -> str:
    """Counted up in the database, so that two at once never get the same."""
    while True:
        count = db.session.scalar(
            update(CertificateType)
            .where(CertificateType.organisation_id == type_.organisation_id, CertificateType.id == type_.id)
            .values(numbered=CertificateType.numbered + 1)
            .returning(CertificateType.numbered)
            .execution_options(synchronize_session=False)
        )
        number = f"{type_.code.upper().replace('_', '-')}-{on.year}-{count:05d}"
        if not _taken(type_, number):
            return number


def _taken(type_: CertificateType, number: str) -> bool:
    same = select(func.count()).where(
        Certificate.organisation_id == type_.organisation_id,
        Certificate.type_id == type_.id,
        Certificate.number == number,
        Certificate.revoked_at.is_(None),
    )
    return db.session.scalar(same) > 0


def _noted(actor: Actor, certificate: Certificate, action: str, **detail: Any) -> None:
    note_change(actor, action, "certificate", certificate.id, person_id=certificate.person_id, **detail)


def _tell(certificate: Certificate, kind: str, **params: Any) -> None:
    """The holder, and every desk that shows certificates of the holder's sites."""
    type_ = get_owned(CertificateType, certificate.organisation_id, certificate.type_id)
    tell(
        organisation_id=certificate.organisation_id,
        person_ids=[certificate.person_id],
        kind=kind,
        params={"type": kinds.both(type_)} | params,
        link=MY_CERTIFICATES,
        dedupe=f"{kind}:{certificate.id}",
    )
    sites = queries.sites_of_person(certificate.organisation_id, certificate.person_id) or {None}
    announce(
        organisation_id=certificate.organisation_id,
        changes=[("certificate", certificate.id, site_id) for site_id in sites],
    )
