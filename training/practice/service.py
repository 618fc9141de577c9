"""Deal cards, take answers, and remember what they say about memory."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from random import SystemRandom
from typing import Annotated, Any

from msgspec import Meta
from sqlalchemy import select

from evidence.sync.kinds import Outcome, Payload, Received, Uuid
from guard_api.clock import now
from guard_api.database import db, new_id, write_transaction
from guard_api.errors import NotFound
from guard_api.identity.actor import Actor
from training.duties.models import Duty
from training.modules.models import Question
from training.modules.questions import queries as questions
from training.modules.rules import TRUE_FALSE, is_right
from training.practice import queries, rules
from training.practice.models import PracticeAnswer, PracticeCard
from training.practice.schedule import remembered

CHANCE = SystemRandom()
Key = tuple[str, str]
Place = Annotated[str, Meta(max_length=20)]


class PracticePayload(Payload):
    """An answer to a card: the places of the options that were chosen, in order."""

    card_id: Uuid
    answer: Annotated[tuple[Place, ...], Meta(max_length=20)]
    seconds: Annotated[float, Meta(ge=0, le=86_400)] | None = None


def practice(actor: Actor) -> dict[str, Any]:
    """What the person practises today, after new cards were dealt where there are too few."""
    ensure_cards(actor)
    return queries.practice(actor)


# --- dealing ----------------------------------------------------------------------------------


def ensure_cards(actor: Actor) -> None:
    """Deal what is missing to practise. Writes only where something is."""
    if _missing(actor):
        with write_transaction():
            _lock_duties(actor)
            _deal(actor, _missing(actor))


def _lock_duties(actor: Actor) -> None:
    """Two phones that ask at once are dealt the same cards."""
    db.session.execute(
        select(Duty.id)
        .where(Duty.organisation_id == actor.organisation_id, Duty.person_id == actor.person_id)
        .order_by(Duty.id)
        .with_for_update()
    )


def _missing(actor: Actor) -> list[Question]:
    """Questions of modules that were passed: new revisions of what is practised already, and some new ones,
    first of modules in which something goes wrong."""
    held = queries.cards_of(actor)
    known = {card.question_id for card in held}
    practised = {(card.module_id, card.key) for card in held}
    bank = questions.in_use(actor.organisation_id, queries.passed_modules(actor))
    asked = {one.id: one for of_module in bank.values() for one in of_module}
    fresh = [one for one in asked.values() if one.id not in known]
    revised = [one for one in fresh if (one.module_id, one.key) in practised]
    new = [one for one in fresh if (one.module_id, one.key) not in practised]
    waiting = [card.module_id for card in held if card.answers == 0 and card.question_id in asked]
    troubled = queries.troubled_modules(actor) if new else set()
    return revised + [
        asked[id_] for id_ in rules.to_deal(_by_module(new), waiting, actor.person_id, troubled)
    ]


def _by_module(found: Sequence[Question]) -> dict[str, list[str]]:
    by_module: dict[str, list[str]] = {}
    for one in found:
        by_module.setdefault(one.module_id, []).append(one.id)
    return by_module


def _deal(actor: Actor, found: Sequence[Question]) -> None:
    db.session.add_all(_card(actor, one) for one in found)
    db.session.flush()
    _remember(actor, {(one.module_id, one.key) for one in found})


def _card(actor: Actor, question: Question) -> PracticeCard:
    keys = [option["key"] for option in question.content["options"]]
    shuffled = keys if question.kind == TRUE_FALSE else CHANCE.sample(keys, len(keys))
    at = now()
    return PracticeCard(
        organisation_id=actor.organisation_id,
        id=new_id(),
        person_id=actor.person_id,
        module_id=question.module_id,
        question_id=question.id,
        key=question.key,
        options=shuffled,
        due_at=at,
        dealt_at=at,
    )


# --- answering --------------------------------------------------------------------------------


def answer(
    actor: Actor, *, card_id: str, answer: Sequence[str], seconds: float | None = None, id: str | None = None
) -> PracticeAnswer:
    """An answer from a phone on the network. The same id twice is the same answer."""
    stored = id and db.session.get(PracticeAnswer, (actor.organisation_id, id))
    if stored:
        if stored.person_id != actor.person_id:
            raise NotFound()
        return stored
    at = now()
    payload = PracticePayload(card_id=card_id, answer=tuple(answer), seconds=seconds)
    event = Received(id or new_id(), "training.practice", at, at, 0.0, payload)
    outcome = record_answers(actor, [event])[event.id]
    if outcome.refused:
        raise outcome.refused
    return db.session.get(PracticeAnswer, (actor.organisation_id, event.id))


def record_answers(actor: Actor, events: Sequence[Received]) -> dict[str, Outcome]:
    """Keep the answers, and draw what they say about memory from all that was ever answered."""
    cards = _cards(actor, [event.payload.card_id for event in events])
    asked = questions.by_id(actor.organisation_id, [card.question_id for card in cards.values()])
    here = [event for event in events if event.payload.card_id in cards]
    for event in here:
        card = cards[event.payload.card_id]
        db.session.add(_answer(actor, event, card, asked[card.question_id]))
    db.session.flush()
    _remember(actor, {(card.module_id, card.key) for card in cards.values()})
    strange = Outcome(refused=NotFound())
    return {event.id: strange for event in events if event not in here} | {
        event.id: Outcome() for event in here
    }


def _cards(actor: Actor, ids: Iterable[str]) -> dict[str, PracticeCard]:
    found = db.session.scalars(
        select(PracticeCard)
        .where(
            PracticeCard.organisation_id == actor.organisation_id,
            PracticeCard.person_id == actor.person_id,
            PracticeCard.id.in_(set(ids)),
        )
        .order_by(PracticeCard.id)
        .with_for_update()
    )
    return {card.id: card for card in found}


def _answer(actor: Actor, event: Received, card: PracticeCard, question: Question) -> PracticeAnswer:
    said: PracticePayload = event.payload
    chosen = questions.chosen_keys(card.options, said.answer)
    right = is_right(question.kind, question.content["options"], chosen)
    return PracticeAnswer(
        organisation_id=actor.organisation_id,
        id=event.id,
        card_id=card.id,
        person_id=actor.person_id,
        module_id=card.module_id,
        key=card.key,
        chosen=chosen,
        right=right,
        rating=rules.rating_of(right=right, seconds=said.seconds),
        seconds=said.seconds,
        answered_at=min(event.occurred_at, event.received_at),
        received_at=event.received_at,
    )


def _remember(actor: Actor, keys: set[Key]) -> None:
    """Answers arrive late and in any order, so the memory is told anew from all of them."""
    history: dict[Key, list[tuple[datetime, int]]] = {}
    for one in queries.answers_of_keys(actor, keys):
        history.setdefault((one.module_id, one.key), []).append((one.answered_at, one.rating))
    memories = {key: remembered(answers) for key, answers in history.items()}
    for card in queries.cards_of_keys(actor, keys):
        memory = memories.get((card.module_id, card.key))
        if memory is not None:
            for name, value in asdict(memory).items():
                setattr(card, name, value)
    db.session.flush()
