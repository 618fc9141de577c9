"""The scan of a paper certificate: encrypted in the store under a key of its own; each reading is noted."""

import hashlib
from dataclasses import dataclass

from guard_api import vault
from guard_api.errors import NotFound, Problem
from guard_api.files import NoSuchFile, store
from training.certificates.models import Certificate

MOST_BYTES = 10 * 1024 * 1024
USE = "training.certificate_scan"
BEGINNINGS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"%PDF-": "application/pdf"}


@dataclass(frozen=True)
class Scan:
    content: bytes
    type: str


def read(stream) -> Scan:
    """What was uploaded, if it is what it must be."""
    content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Problem("certificates.scan_too_large", 413, megabytes=MOST_BYTES // 1024 // 1024)
    type_ = next((kind for start, kind in BEGINNINGS.items() if content.startswith(start)), None)
    if type_ is None:
        raise Problem("certificates.scan_type", 422, paths=["/file"])
    return Scan(content, type_)


def keep(certificate: Certificate, scan: Scan) -> None:
    key = vault.new_key()
    store().put(_place(certificate), vault.encrypt(key, scan.content, about=certificate.id))
    certificate.scan_sha256 = hashlib.sha256(scan.content).hexdigest()
    certificate.scan_type = scan.type
    certificate.scan_key = vault.seal(
        key, organisation_id=certificate.organisation_id, use=f"{USE}:{certificate.id}"
    )


def content(certificate: Certificate) -> bytes:
    if certificate.scan_key is None:
        raise NotFound()
    key = vault.unseal(
        certificate.scan_key,
        organisation_id=certificate.organisation_id,
        use=f"{USE}:{certificate.id}",
    )
    try:
        return vault.decrypt(key, store().get(_place(certificate)), about=certificate.id)
    except NoSuchFile:
        raise NotFound() from None


def _place(certificate: Certificate) -> str:
    return f"{certificate.organisation_id}/certificates/{certificate.id}"
