from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from checkpoints.findings.models import Finding
from evidence.uploads import queries as uploads
from guard_api.database import db

SETTLED = "verified"
MOST_OPEN = 500


def openings(organisation_id: str, patrol_ids: Iterable[str]) -> dict[str, list[datetime]]:
    """When findings were opened in each of these rounds, in order. Rounds without any are left out."""
    rows = db.session.execute(
        select(Finding.patrol_id, Finding.opened_at)
        .where(Finding.organisation_id == organisation_id, Finding.patrol_id.in_(list(patrol_ids)))
        .order_by(Finding.opened_at)
    )
    found: dict[str, list[datetime]] = {}
    for patrol_id, opened_at in rows:
        found.setdefault(patrol_id, []).append(opened_at)
    return found


def open_at_checkpoints(organisation_id: str, site_ids: Iterable[str]) -> list[dict[str, Any]]:
    """Findings that the next guard at their checkpoint is asked about, newest first."""
    findings = db.session.scalars(
        select(Finding)
        .where(
            Finding.organisation_id == organisation_id,
            Finding.site_id.in_(list(site_ids)),
            Finding.checkpoint_id.is_not(None),
            Finding.status != SETTLED,
        )
        .order_by(Finding.opened_at.desc(), Finding.id)
        .limit(MOST_OPEN)
    ).all()
    files = uploads.files_of(organisation_id, [finding.id for finding in findings])
    return [_for_phone(finding, files.get(finding.id, [])) for finding in findings]


def _for_phone(finding: Finding, files: list[uploads.File]) -> dict[str, Any]:
    fields = ("id", "site_id", "checkpoint_id", "category", "severity", "text", "opened_at", "status")
    return {name: getattr(finding, name) for name in fields} | {"thumb": thumb_url(files)}


def thumb_url(files: list[uploads.File]) -> str | None:
    """Where the first photo that is here can be fetched, small."""
    here = (file for file in files if file.state == "verified" and file.width_px)
    return next((f"/api/v1/photos/{file.sha256}?size=thumb" for file in here), None)
