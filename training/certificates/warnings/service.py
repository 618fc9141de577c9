"""Warnings before the end: to the holder, and to others when nobody answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, or_, select

from guard_api.bulk import Bulk
from guard_api.clock import now
from guard_api.database import db, get_owned, new_id, stamp
from guard_api.errors import NotFound, Problem
from guard_api.identity.actor import ADMINISTRATOR, HR, SUPERVISOR, Actor
from guard_api.identity.models import Grant, Person
from guard_api.live.service import announce
from guard_api.notices.service import tell
from guard_api.records import note_change
from people.employment.reach import person_in_reach
from training.certificates import rules
from training.certificates.kinds import queries as kinds
from training.certificates.models import Certificate, CertificateType, CertificateWarning
from training.certificates.queries import is_replaced, sites_of_person
from training.certificates.service import MY_CERTIFICATES
from training.days import today

DESK = "/desk/certificates/warnings"
WHY = {
    "leaving": {"zh": "将离职", "en": "leaving"},
    "not_needed": {"zh": "岗位不再需要", "en": "no longer needed"},
}
SETTLED = tuple(WHY)
SEND = Bulk(
    {"id": "uuid", "certificate_id": "uuid", "days": "integer"},
    "INSERT INTO certificate_warnings (organisation_id, id, certificate_id, days, sent_at, note) "
    "SELECT CAST(:organisation_id AS uuid), id, certificate_id, days, :at, '' FROM input WHERE true "
    "ON CONFLICT DO NOTHING RETURNING certificate_id, days",
)


@dataclass(frozen=True)
class Ending:
    """A certificate that is ending or has just ended, with what was said of it before."""

    certificate: Certificate
    type: CertificateType
    person: str
    sent: Mapping[int, CertificateWarning]

    @property
    def settled(self) -> bool:
        """Somebody said that it will not be renewed."""
        return any(one.answer in SETTLED for one in self.sent.values())


def warn(organisation_id: str) -> None:
    """Send what is due and pass on what was not answered. Run twice, it says nothing twice."""
    on = today(organisation_id)
    endings = [one for one in ending(organisation_id, on) if not one.settled]
    who = Audience(organisation_id)
    _send(organisation_id, on, endings, who)
    _escalate(organisation_id, endings, who)


def ending(organisation_id: str, on: date) -> list[Ending]:
    """Of people who work here, not replaced and not revoked: within reach of a warning, or just over."""
    all_types = kinds.by_id(organisation_id)
    furthest = max((days for type_ in all_types.values() for days in type_.warn_days), default=0)
    rows = db.session.execute(
        select(Certificate, Person.name)
        .join(
            Person,
            and_(Person.organisation_id == Certificate.organisation_id, Person.id == Certificate.person_id),
        )
        .where(
            Certificate.organisation_id == organisation_id,
            Certificate.expires_on.between(on - rules.TELL_ENDED_WITHIN, on + timedelta(days=furthest)),
            Certificate.revoked_at.is_(None),
            ~is_replaced(),
            Person.active,
        )
        .order_by(Certificate.expires_on, Certificate.id)
    ).all()
    sent = _sent(organisation_id, [certificate.id for certificate, _ in rows])
    return [Ending(one, all_types[one.type_id], name, sent.get(one.id, {})) for one, name in rows]


def _sent(organisation_id: str, ids: list[str]) -> dict[str, dict[int, CertificateWarning]]:
    found: dict[str, dict[int, CertificateWarning]] = {}
    for warning in db.session.scalars(
        select(CertificateWarning).where(
            CertificateWarning.organisation_id == organisation_id, CertificateWarning.certificate_id.in_(ids)
        )
    ):
        found.setdefault(warning.certificate_id, {})[warning.days] = warning
    return found


def _send(organisation_id: str, on: date, endings: list[Ending], who: "Audience") -> None:
    due = {}
    for one in endings:
        days = rules.warning_due(one.certificate.expires_on, one.type.warn_days, one.sent.keys(), on)
        if days is not None:
            due[one.certificate.id] = (one, days)
    rows = [(new_id(), id_, days) for id_, (_, days) in due.items()]
    new = SEND.run(db.session(), rows, organisation_id=organisation_id, at=stamp(now()))
    for certificate_id, _ in new:
        one, days = due[str(certificate_id)]
        _tell_of(one, days, on, who)


def _tell_of(one: Ending, days: int, on: date, who: "Audience") -> None:
    certificate = one.certificate
    if days == rules.ENDED:
        _tell(one, "certificates.ended", [certificate.person_id], MY_CERTIFICATES, days)
        _tell(one, "certificates.ended_of", who.desk(certificate.person_id), DESK, days)
        return
    left = (certificate.expires_on - on).days
    _tell(one, "certificates.ending", [certificate.person_id], MY_CERTIFICATES, days, left=left)


def _escalate(organisation_id: str, endings: list[Ending], who: "Audience") -> None:
    """Supervisors and HR; after the last warning, or where there are neither, administrators too."""
    for one in endings:
        last = min(one.type.warn_days, default=0)
        for days, warning in one.sent.items():
            if not is_overdue(warning):
                continue
            warning.escalated_at = now()
            people = who.desk(one.certificate.person_id)
            if days <= last or not people:
                people = people | who.administrators
            _tell(one, "certificates.ending_unanswered", people, DESK, days)


def is_overdue(warning: CertificateWarning) -> bool:
    waiting = warning.answered_at is None and warning.escalated_at is None and warning.days != rules.ENDED
    return waiting and warning.sent_at + rules.patience(warning.days) <= now()


def _tell(
    one: Ending, kind: str, person_ids: Iterable[str], link: str, days: int, left: int | None = None
) -> None:
    params: dict[str, Any] = {
        "type": kinds.both(one.type),
        "on": one.certificate.expires_on.isoformat(),
        "person": one.person,
    }
    tell(
        organisation_id=one.certificate.organisation_id,
        person_ids=set(person_ids),
        kind=kind,
        params=params if left is None else params | {"days": left},
        link=link,
        dedupe=f"{kind}:{one.certificate.id}:{days}",
    )


class Audience:
    """Who is told besides the holder, read once for all holders."""

    def __init__(self, organisation_id: str):
        grants = _grants(organisation_id)
        self.hr = {person_id for person_id, role, _ in grants if role == HR}
        self.administrators = {person_id for person_id, role, _ in grants if role == ADMINISTRATOR}
        self.sites: dict[str, set[str]] = {}
        for person_id, _, site_id in grants:
            self.sites.setdefault(person_id, set()).add(site_id)
        self.leads = [(person_id, site_id) for person_id, role, site_id in grants if role == SUPERVISOR]

    def desk(self, person_id: str) -> set[str]:
        """HR, and the supervisors of the holder's sites; never the holder again."""
        sites = self.sites.get(person_id, set())
        leads = {lead for lead, site_id in self.leads if site_id in sites}
        return (self.hr | leads) - {person_id}


