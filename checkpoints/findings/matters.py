"""What of findings is open when a post is handed over."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from checkpoints.findings.categories import categories_of
from checkpoints.findings.models import Finding
from checkpoints.findings.rules import VERIFIED
from guard_api.database import db

MOST = 200


def open_matters(organisation_id: str, site_ids: Iterable[str]) -> list[dict[str, Any]]:
    """The findings of these sites that are not settled, the most severe first."""
    findings = db.session.scalars(
        select(Finding)
        .where(
            Finding.organisation_id == organisation_id,
            Finding.site_id.in_(list(site_ids)),
            Finding.status != VERIFIED,
        )
        .order_by(Finding.severity.desc(), Finding.opened_at.desc(), Finding.id)
        .limit(MOST)
    ).all()
    named = {one.code: f"{one.name_zh} {one.name_en}".strip() for one in categories_of(organisation_id)}
    return [
        {
            "kind": "finding",
            "id": finding.id,
            "site_id": finding.site_id,
            "text": (finding.text or named.get(finding.category, finding.category))[:300],
            "since": finding.opened_at,
        }
        for finding in findings
    ]
