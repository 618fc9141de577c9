"""Attempts as they come, from a phone's queue or at once. Marked here only; each kept, counted or not."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from evidence.sync.kinds import Outcome, Received
from guard_api.clock import now
from guard_api.database import db, new_id
from guard_api.errors import NotFound, Problem
from guard_api.identity.actor import Actor
from training.attempts import rules
from training.attempts.models import AnsweredQuestion, Attempt, Paper
from training.attempts.payloads import AttemptPayload
from training.attempts.rules import Marked, Sheet, Times
from training.attempts.standing import settle, settle_person
from training.duties.materialise import ensure
from training.modules.models import Module, ModuleVersion, Question
from training.modules.queries import versions_by_id
from training.modules.questions import queries as questions
from training.modules.questions.queries import chosen_keys

OFFLINE_S = 60


# --- on paper -----------------------------------------------------------------------------------


def attempt_now(
    actor: Actor, *, paper_id: str, started_at: datetime, answers: dict[str, list[str]], id: str | None = None
) -> str:
    """An attempt with a network; sent twice under one id it is the same attempt. Its id."""
    if id is not None and (known := db.session.get(Attempt, (actor.organisation_id, id))):
        if known.person_id != actor.person_id or known.paper_id != paper_id:
            raise Problem("training.attempt_id_taken", 409)
        return known.id
    at = now()
    payload = AttemptPayload(paper_id=paper_id, started_at=started_at, answers=answers)
    event = Received(id or new_id(), "training.attempt", at, at, 0.0, payload)
    outcome = record_attempts(actor, [event])[event.id]
    if outcome.refused:
        raise outcome.refused
    settle(actor, outcome.touches)
    return event.id


def record_attempts(actor: Actor, events: Sequence[Received]) -> dict[str, Outcome]:
    """Keep and mark new attempts. The first to arrive on a paper is the one that counts."""
    papers = _papers(actor, {event.payload.paper_id for event in events})
    around = _Around(actor.organisation_id, papers.values())
    in_turn = sorted(events, key=lambda event: (event.occurred_at, event.id))
    outcomes = {event.id: _record(event, papers.get(event.payload.paper_id), around) for event in in_turn}
    db.session.flush()
    return outcomes


class _Around:
    """The versions and questions of some papers."""

    def __init__(self, organisation_id: str, papers: Iterable[Paper]):
        papers = list(papers)
        self.versions = versions_by_id(organisation_id, {paper.version_id for paper in papers})
        asked = {item["question_id"] for paper in papers for item in paper.items}
        self.questions = questions.by_id(organisation_id, asked)


def _papers(actor: Actor, ids: Iterable[str]) -> dict[str, Paper]:
    """The actor's own, locked: of two attempts at once one is first."""
    found = db.session.scalars(
        select(Paper)
        .where(
            Paper.organisation_id == actor.organisation_id,
            Paper.person_id == actor.person_id,
            Paper.id.in_(set(ids)),
        )
        .order_by(Paper.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {paper.id: paper for paper in found}


def _record(event: Received, paper: Paper | None, around: _Around) -> Outcome:
    if paper is None:
        return Outcome(refused=NotFound())
    version = around.versions[paper.version_id]
    times = rules.times_of(
        started_at=event.payload.started_at,
        ended_at=event.occurred_at,
        received_at=event.received_at,
        drawn_at=paper.drawn_at,
        clock_skew_s=event.clock_skew_s,
    )
    marked = rules.mark(
        _sheets(paper, event.payload.answers, around.questions), version.content["pass_percent"]
    )
    attempt = _attempt(event, paper, version, times, marked)
    db.session.add(attempt)
    db.session.flush()
    if attempt.counted:
        _note_answers(attempt, marked, around.questions)
    if rules.TOO_EARLY not in attempt.flags and paper.attempt_id is None:
        paper.attempt_id = attempt.id
    return Outcome(flags=tuple(attempt.flags), touches=(paper.module_id,) if attempt.counted else ())


def _sheets(paper: Paper, answers: dict[str, list[str]], asked: dict[str, Question]) -> Iterable[Sheet]:
    for item in paper.items:
        question = asked[item["question_id"]]
        yield Sheet(
            question_id=question.id,
            kind=question.kind,
            options=question.content["options"],
            chosen=chosen_keys(item["options"], answers.get(question.id, ())),
            retired=question.retired_at is not None,
        )


def _attempt(event: Received, paper: Paper, version: ModuleVersion, times: Times, marked: Marked) -> Attempt:
    why_not = rules.why_not_counted(
        paper_used=paper.attempt_id is not None,
        started_at=times.started_at,
        opens_at=paper.opens_at,
        superseded_at=version.superseded_at,
        asked=marked.asked,
    )
    hasty = rules.HASTY if rules.is_hasty(times, marked.asked) else None
    counted = why_not is None
    return Attempt(
        organisation_id=paper.organisation_id,
        id=event.id,
        person_id=paper.person_id,
        module_id=paper.module_id,
        version_id=version.id,
        paper_id=paper.id,
        started_at=times.started_at,
        ended_at=times.ended_at,
        received_at=event.received_at,
        answers={id_: list(chosen) for id_, chosen in event.payload.answers.items()},
        right=marked.right if counted else None,
        asked=marked.asked if counted else None,
        percent=marked.percent if counted else None,
        passed=counted and marked.passed,
        counted=counted,
        offline=(event.received_at - event.occurred_at).total_seconds() > OFFLINE_S,
        flags=[flag for flag in (*times.flags, hasty, why_not) if flag],
    )


def _note_answers(attempt: Attempt, marked: Marked, asked: dict[str, Question]) -> None:
    db.session.add_all(
        AnsweredQuestion(
            organisation_id=attempt.organisation_id,
            id=new_id(),
            attempt_id=attempt.id,
            module_id=attempt.module_id,
            question_id=question_id,
            key=asked[question_id].key,
            person_id=attempt.person_id,
            right=right,
            answered_at=attempt.ended_at,
        )
        for question_id, right in marked.results
    )


def flags_of_attempts(actor: Actor, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The flags of attempts stored before, for a phone whose first answer was lost."""
    found = db.session.scalars(
        select(Attempt).where(Attempt.organisation_id == actor.organisation_id, Attempt.id.in_(ids))
    )
    return {attempt.id: tuple(attempt.flags) for attempt in found}


# --- shown otherwise ----------------------------------------------------------------------------


def fulfil(
    *,
    organisation_id: str,
    person_id: str,
    module_id: str,
    source: str,
    at: datetime,
    passed: bool = True,
    percent: int | None = None,
    started_at: datetime | None = None,
) -> Attempt:
    """What a bought course (scorm) or an instructor (session) says of somebody counts as an attempt."""
    module = db.session.get(Module, (organisation_id, module_id))
    attempt = Attempt(
        organisation_id=organisation_id,
        id=new_id(),
        person_id=person_id,
        module_id=module_id,
        version_id=module.version_id,
        source=source,
        started_at=started_at or at,
        ended_at=at,
        received_at=now(),
        percent=percent,
        passed=passed,
    )
    db.session.add(attempt)
    db.session.flush()
    ensure(organisation_id, [(person_id, module_id)])
    settle_person(organisation_id, person_id, [module_id])
    return attempt
