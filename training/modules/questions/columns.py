"""A question bank as a table: one row a question, in both languages."""

from typing import Any

from guard_api.tables import CellError, Column
from training.modules.rules import KINDS, LEVELS, MOST_OPTIONS, OPTION_KEYS, TRUE_FALSE, TRUTHS, pair

YES, NO = {"1", "x", "yes", "true", "是", "对", "√"}, {"0", "no", "false", "否", "错"}
LONG = 4000


def read_kind(text: str) -> str:
    if text.lower() not in KINDS:
        raise CellError("training.kind_unknown")
    return text.lower()


def read_level(text: str) -> int:
    if text not in {str(level) for level in LEVELS}:
        raise CellError("training.level_unknown")
    return int(text)


def read_right(text: str) -> bool:
    if text.lower() not in YES | NO:
        raise ValueError(text)
    return text.lower() in YES


def columns() -> tuple[Column, ...]:
    return (
        Column("key", "Key", "代码", longest=60, example="start-late"),
        Column("kind", "Kind", "题型", required=True, read=read_kind, example="single"),
        Column("lesson", "Lesson", "课时", longest=60, example="why"),
        Column("level", "Level", "难度", read=read_level, example="1"),
        *_words("scenario", "Scene", "情景"),
        *_words("text", "Question", "题目"),
        *_words("explanation", "Explanation", "解析"),
        Column("picture", "Picture", "图片", longest=120),
        Column("sources", "Sources", "出处"),
        *(column for place in range(MOST_OPTIONS) for column in _option(place)),
    )


def _words(key: str, en: str, zh: str) -> tuple[Column, ...]:
    return (
        Column(f"{key}_zh", f"{en} in Chinese", f"中文{zh}", longest=LONG),
        Column(f"{key}_en", f"{en} in English", f"英文{zh}", longest=LONG),
    )


def _option(place: int) -> tuple[Column, ...]:
    letter = OPTION_KEYS[place].upper()
    right = Column(f"right_{place}", f"{letter} is right", f"{letter}正确", read=read_right)
    text = _words(f"option_{place}", f"{letter}", f"选项{letter}")
    return (*text, right, *_words(f"feedback_{place}", f"Feedback {letter}", f"反馈{letter}"))


def row_of(question: dict[str, Any]) -> dict[str, Any]:
    """A question, as `queries.shown` gives it, as a row."""
    row: dict[str, Any] = {column.key: None for column in columns()}
    row |= {name: question[name] for name in ("key", "kind", "lesson", "level")}
    row |= {"sources": " ".join(question["sources"])}
    row |= {"picture": question["picture"] and question["picture"]["name"]}
    for name in ("scenario", "text", "explanation"):
        row |= _spread(name, question[name] or pair())
    for place, option in enumerate(question["options"]):
        row |= _spread(f"option_{place}", option["text"]) | _spread(f"feedback_{place}", option["feedback"])
        row[f"right_{place}"] = option["right"]
    return row


def _spread(name: str, words: dict[str, str]) -> dict[str, str]:
    return {f"{name}_{language}": words[language] for language in ("zh", "en")}


def facts_of(values: dict[str, Any]) -> dict[str, Any]:
    """A row's values as the facts of a question."""
    return {
        "kind": values["kind"],
        "lesson": values["lesson"] or None,
        "level": values["level"] or 1,
        "scenario": _words_of(values, "scenario"),
        "text": _words_of(values, "text"),
        "explanation": _words_of(values, "explanation"),
        "picture": values["picture"] or None,
        "sources": (values["sources"] or "").split(),
        "options": [_option_of(values, place) for place in range(_options_in(values))],
    }


def _words_of(values: dict[str, Any], name: str) -> dict[str, str]:
    return pair(values[f"{name}_zh"] or "", values[f"{name}_en"] or "")


def _options_in(values: dict[str, Any]) -> int:
    filled = [
        place for place in range(MOST_OPTIONS) if values[f"option_{place}_zh"] or values[f"option_{place}_en"]
    ]
    return max(filled, default=-1) + 1


def _option_of(values: dict[str, Any], place: int) -> dict[str, Any]:
    truths = TRUTHS if values["kind"] == TRUE_FALSE else ()
    return {
        "key": truths[place] if place < len(truths) else OPTION_KEYS[place],
        "text": _words_of(values, f"option_{place}"),
        "right": bool(values[f"right_{place}"]),
        "feedback": _words_of(values, f"feedback_{place}"),
    }
