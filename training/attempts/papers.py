"""Papers lie ready before anybody begins, so that an attempt needs no network."""

from collections.abc import Iterable
from random import SystemRandom
from typing import Any

from sqlalchemy import select

from guard_api.clock import now
from guard_api.database import db, new_id, write_transaction
from guard_api.identity.actor import Actor
from training.attempts import rules
from training.attempts.models import Paper
from training.attempts.rules import Drawable
from training.days import today
from training.duties import queries as duties
from training.duties.models import Duty
from training.modules.models import Module, ModuleVersion, Question
from training.modules.queries import modules_in_use, versions_by_id
from training.modules.questions import queries as questions

NOT_DRAWN = ("scorm",)


def ensure_papers(actor: Actor) -> None:
    """Draw what the actor may attempt and has no paper for. Writes only where something is to be drawn."""
    if _drawable(actor):
        with write_transaction():
            draw_lacking(actor)


def draw_lacking(actor: Actor) -> None:
    """The same in a transaction that is open already."""
    _lock_duties(actor)
    for duty, version, old, bank in _drawable(actor):
        if old is not None:
            old.withdrawn_at = now()
            db.session.flush()
        _draw(duty, version, bank)
    db.session.flush()


def _lock_duties(actor: Actor) -> None:
    """Two phones that ask at once draw one paper."""
    db.session.execute(
        select(Duty.id)
        .where(Duty.organisation_id == actor.organisation_id, Duty.person_id == actor.person_id)
        .order_by(Duty.id)
        .with_for_update()
    )


Lacking = tuple[Duty, ModuleVersion, Paper | None]
Drawing = tuple[Duty, ModuleVersion, Paper | None, list[Question]]


def _drawable(actor: Actor) -> list[Drawing]:
    """What is lacking, with the questions to draw from; a bank may be empty."""
    lacking = _lacking(actor)
    banks = questions.in_use(actor.organisation_id, [duty.module_id for duty, _, _ in lacking])
    return [(*one, banks[one[0].module_id]) for one in lacking if one[0].module_id in banks]


def _lacking(actor: Actor) -> list[Lacking]:
    """Duties without a paper of the module's newest version, and the older paper to take back."""
    day = today(actor.organisation_id)
    own = duties.of_person(actor.organisation_id, actor.person_id)
    modules = modules_in_use(actor.organisation_id)
    versions = versions_by_id(actor.organisation_id, {modules[one.module_id].version_id for one in own})
    papers = open_papers(actor.organisation_id, actor.person_id)
    found = []
    for duty in own:
        module, paper = modules[duty.module_id], papers.get(duty.module_id)
        version = versions[module.version_id]
        fresh = paper is not None and paper.version_id == version.id
        if not fresh and _may_attempt(module, version, duty, day):
            found.append((duty, version, paper))
    return found


def _may_attempt(module: Module, version: ModuleVersion, duty: Duty, day: Any) -> bool:
    return module.origin not in NOT_DRAWN and rules.may_attempt(
        passed_at=duty.passed_at,
        valid_until_on=duty.valid_until_on,
        left=rules.attempts_left(version.content["attempts"], duty.attempts),
        today=day,
    )


def open_papers(organisation_id: str, person_id: str) -> dict[str, Paper]:
    """Papers that wait to be attempted, by module."""
    found = db.session.scalars(
        select(Paper).where(
            Paper.organisation_id == organisation_id,
            Paper.person_id == person_id,
            Paper.attempt_id.is_(None),
            Paper.withdrawn_at.is_(None),
        )
    )
    return {paper.module_id: paper for paper in found}


def _draw(duty: Duty, version: ModuleVersion, bank: Iterable[Question]) -> None:
    drawn = rules.draw([drawable(question) for question in bank], version.content["draw"], SystemRandom())
    db.session.add(
        Paper(
            organisation_id=duty.organisation_id,
            id=new_id(),
            person_id=duty.person_id,
            module_id=duty.module_id,
            version_id=version.id,
            items=drawn,
            drawn_at=now(),
            opens_at=duty.next_attempt_at,
        )
    )


def drawable(question: Question) -> Drawable:
    keys = tuple(option["key"] for option in question.content["options"])
    return Drawable(question.id, question.lesson, keys)


def shown(paper: Paper, asked: dict[str, Question]) -> dict[str, Any]:
    """A paper as the phone gets it. A question that was retired meanwhile is not asked any more."""
    return {
        "id": paper.id,
        "opens_at": paper.opens_at,
        "questions": [
            questions.asked(asked[item["question_id"]], item["options"])
            for item in paper.items
            if asked[item["question_id"]].retired_at is None
        ],
    }
