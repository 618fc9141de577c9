"""Findings as the API shows them: plain data, names instead of bare ids."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from checkpoints.findings.models import Finding, FindingStep
from checkpoints.findings.rules import UNFIXED, UNSETTLED
from evidence.uploads.queries import File
from evidence.uploads.rules import is_photo

SAME = (
    "id",
    "site_id",
    "checkpoint_id",
    "patrol_id",
    "category",
    "severity",
    "sos",
    "text",
    "flags",
    "lat",
    "lon",
    "accuracy_m",
    "floor_plan_id",
    "plan_x",
    "plan_y",
    "status",
    "opened_at",
    "received_at",
    "due_at",
    "fixed_at",
    "verified_at",
)
PEOPLE = ("opened_by", "assigned_to", "fixed_by", "verified_by")


def shown(
    finding: Finding,
    files: Sequence[File],
    *,
    people: dict[str, str],
    checkpoints: dict[str, str],
    sites: dict[str, str],
    at: datetime,
) -> dict[str, Any]:
    same = {name: getattr(finding, name) for name in SAME}
    who = {name: person(getattr(finding, name), people) for name in PEOPLE}
    reported = [file for file in files if file.event_id == finding.id]
    return (
        same
        | who
        | shown_files(reported)
        | {
            "site_name": sites.get(finding.site_id, ""),
            "checkpoint_name": checkpoints.get(finding.checkpoint_id or ""),
            "overdue": is_overdue(finding, at),
            "open_minutes": open_minutes(finding, at),
        }
    )


def shown_step(step: FindingStep, people: dict[str, str], files: Sequence[File]) -> dict[str, Any]:
    same = {name: getattr(step, name) for name in ("id", "at", "action", "note", "fixed")}
    who = {"person": person(step.person_id, people), "assigned_to": person(step.assigned_to, people)}
    return same | who | shown_files(files)


def shown_files(files: Sequence[File]) -> dict[str, Any]:
    photos = [_photo(file) for file in files if is_photo(file.type)]
    voice = next((_voice(file) for file in files if not is_photo(file.type)), None)
    return {"photos": photos, "voice": voice}


def _photo(file: File) -> dict[str, Any]:
    address = f"/api/v1/photos/{file.sha256}" if file.state == "verified" else None
    return {
        "sha256": file.sha256,
        "state": file.state,
        "width_px": file.width_px,
        "height_px": file.height_px,
        "url": address and f"{address}?size=full",
        "thumb": address and f"{address}?size=thumb",
    }


def _voice(file: File) -> dict[str, Any]:
    here = file.state == "verified"
    return {
        "sha256": file.sha256,
        "state": file.state,
        "seconds": file.seconds,
        "url": f"/api/v1/voice-notes/{file.sha256}" if here else None,
    }


def person(id_: str | None, people: dict[str, str]) -> dict[str, str] | None:
    return {"id": id_, "name": people.get(id_, "")} if id_ else None


def is_overdue(finding: Finding, at: datetime) -> bool:
    return finding.due_at is not None and finding.due_at < at and finding.status in UNFIXED


def open_minutes(finding: Finding, at: datetime) -> int:
    """How long it has been, or was, waiting to be settled."""
    until = at if finding.status in UNSETTLED else finding.verified_at or at
    return max(0, int((until - finding.opened_at).total_seconds() // 60))
