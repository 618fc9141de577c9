from collections.abc import Iterable
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from guard_api.database import db
from guard_api.identity.models import Person
from people.records.models import Assessment, AssessmentCriterion, Commendation, Particulars


def criteria(organisation_id: str, *, archived: bool = False) -> list[AssessmentCriterion]:
    statement = select(AssessmentCriterion).where(AssessmentCriterion.organisation_id == organisation_id)
    if not archived:
        statement = statement.where(AssessmentCriterion.archived_at.is_(None))
    return list(db.session.scalars(statement.order_by(AssessmentCriterion.position, AssessmentCriterion.id)))


def assessments_of(organisation_id: str, person_id: str) -> list[dict[str, Any]]:
    """The newest first, with those that were corrected; each knows what it replaces and what replaced it."""
    fields = ("criteria", "score", "note", "period", "replaces_id", "reason", "created_at")
    rows = _with_names(Assessment, organisation_id, person_id, fields)
    replaced = {row["replaces_id"]: row["id"] for row in rows if row["replaces_id"]}
    return [row | {"replaced_by_id": replaced.get(row["id"])} for row in rows]


def is_corrected(assessment: Assessment) -> bool:
    """Whether another one holds in its place."""
    same = (Assessment.organisation_id == assessment.organisation_id, Assessment.replaces_id == assessment.id)
    return db.session.scalar(select(Assessment.id).where(*same)) is not None


def commendations_of(organisation_id: str, person_id: str) -> list[dict[str, Any]]:
    """The newest first."""
    return _with_names(Commendation, organisation_id, person_id, ("kind", "text"))


def _with_names(model: type, organisation_id: str, person_id: str, fields: tuple[str, ...]) -> list[Any]:
    rows = db.session.execute(
        select(model, Person.name)
        .outerjoin(Person, (Person.organisation_id == model.organisation_id) & (Person.id == model.by))
        .where(model.organisation_id == organisation_id, model.person_id == person_id)
        .order_by(model.on.desc(), model.id.desc())
    )
    return [
        {name: getattr(row, name) for name in ("id", "on", *fields)}
        | {"by": {"id": row.by, "name": name or ""}}
        for row, name in rows
    ]


def newest_scores(organisation_id: str, person_ids: Iterable[str]) -> dict[str, int]:
    """Each person's newest assessment, as it was put right."""
    later = aliased(Assessment)
    corrected = exists().where(
        later.organisation_id == Assessment.organisation_id, later.replaces_id == Assessment.id
    )
    place = func.row_number().over(
        partition_by=Assessment.person_id, order_by=(Assessment.on.desc(), Assessment.id.desc())
    )
    ranked = (
        select(Assessment.person_id, Assessment.score, place.label("place"))
        .where(Assessment.organisation_id == organisation_id, Assessment.person_id.in_(list(person_ids)))
        .where(~corrected.correlate(Assessment))
        .subquery()
    )
    rows = db.session.execute(select(ranked.c.person_id, ranked.c.score).where(ranked.c.place == 1))
    return dict(tuple(row) for row in rows)


def particulars_of(organisation_id: str, person_ids: Iterable[str]) -> dict[str, Particulars]:
    rows = db.session.scalars(
        select(Particulars).where(
            Particulars.organisation_id == organisation_id, Particulars.person_id.in_(list(person_ids))
        )
    )
    return {one.person_id: one for one in rows}
