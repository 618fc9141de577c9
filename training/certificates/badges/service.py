"""Certificates as Open Badges 3.0 credentials."""

import hashlib
import secrets
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import select

from guard_api.clock import day_bounds, now
from guard_api.database import db
from guard_api.errors import NotFound, Problem
from guard_api.fields import iso
from guard_api.identity.models import Person
from guard_api.tenants.models import Organisation
from training.certificates.addresses import base, verify_url
from training.certificates.badges import integrity
from training.certificates.badges.keys import keys_of, signing_key
from training.certificates.kinds.queries import in_language
from training.certificates.models import Certificate, CertificateType, SigningKey
from training.days import zone_of

CONTEXTS = [integrity.CREDENTIALS, integrity.OPEN_BADGES, integrity.EXTENSIONS]
MULTIKEY = "https://w3id.org/security/multikey/v1"
CONTROLLED = "https://www.w3.org/ns/cid/v1"


def credential(certificate: Certificate, *, language: str) -> bytes:
    """Signed now. Its holder is named by a salted hash: whoever is told the name can check it."""
    type_ = db.session.get(CertificateType, (certificate.organisation_id, certificate.type_id))
    if type_.external:
        raise Problem("certificates.given_by_others", 409)
    if certificate.revoked_at is not None:
        raise Problem("certificates.already_revoked", 409)
    row, private = signing_key(certificate.organisation_id)
    address = address_of(certificate.organisation_id)
    document = unsigned(certificate, type_, language)
    return orjson.dumps(
        integrity.signed(document, private, method=key_url(address, row), created=plain(now()))
    )


def unsigned(certificate: Certificate, type_: CertificateType, language: str) -> dict[str, Any]:
    organisation_id, zone = certificate.organisation_id, zone_of(certificate.organisation_id)
    address = address_of(organisation_id)
    document = {
        "@context": CONTEXTS,
        "id": credential_id(certificate),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": in_language(type_, language),
        "issuer": profile(organisation_id),
        "validFrom": plain(day_bounds(certificate.issued_on, zone)[0]),
        "credentialSubject": _subject(certificate, type_, language),
        "credentialStatus": {"id": f"{address}/revocations", "type": "1EdTechRevocationList"},
    }
    if certificate.expires_on is not None:
        document["validUntil"] = plain(day_bounds(certificate.expires_on, zone)[1])
    return document


def _subject(certificate: Certificate, type_: CertificateType, language: str) -> dict[str, Any]:
    holder = db.session.get(Person, (certificate.organisation_id, certificate.person_id))
    name = in_language(type_, language)
    about = type_.about_zh if language == "zh-CN" else type_.about_en
    return {
        "type": ["AchievementSubject"],
        "identifier": [_identity(holder.name)],
        "licenseNumber": certificate.number,
        "achievement": {
            "id": f"urn:uuid:{type_.id}",
            "type": ["Achievement"],
            "achievementType": "Certificate",
            "name": name,
            "description": about or name,
            "criteria": {
                "id": verify_url(base(certificate.organisation_id), certificate.verify_code),
                "narrative": about or name,
            },
        },
    }


def _identity(name: str) -> dict[str, Any]:
    salt = secrets.token_hex(16)
    hashed = hashlib.sha256(f"{name}{salt}".encode()).hexdigest()
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${hashed}",
        "identityType": "name",
        "salt": salt,
    }


def credential_id(certificate: Certificate) -> str:
    return f"urn:uuid:{certificate.id}"


def plain(instant: datetime) -> str:
    """Without fractions of a second: the signed text must come back as it was."""
    return iso(instant.replace(microsecond=0)).replace(".000Z", "Z")


# --- what anybody may fetch ---------------------------------------------------------------------


def address_of(organisation_id: str) -> str:
    return f"{base(organisation_id)}/api/v1/badges/{organisation_id}"


def key_url(address: str, row: SigningKey) -> str:
    return f"{address}/keys/{row.id}"


def profile(organisation_id: str) -> dict[str, Any]:
    organisation = db.session.get(Organisation, organisation_id)
    return {
        "id": f"{address_of(organisation_id)}/issuer",
        "type": ["Profile"],
        "name": organisation.name,
        "url": base(organisation_id),
    }


def issuer(organisation_id: str) -> dict[str, Any]:
    """The organisation's profile, and the keys with which it signs."""
    _known(organisation_id)
    methods = [_method(organisation_id, row) for row in keys_of(organisation_id)]
    return {
        "@context": [integrity.CREDENTIALS, integrity.OPEN_BADGES, CONTROLLED],
        **profile(organisation_id),
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def key(organisation_id: str, key_id: str) -> dict[str, Any]:
    row = db.session.get(SigningKey, (organisation_id, key_id))
    if row is None:
        raise NotFound()
    return {"@context": MULTIKEY, **_method(organisation_id, row)}


def _method(organisation_id: str, row: SigningKey) -> dict[str, Any]:
    address = address_of(organisation_id)
    return {
        "id": key_url(address, row),
        "type": "Multikey",
        "controller": f"{address}/issuer",
        "publicKeyMultibase": row.public_key,
    }


def revocations(organisation_id: str) -> dict[str, Any]:
    """The credentials that no longer hold, by ids that say nothing of anybody."""
    _known(organisation_id)
    revoked = db.session.scalars(
        select(Certificate)
        .where(Certificate.organisation_id == organisation_id, Certificate.revoked_at.is_not(None))
        .order_by(Certificate.revoked_at, Certificate.id)
    )
    address = address_of(organisation_id)
    return {
        "id": f"{address}/revocations",
        "issuer": f"{address}/issuer",
        "revokedCredential": [{"id": credential_id(one), "revoked": True} for one in revoked],
    }


def _known(organisation_id: str) -> None:
    if db.session.get(Organisation, organisation_id) is None:
        raise NotFound()