def _grants(organisation_id: str) -> list[tuple[str, str, str | None]]:
    rows = db.session.execute(
        select(Grant.person_id, Grant.role, Grant.site_id)
        .join(Person, and_(Person.organisation_id == Grant.organisation_id, Person.id == Grant.person_id))
        .where(Grant.organisation_id == organisation_id, Person.active)
    )
    return [tuple(row) for row in rows]


# --- answers ------------------------------------------------------------------------------------


def answer(actor: Actor, *, warning_id: str, answer: str, note: str = "") -> CertificateWarning:
    """By the holder or by who looks after the holder. It answers the certificate's earlier warnings too."""
    warning = get_owned(CertificateWarning, actor.organisation_id, warning_id)
    certificate = get_owned(Certificate, actor.organisation_id, warning.certificate_id)
    if certificate.person_id != actor.person_id:
        if not actor.has(SUPERVISOR, HR, ADMINISTRATOR):
            raise NotFound()
        person_in_reach(actor, certificate.person_id)
    if warning.answered_at is not None:
        raise Problem("certificates.answered_already", 409)
    for one in _open_warnings(warning):
        one.answered_at, one.answered_by, one.answer, one.note = now(), actor.person_id, answer, note
    if answer in SETTLED and actor.person_id == certificate.person_id:
        _tell_desk(certificate, answer)
    note_change(
        actor, "certificate_warning.answered", "certificate", certificate.id, answer=answer, note=note
    )
    _announce(certificate)
    return warning


def _announce(certificate: Certificate) -> None:
    sites = sites_of_person(certificate.organisation_id, certificate.person_id) or {None}
    announce(
        organisation_id=certificate.organisation_id,
        changes=[("certificate", certificate.id, site_id) for site_id in sites],
    )


def _tell_desk(certificate: Certificate, answer: str) -> None:
    type_ = get_owned(CertificateType, certificate.organisation_id, certificate.type_id)
    holder = get_owned(Person, certificate.organisation_id, certificate.person_id)
    tell(
        organisation_id=certificate.organisation_id,
        person_ids=Audience(certificate.organisation_id).desk(certificate.person_id),
        kind="certificates.will_not_renew",
        params={
            "type": kinds.both(type_),
            "on": certificate.expires_on.isoformat(),
            "person": holder.name,
            "why": WHY[answer],
        },
        link=DESK,
        dedupe=f"certificates.will_not_renew:{certificate.id}",
    )


def _open_warnings(warning: CertificateWarning) -> list[CertificateWarning]:
    return list(
        db.session.scalars(
            select(CertificateWarning)
            .where(
                CertificateWarning.organisation_id == warning.organisation_id,
                CertificateWarning.certificate_id == warning.certificate_id,
                or_(CertificateWarning.id == warning.id, CertificateWarning.answered_at.is_(None)),
            )
            .with_for_update()
        )
    )
