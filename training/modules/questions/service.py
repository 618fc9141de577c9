"""The bank is changed by new revisions only, so that what somebody was asked can always be seen."""

from typing import Any

from sqlalchemy import select

from guard_api.clock import now
from guard_api.database import db, get_owned, new_id
from guard_api.errors import Problem
from guard_api.identity.actor import Actor
from guard_api.records import note_change
from training.modules import rules
from training.modules.access import module_of
from training.modules.media.queries import newest_by_name
from training.modules.models import Module, ModuleVersion, Question

FACTS = ("kind", "lesson", "level")


def add_question(actor: Actor, *, module_id: str, key: str | None = None, **facts: Any) -> Question:
    module = module_of(actor, module_id)
    known = current_by_key(module)
    if key in known:
        raise Problem("training.key_taken", 409, key=key)
    key = key or free_key(known)
    question = write(module, key, checked(module, facts), by=actor.person_id)
    note_change(actor, "question.added", "question", question.id, key=key)
    return question


def free_key(known: Any) -> str:
    return next(key for number in range(1, len(known) + 2) if (key := f"q{number}") not in known)


def revise(actor: Actor, *, question_id: str, **facts: Any) -> Question:
    """A new revision; papers that hold the old one are marked by the old one. A retired question returns."""
    old = _newest(actor, question_id)
    module = module_of(actor, old.module_id)
    question = write(module, old.key, checked(module, facts), by=actor.person_id, old=old)
    note_change(actor, "question.revised", "question", question.id, key=old.key, revision=question.revision)
    return question


def retire(actor: Actor, *, question_id: str) -> Question:
    """Not drawn any more, and not counted in papers that are out."""
    question = _newest(actor, question_id)
    if question.retired_at is not None:
        raise Problem("training.retired_already", 409)
    question.retired_at = now()
    module_of(actor, question.module_id).changed = True
    note_change(actor, "question.retired", "question", question.id, key=question.key)
    db.session.flush()
    return question


def _newest(actor: Actor, question_id: str) -> Question:
    question = get_owned(Question, actor.organisation_id, question_id)
    if not question.current:
        raise Problem("training.not_the_newest", 409)
    return question


def checked(module: Module, facts: dict[str, Any]) -> dict[str, Any]:
    """{kind, lesson, level, content} as stored, or a problem that says what is wrong."""
    lesson, picture = facts.get("lesson"), facts.get("picture")
    if lesson and lesson not in lesson_keys(module):
        raise Problem("training.lesson_unknown", 422, paths=["/lesson"], lesson=lesson)
    pictures = newest_by_name(module.organisation_id, module.id)
    if picture and picture not in pictures:
        raise Problem("training.picture_unknown", 422, paths=["/picture"], name=picture)
    return stored(facts, pictures)


def stored(facts: dict[str, Any], pictures: dict[str, str]) -> dict[str, Any]:
    content = rules.complete_content(facts, facts["kind"])
    fault = rules.question_fault(facts["kind"], content)
    if fault:
        raise Problem(fault, 422, paths=["/options"])
    content["picture_id"] = pictures.get(content["picture"])
    return {name: facts.get(name) for name in FACTS} | {"content": content}


def lesson_keys(module: Module) -> set[str]:
    """Of the draft and of what is published."""
    version = module.version_id and db.session.get(ModuleVersion, (module.organisation_id, module.version_id))
    contents = [module.draft or {}, version.content if version else {}]
    return {lesson["key"] for content in contents for lesson in content.get("lessons", ())}


def write(
    module: Module,
    key: str,
    checked_facts: dict[str, Any],
    *,
    by: str | None = None,
    old: Question | None = None,
) -> Question:
    """A first or further revision."""
    if old is not None:
        old.current = False
    question = Question(
        organisation_id=module.organisation_id,
        id=new_id(),
        module_id=module.id,
        key=key,
        revision=old.revision + 1 if old else 1,
        created_at=now(),
        created_by=by,
        **checked_facts,
    )
    db.session.add(question)
    module.changed = module.changed or by is not None
    db.session.flush()
    return question


def current_by_key(module: Module) -> dict[str, Question]:
    """The newest revision of each question, retired ones too."""
    found = db.session.scalars(
        select(Question).where(
            Question.organisation_id == module.organisation_id,
            Question.module_id == module.id,
            Question.current,
        )
    )
    return {question.key: question for question in found}
