"""Certificates as the API shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from training.certificates import rules
from training.certificates.addresses import verify_url
from training.certificates.kinds.queries import validity
from training.certificates.models import Certificate, CertificateType, CertificateWarning

SAME = (
    "id",
    "number",
    "issued_on",
    "expires_on",
    "issuer",
    "source",
    "issued_at",
    "replaces_id",
    "revoked_at",
    "revoke_reason",
)


@dataclass(frozen=True)
class Around:
    """What is needed to show certificates, read once for all of them."""

    on: date
    address: str
    types: Mapping[str, CertificateType]
    people: Mapping[str, str]
    replaced_by: Mapping[str, str]
    warnings: Mapping[str, CertificateWarning]


def shown(one: Certificate, around: Around) -> dict[str, Any]:
    type_ = around.types[one.type_id]
    held = rules.Held(one.issued_on, one.expires_on, one.revoked_at is not None, one.id in around.replaced_by)
    return {
        **{name: getattr(one, name) for name in SAME},
        "type": {name: getattr(type_, name) for name in ("id", "code", "name_zh", "name_en", "external")},
        "person": {"id": one.person_id, "name": around.people.get(one.person_id, "")},
        "state": rules.state(held, around.on, warn_from_days=warns_from(type_)),
        "days_left": one.expires_on and (one.expires_on - around.on).days,
        "renewable_from_on": rules.renewable_from(validity(type_), held),
        "replaced_by_id": around.replaced_by.get(one.id),
        "has_scan": one.scan_sha256 is not None,
        "warning": None if held.revoked or held.replaced else around.warnings.get(one.id),
        "verify_url": None if type_.external else verify_url(around.address, one.verify_code),
    }


def warns_from(type_: CertificateType) -> int:
    """From how many days before its end it is shown as ending."""
    return max(type_.warn_days, default=0)
