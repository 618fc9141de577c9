from collections.abc import Iterable

from sqlalchemy import select

from guard_api.database import db
from training.certificates.models import CertificateType
from training.certificates.rules import Validity


def types_of(organisation_id: str, *, archived: bool = True) -> list[CertificateType]:
    statement = select(CertificateType).where(CertificateType.organisation_id == organisation_id)
    if not archived:
        statement = statement.where(CertificateType.archived_at.is_(None))
    return list(db.session.scalars(statement.order_by(CertificateType.origin.desc(), CertificateType.code)))


def by_id(organisation_id: str) -> dict[str, CertificateType]:
    return {one.id: one for one in types_of(organisation_id)}


def issued_by(organisation_id: str, module_id: str) -> list[CertificateType]:
    """Types in use to which this module leads."""
    return [one for one in types_of(organisation_id, archived=False) if module_id in one.module_ids]


def names(organisation_id: str, ids: Iterable[str] | None = None) -> dict[str, tuple[str, str]]:
    """id → (in Chinese, in English); all when no ids are given."""
    statement = select(CertificateType.id, CertificateType.name_zh, CertificateType.name_en).where(
        CertificateType.organisation_id == organisation_id
    )
    if ids is not None:
        statement = statement.where(CertificateType.id.in_(list(ids)))
    return {id_: (zh, en) for id_, zh, en in db.session.execute(statement)}


def validity(type_: CertificateType) -> Validity:
    return Validity(type_.validity_months, type_.renew_from_days, type_.keeps_remaining)


def both(type_: CertificateType) -> dict[str, str]:
    return {"zh": type_.name_zh, "en": type_.name_en}


def in_language(type_: CertificateType, language: str) -> str:
    return type_.name_zh if language == "zh-CN" else type_.name_en
