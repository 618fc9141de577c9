"""Moodle's GIFT: questions as text. It has one language; an order is written as a matching of 1, 2, 3…

https://docs.moodle.org/en/GIFT_format. What GIFT has no place for travels in the comment before a question,
as Moodle itself writes it: [id:…] and [tag:…].
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from training.modules.rules import MULTIPLE, ORDER, SINGLE, TRUE_FALSE, TRUTHS

ESCAPED = "\\~=#{}:"
# Escaped characters stand aside as characters that no text has, until the structure is read.
ASIDE = {char: chr(0xF000 + place) for place, char in enumerate(ESCAPED)} | {"n": chr(0xF0FF)}
BACK = {ord(aside): "\n" if char == "n" else char for char, aside in ASIDE.items()}
ESCAPE = re.compile(r"\\([\\~=#{}:n])")
FORMAT = re.compile(r"^\[(html|markdown|plain|moodle)\]\s*", re.IGNORECASE)
NAMED = re.compile(r"^::(.*?)::\s*", re.DOTALL)
TRUTH = re.compile(r"^(true|t|false|f)\s*(#.*)?$", re.IGNORECASE | re.DOTALL)
ANSWER = re.compile(r"([=~])([^=~]*)")
WEIGHT = re.compile(r"^%(-?\d+(?:\.\d+)?)%\s*")
MARK = re.compile(r"\[(id|tag):([^\]]*)\]")
TRUTH_WORDS = {"zh": ("对", "错"), "en": ("True", "False")}
QUOTE = re.compile(r"^> ?", re.MULTILINE)


class GiftError(ValueError):
    """A question that cannot be taken; `code` is that of a sentence."""

    def __init__(self, code: str, **values: Any):
        super().__init__(code)
        self.code, self.values = code, values


@dataclass
class Given:
    """A question as GIFT says it, in its one language."""

    line: int
    name: str = ""
    marks: dict[str, str] = field(default_factory=dict)
    kind: str = SINGLE
    scenario: str = ""
    text: str = ""
    explanation: str = ""
    options: list[dict[str, Any]] = field(default_factory=list)
    fault: GiftError | None = None


# --- in ------------------------------------------------------------------------------------------


def read(text: str) -> list[Given]:
    """The questions of a file; each that cannot be taken says why."""
    return [_read(line, marks, block) for line, marks, block in _blocks(text)]


def _blocks(text: str) -> Iterator[tuple[int, dict[str, str], str]]:
    start, marks, lines = 0, {}, []
    for number, raw in enumerate([*text.splitlines(), ""], 1):
        line = raw.strip()
        if line.startswith("//"):
            marks |= _marks(line)
        elif line.startswith("$CATEGORY:"):
            continue
        elif line:
            start = start or number
            lines.append(line)
        elif lines:
            yield start, marks, "\n".join(lines)
            start, marks, lines = 0, {}, []


def _marks(comment: str) -> dict[str, str]:
    marks = {}
    for kind, value in MARK.findall(comment):
        name, _, rest = value.partition(":")
        marks |= {"id": value} if kind == "id" else {name: rest}
    return marks


def _read(line: int, marks: dict[str, str], block: str) -> Given:
    given = Given(line, marks=marks)
    try:
        _fill(given, ESCAPE.sub(lambda found: ASIDE[found[1]], block))
    except GiftError as fault:
        given.fault = fault
    return given


def _fill(given: Given, block: str) -> None:
    if named := NAMED.match(block):
        given.name = _plain(named[1])
        block = block[named.end() :]
    before, brace, rest = block.partition("{")
    body, closing, after = rest.rpartition("}")
    if not brace or not closing or "{" in rest:
        raise GiftError("training.gift_unreadable", line=given.line)
    said = _said(f"{before.rstrip()} _____ {after.strip()}" if after.strip() else before)
    given.scenario, given.text = _scenario(said)
    body, _, explanation = body.partition("####")
    given.explanation = _said(explanation)
    given.kind, given.options = _answers(body.strip())


def _scenario(said: str) -> tuple[str, str]:
    """A quotation before the question is its scene."""
    lines = said.split("\n")
    quoted = next((n for n, line in enumerate(lines) if not line.startswith(">")), len(lines))
    if not quoted or quoted == len(lines):
        return "", said
    return QUOTE.sub("", "\n".join(lines[:quoted])).strip(), "\n".join(lines[quoted:]).strip()


def _answers(body: str) -> tuple[str, list[dict[str, Any]]]:
    if truth := TRUTH.match(body):
        return TRUE_FALSE, _truths(truth[1][0].lower() == "t", (truth[2] or "").split("#")[1:])
    found = [_answer(*pair) for pair in ANSWER.findall(body)]
    if not found or body[0] not in "=~":
        raise GiftError("training.gift_kind")
    if "~" not in body:
        return ORDER, _ordered(found)
    several = sum(one["right"] for one in found) > 1 or any(one.pop("part") for one in found)
    return (MULTIPLE if several else SINGLE), [_without_part(one) for one in found]


def _answer(marker: str, body: str) -> dict[str, Any]:
    body = body.strip()
    weight = WEIGHT.match(body)
    worth = float(weight[1]) if weight else 100.0 if marker == "=" else 0.0
    text, _, feedback = (body[weight.end() :] if weight else body).partition("#")
    return {
        "text": _said(text),
        "right": worth > 0,
        "feedback": _said(feedback),
        "part": marker == "~" and worth > 0,
    }


def _without_part(one: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in one.items() if name != "part"}


def _ordered(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A matching whose left sides are 1, 2, 3…; any other is none of ours, nor is a word to be typed."""
    pairs = [one["text"].partition("->") for one in found]
    places = [left.strip() for left, _, _ in pairs]
    if sorted(places) != sorted(str(number + 1) for number in range(len(found))):
        raise GiftError("training.gift_kind")
    in_order = sorted(pairs, key=lambda pair: int(pair[0]))
    return [{"text": right.strip(), "right": False, "feedback": ""} for _, _, right in in_order]


