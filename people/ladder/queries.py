from typing import Any

from sqlalchemy import select

from guard_api.database import db
from people.ladder import asks
from people.ladder.models import Grade, GradeStep

STEP_FIELDS = (
    "to_grade_id",
    "months",
    "assessment_min",
    "certificate_type_ids",
    "module_ids",
    "note_zh",
    "note_en",
)


def grades(organisation_id: str, *, archived: bool = True) -> list[Grade]:
    """From the lowest up; archived ones still name what was."""
    statement = select(Grade).where(Grade.organisation_id == organisation_id)
    if not archived:
        statement = statement.where(Grade.archived_at.is_(None))
    return list(db.session.scalars(statement.order_by(Grade.position, Grade.id)))


def steps(organisation_id: str) -> dict[str, GradeStep]:
    """By the grade that they lead from."""
    rows = db.session.scalars(select(GradeStep).where(GradeStep.organisation_id == organisation_id))
    return {step.from_grade_id: step for step in rows}


def ladder(organisation_id: str) -> dict[str, Any]:
    """The grades in use, each with its step and what that asks by name."""
    steps_ = steps(organisation_id)
    named = {
        kind: asks.names(kind, organisation_id, {id_ for step in steps_.values() for id_ in of(step)})
        for kind, of in OF_STEP.items()
    }
    rungs = grades(organisation_id, archived=False)
    return {"items": [_rung(grade, steps_.get(grade.id), named) for grade in rungs]}


OF_STEP = {
    asks.CERTIFICATE: lambda step: step.certificate_type_ids,
    asks.MODULE: lambda step: step.module_ids,
}


def _rung(grade: Grade, step: GradeStep | None, named: dict[str, asks.Names]) -> dict[str, Any]:
    return _plain(grade) | {"step": step and _step(step, named)}


def _plain(grade: Grade) -> dict[str, Any]:
    return {name: getattr(grade, name) for name in ("id", "name_zh", "name_en", "position", "archived_at")}


def _step(step: GradeStep, named: dict[str, asks.Names]) -> dict[str, Any]:
    shown = {name: getattr(step, name) for name in STEP_FIELDS}
    return shown | {
        "certificates": asks.shown(named[asks.CERTIFICATE], step.certificate_type_ids),
        "modules": asks.shown(named[asks.MODULE], step.module_ids),
    }
