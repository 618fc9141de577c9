"""What makes a question and a module fit for use, on plain data."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

SINGLE, MULTIPLE, TRUE_FALSE, ORDER = "single", "multiple", "true_false", "order"
KINDS = (SINGLE, MULTIPLE, TRUE_FALSE, ORDER)
TRUTHS = ("true", "false")
LEVELS = (1, 2, 3)
LANGUAGES = ("zh", "en")
FEWEST_OPTIONS, MOST_OPTIONS = 2, 8
OPTION_KEYS = "abcdefgh"
Pair = Mapping[str, str]


def pair(zh: str = "", en: str = "") -> dict[str, str]:
    return {"zh": zh, "en": en}


def says_something(words: Pair | None) -> bool:
    return bool(words) and any(words.get(language, "").strip() for language in LANGUAGES)


def question_fault(kind: str, content: Mapping[str, Any]) -> str | None:
    """The code of what is wrong with a question, or None."""
    options = content["options"]
    if not says_something(content["text"]):
        return "training.question_text_needed"
    if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
        return "training.question_options_number"
    if not all(says_something(option["text"]) for option in options):
        return "training.question_option_empty"
    if len({option["key"] for option in options}) != len(options):
        return "training.question_option_twice"
    return _fault_of_kind(kind, options)


def _fault_of_kind(kind: str, options: Sequence[Mapping[str, Any]]) -> str | None:
    right = sum(bool(option.get("right")) for option in options)
    if kind == ORDER:
        return "training.question_order_has_no_right" if right else None
    if kind == TRUE_FALSE and [option["key"] for option in options] != list(TRUTHS):
        return "training.question_true_false"
    if kind == MULTIPLE:
        return None if right else "training.question_right_needed"
    return None if right == 1 else "training.question_one_right"


def complete_option(option: Mapping[str, Any], kind: str, place: int) -> dict[str, Any]:
    """The option with its key and everything that may be left out."""
    usual = (TRUTHS if kind == TRUE_FALSE else OPTION_KEYS)[place : place + 1]
    usual_key = usual[0] if usual else str(place)
    return {
        "key": option.get("key") or usual_key,
        "text": pair(**option["text"]),
        "right": bool(option.get("right")) and kind != ORDER,
        "feedback": pair(**(option.get("feedback") or {})),
    }


def complete_content(content: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """A question's content in the one form in which it is stored and compared."""
    scenario = content.get("scenario")
    options = [complete_option(one, kind, place) for place, one in enumerate(content["options"])]
    if kind == TRUE_FALSE:
        options.sort(key=lambda option: option["key"] != TRUTHS[0])
    return {
        "scenario": pair(**scenario) if says_something(scenario) else None,
        "text": pair(**content["text"]),
        "explanation": pair(**(content.get("explanation") or {})),
        "picture": content.get("picture") or None,
        "sources": list(content.get("sources") or []),
        "options": options,
    }


def right_keys(kind: str, options: Sequence[Mapping[str, Any]]) -> list[str]:
    """What is to be answered: the right options, or all of them in their order."""
    return [option["key"] for option in options if kind == ORDER or option["right"]]


def is_right(kind: str, options: Sequence[Mapping[str, Any]], chosen: Sequence[str]) -> bool:
    """Whole or not at all: each right option and no other; an order from first to last."""
    wanted = right_keys(kind, options)
    if kind == ORDER:
        return list(chosen) == wanted
    return set(chosen) == set(wanted)


def module_faults(content: Mapping[str, Any], questions: int) -> Iterable[tuple[str, str]]:
    """(path, code) of what keeps a draft from being published."""
    if not says_something(content["title"]):
        yield "/title", "training.title_needed"
    if not content["lessons"]:
        yield "/lessons", "training.lesson_needed"
    for place, lesson in enumerate(content["lessons"]):
        if not says_something(lesson["title"]):
            yield f"/lessons/{place}/title", "training.title_needed"
        if not says_something(lesson["body"]):
            yield f"/lessons/{place}/body", "training.lesson_empty"
    if content["draw"] > questions:
        yield "/draw", "training.too_few_questions"