def _truths(true: bool, feedbacks: list[str]) -> list[dict[str, Any]]:
    """GIFT gives the feedback of the wrong answer first."""
    wrong, right = [_said(one) for one in [*feedbacks, "", ""][:2]]
    return [
        {"key": key, "text": "", "right": is_true == true, "feedback": right if is_true == true else wrong}
        for key, is_true in zip(TRUTHS, (True, False), strict=True)
    ]


def _said(raw: str) -> str:
    raw = raw.strip()
    marked = FORMAT.match(raw)
    text = _plain(raw[marked.end() :] if marked else raw)
    return _without_html(text) if marked and marked[1].lower() == "html" else text


def _plain(raw: str) -> str:
    return raw.translate(BACK).strip()


def _without_html(text: str) -> str:
    broken = re.sub(r"<br\s*/?>|</p>|</li>|</div>", "\n", text, flags=re.IGNORECASE)
    return html.unescape(re.sub(r"<[^>]+>", "", broken)).strip()


# --- out -----------------------------------------------------------------------------------------


def write(questions: Iterable[Mapping[str, Any]], language: str) -> str:
    """Questions as `queries.shown` gives them; those without a text in the language are left out."""
    blocks = [_written(one, language) for one in questions if one["text"][language]]
    return "\n\n".join(blocks) + "\n"


def _written(one: Mapping[str, Any], language: str) -> str:
    explanation = _escaped(one["explanation"][language])
    body = _body(one, language) + (f"####{explanation}" if explanation else "")
    return f"{_comment(one)}\n::{_escaped(one['key'])}::[markdown]{_text(one, language)}{{{body}}}"


def _comment(one: Mapping[str, Any]) -> str:
    picture = one["picture"] and one["picture"]["name"]
    tags = {"lesson": one["lesson"], "level": one["level"], "picture": picture}
    return " ".join(
        [f"// [id:{one['key']}]", *(f"[tag:{name}:{value}]" for name, value in tags.items() if value)]
    )


def _text(one: Mapping[str, Any], language: str) -> str:
    scenario = (one["scenario"] or {}).get(language, "")
    quoted = "".join(f"> {line}\n" for line in scenario.split("\n")) + "\n" if scenario else ""
    return _escaped(quoted + one["text"][language])


def _body(one: Mapping[str, Any], language: str) -> str:
    if one["kind"] == TRUE_FALSE:
        return _truth(one["options"], language)
    if one["kind"] == ORDER:
        texts = [_in(option["text"], language) for option in one["options"]]
        return "".join(f"={place} -> {_escaped(text)} " for place, text in enumerate(texts, 1))
    right = sum(option["right"] for option in one["options"])
    share = f"{100 / right:.5f}".rstrip("0").rstrip(".") if right else "0"
    return "".join(_choice(one["kind"], option, share, language) for option in one["options"])


def _choice(kind: str, option: Mapping[str, Any], share: str, language: str) -> str:
    text, feedback = _in(option["text"], language), _escaped(option["feedback"][language])
    marker = "=" if option["right"] and kind == SINGLE else "~"
    weight = ""
    if kind == MULTIPLE:
        weight = f"%{share}%" if option["right"] else "%-100%"
    elif text.startswith("%"):
        weight = "%100%" if option["right"] else "%0%"
    plain = "[plain]" if text.startswith("[") else ""
    return f"{marker}{weight}{plain}{_escaped(text)}{f'#{_marked(feedback)}' if feedback else ''} "


def _truth(options: Iterable[Mapping[str, Any]], language: str) -> str:
    true = next(option["right"] for option in options if option["key"] == TRUTHS[0])
    said = {option["right"]: _marked(_escaped(option["feedback"][language])) for option in options}
    tail = [said[False], said[True]] if said[True] else [said[False]] if said[False] else []
    return "#".join(["TRUE" if true else "FALSE", *tail])


def _marked(text: str) -> str:
    return f"[plain]{text}" if text.startswith("[") else text


def _in(words: Mapping[str, str], language: str) -> str:
    return words[language] or words["en" if language == "zh" else "zh"]


def _escaped(text: str) -> str:
    return "".join(f"\\{char}" if char in ESCAPED else char for char in text).replace("\n", "\\n")
