"""A certificate as one page of PDF, set by Typst."""

import json
from pathlib import Path

import typst

from guard_api.database import db
from guard_api.errors import Problem
from guard_api.identity.models import Person
from guard_api.qr import qr_svg
from guard_api.tenants.models import Organisation
from training.certificates.addresses import base, verify_url
from training.certificates.models import Certificate, CertificateType
from training.certificates.rules import grouped

PAGE = Path(__file__).with_name("certificate.typ")
WORDS = {
    "zh-CN": {
        "certificate": "证书",
        "holder": "兹证明",
        "has": "已取得",
        "number": "编号",
        "issued_on": "发证日期",
        "expires_on": "有效期至",
        "never": "长期有效",
        "verify": "扫码核验真伪",
        "code": "核验码",
        "revoked": "已吊销",
        "lang": "zh",
    },
    "en": {
        "certificate": "Certificate",
        "holder": "This is to certify that",
        "has": "holds",
        "number": "Number",
        "issued_on": "Issued on",
        "expires_on": "Valid until",
        "never": "No end",
        "verify": "Scan to verify",
        "code": "Code",
        "revoked": "REVOKED",
        "lang": "en",
    },
}


def printed(certificate: Certificate, *, language: str, fonts: Path) -> bytes:
    """The page in one language. What others gave is theirs to print."""
    own = (certificate.organisation_id, certificate.type_id)
    type_ = db.session.get(CertificateType, own)
    if type_.external:
        raise Problem("certificates.given_by_others", 409)
    if not list(fonts.glob("*.ttf")):
        raise Problem("certificates.font_missing", 503)
    return typst.compile(
        PAGE.read_bytes(),
        font_paths=[fonts],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_data(certificate, type_, language))},
    )


def _data(certificate: Certificate, type_: CertificateType, language: str) -> dict:
    chinese = language == "zh-CN"
    link = verify_url(base(certificate.organisation_id), certificate.verify_code)
    holder = db.session.get(Person, (certificate.organisation_id, certificate.person_id))
    return {
        "words": WORDS[language],
        "organisation": db.session.get(Organisation, certificate.organisation_id).name,
        "holder": holder.name,
        "type": type_.name_zh if chinese else type_.name_en,
        "about": type_.about_zh if chinese else type_.about_en,
        "number": certificate.number,
        "issued_on": certificate.issued_on.isoformat(),
        "expires_on": certificate.expires_on and certificate.expires_on.isoformat(),
        "revoked": certificate.revoked_at is not None,
        "qr": qr_svg(link, sturdy=True),
        "link": link,
        "code": grouped(certificate.verify_code),
    }
