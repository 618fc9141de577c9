import io
from datetime import date, timedelta

from guard_api.clock import now
from guard_api.database import db, new_id
from guard_api.identity.models import Grant, Person
from tests.matrix.rows import ADMINISTRATOR, GUARD, HR, SUPERVISOR, Row
from training.certificates.badges.keys import signing_key
from training.certificates.kinds.service import ensure_types
from training.certificates.models import (
    Certificate,
    CertificateType,
    CertificateWarning,
    QualificationException,
    QualificationRule,
)
from training.certificates.scans import Scan, keep
from training.certificates.service import new_code

OFFICE = {HR, ADMINISTRATOR}
DESK = {SUPERVISOR, *OFFICE}
HOLDERS = {GUARD, *DESK}
TYPE = "/api/v1/certificate-types"
CERTIFICATE = "/api/v1/certificates/<certificate_id>"
HERE, THERE = {"certificate_id": "certificate"}, {"certificate_id": "certificate_there"}
SCANNED = {"certificate_id": "certificate_from_paper"}
EXCEPTION = {
    "person_id": "@ana",
    "rule_id": "@qualification_rule",
    "from_on": "2026-03-01",
    "until_on": "2026-03-31",
    "reason": "Course is full",
}
RULES = {
    "items": [{"scope": "site", "value": "@north_gate", "certificate_type_id": "@type", "effect": "allow"}]
}


def make(cast, things: dict[str, str]) -> None:
    """Ana has certificates; so has somebody at the other site."""
    ensure_types(cast.organisation_id)
    types = {one.code: one.id for one in db.session.query(CertificateType)}
    things["type"] = types["fire_patrol"]
    stranger = _somebody_there(cast)
    for name, person_id in (("certificate", cast.ana), ("certificate_there", stranger)):
        things[name] = _certificate(cast, things["type"], person_id).id
        things[f"{name}_warning"] = _warning(cast, things[name])
    things["verify_code"] = db.session.query(Certificate.verify_code).filter_by(person_id=cast.ana).scalar()
    FORM.update(type_id=things["type"], person_id=cast.ben)
    paper = _certificate(cast, types["first_aider"], cast.ana)
    keep(paper, Scan(b"%PDF-1.7", "application/pdf"))
    things["certificate_from_paper"] = paper.id
    things["badge_key"] = signing_key(cast.organisation_id)[0].id
    things["qualification_rule"] = _rule(cast, things["type"])
    things["qualification_exception"] = _exception(cast, things["qualification_rule"])


def _somebody_there(cast) -> str:
    own = {"organisation_id": cast.organisation_id}
    person = Person(**own, id=new_id(), name="Dora", email="dora@example.org")
    db.session.add(person)
    db.session.flush()
    db.session.add(Grant(**own, person_id=person.id, role="guard", site_id=cast.south_tower))
    return person.id


def _certificate(cast, type_id: str, person_id: str) -> Certificate:
    certificate = Certificate(
        organisation_id=cast.organisation_id,
        id=new_id(),
        type_id=type_id,
        person_id=person_id,
        number=new_code(),
        issued_on=now().date() - timedelta(days=340),
        expires_on=now().date() + timedelta(days=25),
        source="passed",
        verify_code=new_code(),
    )
    db.session.add(certificate)
    db.session.flush()
    return certificate


def _warning(cast, certificate_id: str) -> str:
    warning = CertificateWarning(
        organisation_id=cast.organisation_id, id=new_id(), certificate_id=certificate_id, days=30
    )
    db.session.add(warning)
    return warning.id


def _rule(cast, type_id: str) -> str:
    rule = QualificationRule(
        organisation_id=cast.organisation_id,
        id=new_id(),
        scope="everyone",
        certificate_type_id=type_id,
        effect="allow",
    )
    db.session.add(rule)
    db.session.flush()
    return rule.id


def _exception(cast, rule_id: str) -> str:
    exception = QualificationException(
        organisation_id=cast.organisation_id,
        id=new_id(),
        person_id=cast.ana,
        rule_id=rule_id,
        from_on=date(2026, 1, 1),
        until_on=date(2026, 1, 31),
        reason="Course is full",
        approved_by=cast.hui,
    )
    db.session.add(exception)
    return exception.id


def table() -> dict:
    return {"file": (io.BytesIO("人员,证书类型,发证日期\n".encode()), "papers.csv")}


NEW_TYPE = {"code": "lifts", "name_zh": "电梯困人处置", "name_en": "Lifts"}
FORM: dict[str, str] = {}
WARNING = "/api/v1/certificate-warnings/<warning_id>/answer"

ROWS = [
    Row("GET", TYPE, DESK),
    Row("POST", TYPE, OFFICE, json=NEW_TYPE),
    Row("PATCH", f"{TYPE}/<type_id>", OFFICE, url={"type_id": "type"}, json={"renew_from_days": 30}),
    Row("POST", f"{TYPE}/<type_id>/issue", OFFICE, url={"type_id": "type"}),
    Row("GET", "/api/v1/certificates", DESK),
    Row("POST", "/api/v1/certificates", OFFICE, data=lambda: dict(FORM)),
    Row("POST", "/api/v1/certificates/import", OFFICE, data=table),
    Row("GET", "/api/v1/certificates/import/template", OFFICE),
    Row("GET", "/api/v1/certificates/counts", DESK),
    Row("GET", CERTIFICATE, HOLDERS, url=HERE, foreign=THERE),
    Row("POST", f"{CERTIFICATE}/renew", OFFICE, url=HERE, json={}),
    Row("POST", f"{CERTIFICATE}/revoke", OFFICE, url=HERE, json={"reason": "A mistake"}),
    Row("GET", f"{CERTIFICATE}/pdf", HOLDERS, url=HERE, foreign=THERE),
    Row("GET", f"{CERTIFICATE}/badge", HOLDERS, url=HERE, foreign=THERE),
    Row("GET", f"{CERTIFICATE}/scan", HOLDERS, url=SCANNED, foreign=THERE),
    Row("GET", "/api/v1/certificate-warnings", HOLDERS),
    Row(
        "POST",
        WARNING,
        HOLDERS,
        url={"warning_id": "certificate_warning"},
        foreign={"warning_id": "certificate_there_warning"},
        json={"answer": "renewing"},
    ),
    Row("GET", "/api/v1/qualification", DESK, query={"person_id": "@ana"}),
    Row("GET", "/api/v1/qualification-rules", DESK),
    Row("PUT", "/api/v1/qualification-rules", OFFICE, json=RULES),
    Row("GET", "/api/v1/qualification-exceptions", DESK),
    Row("POST", "/api/v1/qualification-exceptions", OFFICE, json=EXCEPTION),
    Row(
        "DELETE",
        "/api/v1/qualification-exceptions/<exception_id>",
        OFFICE,
        url={"exception_id": "qualification_exception"},
    ),
    Row("GET", "/api/v1/verify/<code>", public=True, url={"code": "verify_code"}),
    Row(
        "GET",
        "/api/v1/badges/<organisation_id>/issuer",
        public=True,
        url={"organisation_id": "organisation_id"},
    ),
    Row(
        "GET",
        "/api/v1/badges/<organisation_id>/keys/<key_id>",
        public=True,
        url={"organisation_id": "organisation_id", "key_id": "badge_key"},
    ),
    Row(
        "GET",
        "/api/v1/badges/<organisation_id>/revocations",
        public=True,
        url={"organisation_id": "organisation_id"},
    ),
]
