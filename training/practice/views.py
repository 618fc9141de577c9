"""Cards and answers as a phone gets them."""

from typing import Any

from training.modules.models import Question
from training.modules.questions.queries import asked, places_of
from training.modules.rules import right_keys
from training.practice.models import PracticeAnswer, PracticeCard


def card(one: PracticeCard, question: Question) -> dict[str, Any]:
    """Nothing in it tells what is right."""
    return {
        "id": one.id,
        "module_id": one.module_id,
        "due_at": one.due_at,
        "question": asked(question, one.options),
    }


def result(answer: PracticeAnswer, one: PracticeCard, question: Question) -> dict[str, Any]:
    """How an answer went; options are named as the phone showed them."""
    options = question.content["options"]
    return {
        "id": answer.id,
        "card_id": one.id,
        "answered_at": answer.answered_at,
        "right": answer.right,
        "chosen": places_of(one.options, answer.chosen),
        "correct": places_of(one.options, right_keys(question.kind, options)),
        "feedback": {
            place: option["feedback"]
            for option in options
            for place in places_of(one.options, [option["key"]])
        },
        "explanation": question.content["explanation"],
        "due_at": one.due_at,
        "question": asked(question, one.options),
    }
