"""What a person practises today, and how it went."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, tuple_

from guard_api.clock import local_date, now
from guard_api.database import db
from guard_api.identity.actor import Actor
from people.dates import zone_of
from training.duties.models import Duty
from training.modules.models import Module, Question
from training.modules.questions import queries as questions
from training.practice import rules, trouble, views
from training.practice.models import PracticeAnswer, PracticeCard
from training.practice.schedule import recall

RESULTS_SHOWN = timedelta(days=7)
MOST_RESULTS = 30
LONGEST_STREAK = timedelta(days=400)


def practice(actor: Actor) -> dict[str, Any]:
    """The cards that are left for today, and the answers of the last days."""
    at = now()
    diligence = _diligence(actor, at)
    cards = {card.id: card for card in cards_in_use(actor)}
    turn = rules.in_turn(
        [_candidate(card, at) for card in cards.values()], at=at, troubled=troubled_modules(actor)
    )[: max(0, rules.A_DAY - diligence["answered_today"])]
    asked = questions.by_id(actor.organisation_id, [cards[id_].question_id for id_ in turn])
    shown = [views.card(cards[id_], asked[cards[id_].question_id]) for id_ in turn]
    return {"a_day": rules.A_DAY, "cards": shown, "results": results(actor, at)} | diligence


def cards_in_use(actor: Actor) -> Sequence[PracticeCard]:
    """Cards of questions that are still asked, of modules that are still taught."""
    return db.session.scalars(
        select(PracticeCard)
        .join(
            Question,
            (Question.organisation_id == PracticeCard.organisation_id)
            & (Question.id == PracticeCard.question_id),
        )
        .join(
            Module,
            (Module.organisation_id == PracticeCard.organisation_id) & (Module.id == PracticeCard.module_id),
        )
        .where(
            *_own_cards(actor),
            Question.current,
            Question.retired_at.is_(None),
            Module.archived_at.is_(None),
        )
    ).all()


def cards_of(actor: Actor) -> Sequence[PracticeCard]:
    """All that the person ever had, those of old revisions too."""
    return db.session.scalars(select(PracticeCard).where(*_own_cards(actor))).all()


def cards_of_keys(actor: Actor, keys: Iterable[tuple[str, str]]) -> Sequence[PracticeCard]:
    named = tuple_(PracticeCard.module_id, PracticeCard.key).in_(list(keys))
    return db.session.scalars(select(PracticeCard).where(*_own_cards(actor), named)).all()


def _own_cards(actor: Actor):
    return (
        PracticeCard.organisation_id == actor.organisation_id,
        PracticeCard.person_id == actor.person_id,
    )


def _candidate(card: PracticeCard, at: datetime) -> rules.Candidate:
    chance = recall(stability=card.stability, last_at=card.last_at, at=at)
    return rules.Candidate(card.id, card.module_id, card.due_at, chance)


def troubled_modules(actor: Actor) -> set[str]:
    codes = trouble.troubled_codes(actor)
    return set(
        db.session.scalars(
            select(Module.id).where(Module.organisation_id == actor.organisation_id, Module.code.in_(codes))
        )
    )


def passed_modules(actor: Actor) -> set[str]:
    """Modules that the person has passed and that are still taught."""
    return set(
        db.session.scalars(
            select(Duty.module_id)
            .join(
                Module,
                (Module.organisation_id == Duty.organisation_id) & (Module.id == Duty.module_id),
            )
            .where(
                Duty.organisation_id == actor.organisation_id,
                Duty.person_id == actor.person_id,
                Duty.passed_at.is_not(None),
                Module.archived_at.is_(None),
            )
        )
    )


def answers_of_keys(actor: Actor, keys: Iterable[tuple[str, str]]) -> Sequence[PracticeAnswer]:
    """All that the person ever answered to these questions (module, key), through their revisions."""
    return db.session.scalars(
        select(PracticeAnswer).where(
            *_own(actor), tuple_(PracticeAnswer.module_id, PracticeAnswer.key).in_(list(keys))
        )
    ).all()


def results(actor: Actor, at: datetime) -> list[dict[str, Any]]:
    """Answers of the last days with what would have been right, the newest first."""
    found = db.session.scalars(
        select(PracticeAnswer)
        .where(*_own(actor), PracticeAnswer.answered_at > at - RESULTS_SHOWN)
        .order_by(PracticeAnswer.answered_at.desc(), PracticeAnswer.id.desc())
        .limit(MOST_RESULTS)
    ).all()
    return shown_answers(actor, found)


def shown_answers(actor: Actor, found: Sequence[PracticeAnswer]) -> list[dict[str, Any]]:
    cards = {
        card.id: card
        for card in db.session.scalars(
            select(PracticeCard).where(
                PracticeCard.organisation_id == actor.organisation_id,
                PracticeCard.id.in_({one.card_id for one in found}),
            )
        )
    }
    asked = questions.by_id(actor.organisation_id, [card.question_id for card in cards.values()])
    return [views.result(one, cards[one.card_id], asked[cards[one.card_id].question_id]) for one in found]


def _diligence(actor: Actor, at: datetime) -> dict[str, int]:
    """How many were answered today, and for how many days in a row. Days go by the organisation's clock."""
    zone = zone_of(actor.organisation_id)
    instants = db.session.scalars(
        select(PracticeAnswer.answered_at).where(
            *_own(actor), PracticeAnswer.answered_at > at - LONGEST_STREAK
        )
    )
    days = [local_date(instant, zone) for instant in instants]
    today = local_date(at, zone)
    return {"answered_today": days.count(today), "streak_days": rules.streak(days, today)}


def _own(actor: Actor):
    return (
        PracticeAnswer.organisation_id == actor.organisation_id,
        PracticeAnswer.person_id == actor.person_id,
    )
