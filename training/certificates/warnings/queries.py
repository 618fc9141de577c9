from typing import Any

from sqlalchemy import and_, or_, select

from guard_api.database import db
from guard_api.fields import page_of
from guard_api.identity.actor import ADMINISTRATOR, HR, SUPERVISOR, Actor
from guard_api.identity.models import Person
from training.certificates.models import Certificate, CertificateWarning
from training.certificates.queries import certificates_by_id, in_reach, is_replaced

SAME = ("id", "days", "sent_at", "answered_at", "answer", "note", "escalated_at")


def warnings(
    actor: Actor, *, limit: int, cursor: str | None = None, unanswered: bool | None = None
) -> dict[str, Any]:
    """One's own, and for the desk those of the people in reach; the newest first."""
    statement = (
        select(CertificateWarning)
        .join(
            Certificate,
            and_(
                Certificate.organisation_id == CertificateWarning.organisation_id,
                Certificate.id == CertificateWarning.certificate_id,
            ),
        )
        .join(
            Person,
            and_(Person.organisation_id == Certificate.organisation_id, Person.id == Certificate.person_id),
        )
        .where(CertificateWarning.organisation_id == actor.organisation_id, _may_see(actor))
    )
    if unanswered is not None:
        statement = statement.where(_is_open() if unanswered else ~_is_open())
    page = page_of(
        statement,
        CertificateWarning.sent_at,
        CertificateWarning.id,
        limit=limit,
        cursor=cursor,
        descending=True,
    )
    return page | {"items": shown_all(actor, page["items"])}


def _may_see(actor: Actor):
    own = Person.id == actor.person_id
    return or_(own, in_reach(actor)) if actor.has(SUPERVISOR, HR, ADMINISTRATOR) else own


def _is_open():
    """Nobody has answered, and the certificate still needs one."""
    return and_(
        CertificateWarning.answered_at.is_(None),
        Certificate.revoked_at.is_(None),
        ~is_replaced(),
        Person.active,
    )


def shown_all(actor: Actor, found: list[CertificateWarning]) -> list[dict[str, Any]]:
    certificates = certificates_by_id(actor, {one.certificate_id for one in found})
    names = _names(actor.organisation_id, {one.answered_by for one in found if one.answered_by})
    return [_shown(one, certificates[one.certificate_id], names) for one in found]


def _shown(one: CertificateWarning, certificate: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    by = one.answered_by and {"id": one.answered_by, "name": names.get(one.answered_by, "")}
    own = {name: getattr(one, name) for name in SAME}
    return own | {"certificate": certificate, "answered_by": by}


def _names(organisation_id: str, ids: set[str]) -> dict[str, str]:
    rows = db.session.execute(
        select(Person.id, Person.name).where(Person.organisation_id == organisation_id, Person.id.in_(ids))
    )
    return dict(tuple(row) for row in rows)
