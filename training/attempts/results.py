"""What an attempt's own person is told after it is in: what was right, and why."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from guard_api.database import db, get_owned
from guard_api.errors import NotFound
from guard_api.identity.actor import Actor
from training.attempts.models import AnsweredQuestion, Attempt, Paper
from training.modules.models import Question
from training.modules.queries import versions_by_id
from training.modules.questions import queries as questions
from training.modules.questions.queries import chosen_keys, places_of
from training.modules.rules import right_keys

MOST = 200
OWN = ("module_id", "version_id", "percent", "passed", "counted", "right", "asked", "ended_at", "flags")


def result(actor: Actor, attempt_id: str) -> dict[str, Any]:
    """One's own attempt."""
    attempt = get_owned(Attempt, actor.organisation_id, attempt_id)
    if attempt.person_id != actor.person_id:
        raise NotFound()
    return _shown_all(actor.organisation_id, [attempt])[0]


def last_results(actor: Actor) -> dict[str, dict[str, Any]]:
    """The latest attempt that counts on each module."""
    found = db.session.scalars(
        select(Attempt)
        .where(
            Attempt.organisation_id == actor.organisation_id,
            Attempt.person_id == actor.person_id,
            Attempt.counted,
            Attempt.paper_id.is_not(None),
        )
        .order_by(Attempt.ended_at.desc(), Attempt.id.desc())
        .limit(MOST)
    )
    latest: dict[str, Attempt] = {}
    for attempt in found:
        latest.setdefault(attempt.module_id, attempt)
    shown = _shown_all(actor.organisation_id, latest.values())
    return {one["module_id"]: one for one in shown}


def last_answers(
    organisation_id: str, module_id: str, person_ids: Iterable[str]
) -> dict[str, dict[str, Any]]:
    """Person → what they chose in the latest attempt that counts, question by question, for the desk."""
    found = db.session.scalars(
        select(Attempt)
        .where(
            Attempt.organisation_id == organisation_id,
            Attempt.module_id == module_id,
            Attempt.person_id.in_(list(person_ids)),
            Attempt.counted,
            Attempt.paper_id.is_not(None),
        )
        .order_by(Attempt.ended_at, Attempt.id)
    )
    tried: dict[str, list[Attempt]] = {}
    for attempt in found:
        tried.setdefault(attempt.person_id, []).append(attempt)
    latest = {person_id: attempts[-1] for person_id, attempts in tried.items()}
    shown = {one["attempt_id"]: one for one in _shown_all(organisation_id, latest.values())}
    versions = versions_by_id(organisation_id, {one.version_id for one in latest.values()} - {None})
    return {
        person_id: {
            "attempts": len(tried[person_id]),
            "answered_at": attempt.ended_at,
            "answered_version": versions[attempt.version_id].number if attempt.version_id else None,
            "answers": [_chosen_words(one) for one in shown[attempt.id]["questions"]],
        }
        for person_id, attempt in latest.items()
    }


def _chosen_words(told: dict[str, Any]) -> dict[str, Any]:
    words = {option["key"]: option["text"] for option in told["options"]}
    return {
        "text": told["text"],
        "chosen": [words[key] for key in told["chosen"]],
        "right": told["right"],
    }


def _shown_all(organisation_id: str, attempts: Iterable[Attempt]) -> list[dict[str, Any]]:
    attempts = list(attempts)
    papers = _papers(organisation_id, [one.paper_id for one in attempts])
    asked = questions.by_id(
        organisation_id, {item["question_id"] for paper in papers.values() for item in paper.items}
    )
    marks = _marks(organisation_id, [one.id for one in attempts])
    return [_shown(one, papers.get(one.paper_id), asked, marks) for one in attempts]


def _papers(organisation_id: str, ids: Iterable[str | None]) -> dict[str, Paper]:
    found = db.session.scalars(
        select(Paper).where(Paper.organisation_id == organisation_id, Paper.id.in_([i for i in ids if i]))
    )
    return {paper.id: paper for paper in found}


Marks = dict[tuple[str, str], bool]


def _marks(organisation_id: str, attempt_ids: list[str]) -> Marks:
    rows = db.session.execute(
        select(AnsweredQuestion.attempt_id, AnsweredQuestion.question_id, AnsweredQuestion.right).where(
            AnsweredQuestion.organisation_id == organisation_id,
            AnsweredQuestion.attempt_id.in_(attempt_ids),
        )
    )
    return {(attempt_id, question_id): right for attempt_id, question_id, right in rows}


def _shown(attempt: Attempt, paper: Paper | None, asked: dict[str, Question], marks: Marks) -> dict[str, Any]:
    """An attempt that does not count tells no answers: its paper may be open, or was told before."""
    items = paper.items if paper and attempt.counted else []
    return {name: getattr(attempt, name) for name in OWN} | {
        "attempt_id": attempt.id,
        "questions": [
            _told(item, asked[item["question_id"]], attempt, marks[attempt.id, item["question_id"]])
            for item in items
            if (attempt.id, item["question_id"]) in marks
        ],
    }


def _told(item: dict[str, Any], question: Question, attempt: Attempt, right: bool) -> dict[str, Any]:
    order = item["options"]
    places = attempt.answers.get(question.id, [])
    chosen = chosen_keys(order, places)
    correct = right_keys(question.kind, question.content["options"])
    said = {option["key"]: option["feedback"] for option in question.content["options"]}
    shown = questions.asked(question, order)
    for option, key in zip(shown["options"], order, strict=True):
        option["feedback"] = said[key]
    return shown | {
        "right": right,
        "chosen": places_of(order, chosen),
        "correct": places_of(order, correct),
        "feedback": _feedback(chosen, correct, said),
        "explanation": question.content["explanation"],
    }


def _feedback(
    chosen: list[str], correct: list[str], said: dict[str, dict[str, str]]
) -> dict[str, str] | None:
    """That of the first wrong choice, or else of the first right one."""
    wrong = [key for key in chosen if key in said and key not in correct]
    told = [said[key] for key in (*wrong, *chosen) if key in said]
    return next((one for one in told if one["zh"] or one["en"]), None)
