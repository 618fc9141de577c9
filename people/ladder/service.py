from typing import Any

from guard_api.clock import now
from guard_api.database import db, get_owned, new_id
from guard_api.errors import Problem
from guard_api.identity.actor import Actor
from guard_api.records import note_change
from people.ladder import asks, queries, rules
from people.ladder.models import Grade, GradeStep


def add_grade(actor: Actor, *, name_zh: str, name_en: str, position: int | None = None) -> Grade:
    """On top of the others, unless its position is given."""
    others = queries.grades(actor.organisation_id, archived=False)
    _refuse_taken(others, None, {"name_zh": name_zh, "name_en": name_en})
    grade = Grade(
        organisation_id=actor.organisation_id,
        id=new_id(),
        name_zh=name_zh,
        name_en=name_en,
        position=len(others),
    )
    db.session.add(grade)
    _place(grade, others, len(others) if position is None else position)
    db.session.flush()
    note_change(actor, "grade.added", "grade", grade.id, name_zh=name_zh, name_en=name_en)
    return grade


def change_grade(
    actor: Actor,
    *,
    grade_id: str,
    archived: bool | None = None,
    position: int | None = None,
    **names: str,
) -> Grade:
    """Rename, move, archive or restore. The others make room."""
    grade = get_owned(Grade, actor.organisation_id, grade_id)
    others = [one for one in queries.grades(actor.organisation_id, archived=False) if one.id != grade_id]
    _refuse_taken(others, grade, names)
    for name, value in names.items():
        setattr(grade, name, value)
    if archived is not None:
        grade.archived_at = now() if archived else None
    if position is not None or archived is False:
        _place(grade, others, len(others) if position is None else position)
    db.session.flush()
    note_change(actor, "grade.changed", "grade", grade.id, archived=archived, position=position, **names)
    return grade


def _refuse_taken(others: list[Grade], grade: Grade | None, names: dict[str, str]) -> None:
    for name, value in names.items():
        if any(getattr(one, name) == value for one in others if one is not grade):
            raise Problem("people.grade_taken", 409, paths=[f"/{name}"], name=value)


def _place(grade: Grade, others: list[Grade], position: int) -> None:
    ordered = list(others)
    ordered.insert(position, grade)
    for number, one in enumerate(ordered):
        one.position = number


def set_step(actor: Actor, *, grade_id: str, to_grade_id: str | None, **asked: Any) -> None:
    """What the step from this grade asks; without a grade to reach, there is no step."""
    get_owned(Grade, actor.organisation_id, grade_id)
    steps = queries.steps(actor.organisation_id)
    step = steps.get(grade_id)
    if to_grade_id is None:
        _remove(actor, step)
        return
    _refuse_astray(actor, steps, grade_id, to_grade_id)
    _refuse_unknown(actor, asked)
    if step is None:
        step = GradeStep(organisation_id=actor.organisation_id, id=new_id(), from_grade_id=grade_id)
        db.session.add(step)
    for name, value in {"to_grade_id": to_grade_id, **asked}.items():
        setattr(step, name, value)
    db.session.flush()
    note_change(actor, "grade.step_set", "grade", grade_id, to_grade_id=to_grade_id, **asked)


def _remove(actor: Actor, step: GradeStep | None) -> None:
    if step is not None:
        db.session.delete(step)
        db.session.flush()
        note_change(actor, "grade.step_removed", "grade", step.from_grade_id)


def _refuse_astray(actor: Actor, steps: dict[str, GradeStep], grade_id: str, to_grade_id: str) -> None:
    known = {one.id for one in queries.grades(actor.organisation_id)}
    if to_grade_id not in known:
        raise Problem("people.grade_unknown", 422, paths=["/to_grade_id"])
    leads_to = {from_id: step.to_grade_id for from_id, step in steps.items() if from_id != grade_id}
    if rules.leads_back(leads_to, grade_id, to_grade_id):
        raise Problem("people.step_in_circle", 422, paths=["/to_grade_id"])


def _refuse_unknown(actor: Actor, asked: dict[str, Any]) -> None:
    for kind, name in ((asks.CERTIFICATE, "certificate_type_ids"), (asks.MODULE, "module_ids")):
        if asks.unknown(kind, actor.organisation_id, asked.get(name, ())):
            raise Problem(f"people.{kind}_unknown", 422, paths=[f"/{name}"])
