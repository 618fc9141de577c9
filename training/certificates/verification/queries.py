from typing import Any

from sqlalchemy import and_, select

from guard_api.clock import now
from guard_api.database import db
from guard_api.errors import NotFound
from guard_api.identity.models import Person
from guard_api.tenants.models import Organisation
from training.certificates import rules
from training.certificates.models import Certificate, CertificateType
from training.certificates.queries import held, successor_of
from training.certificates.views import warns_from
from training.days import today


def verification(code: str) -> dict[str, Any]:
    """What anybody may know of a certificate. What others gave is not ours to confirm: it is unknown here."""
    row = db.session.execute(
        select(Certificate, CertificateType, Person.name, Organisation.name.label("organisation"))
        .join(CertificateType, _same(CertificateType, Certificate.type_id))
        .join(Person, _same(Person, Certificate.person_id))
        .join(Organisation, Organisation.id == Certificate.organisation_id)
        .where(Certificate.verify_code == rules.canonical_code(code), CertificateType.external.is_(False))
    ).first()
    if row is None:
        raise NotFound()
    return _shown(*row)


def _same(model: Any, column: Any) -> Any:
    return and_(model.organisation_id == Certificate.organisation_id, model.id == column)


def _shown(certificate: Certificate, type_: CertificateType, name: str, organisation: str) -> dict[str, Any]:
    on = today(certificate.organisation_id)
    life = held(certificate, replaced=successor_of(certificate) is not None)
    state = rules.state(life, on, warn_from_days=warns_from(type_))
    return {
        "valid": state in rules.HOLDING,
        "state": state,
        "type": type_,
        "name": rules.masked(name),
        "organisation": organisation,
        "issued_on": certificate.issued_on,
        "expires_on": certificate.expires_on,
        "checked_at": now(),
    }
