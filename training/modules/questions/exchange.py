"""Banks in and out: as a table, or as Moodle's GIFT. Nothing is imported until every question is right."""

import re
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import FileStorage

from guard_api import tables
from guard_api.errors import Problem
from guard_api.identity.actor import Actor
from guard_api.records import note_change
from guard_api.tables import Column, Row, Upload
from training.modules import rules
from training.modules.access import module_of
from training.modules.models import Module, Question
from training.modules.questions import gift, service
from training.modules.questions.columns import columns, facts_of
from training.modules.schemas import KEY

ADD, REVISE, KEEP = "add", "revise", "keep"
GIFT_COLUMNS = (
    Column("key", "Key", "代码"),
    Column("kind", "Kind", "题型"),
    Column("text", "Question", "题目"),
)


@dataclass
class Decision:
    """What is to become of a row."""

    action: str | None = None
    key: str = ""
    facts: dict[str, Any] | None = None


def import_bank(
    actor: Actor, *, module_id: str, file: FileStorage, format: str, language: str | None, commit: bool
) -> dict[str, Any]:
    """Preview a bank; with `commit`, and when every question is right, take it whole."""
    language = language or ("zh" if actor.language == "zh-CN" else "en")
    upload = _read_gift(file) if format == "gift" else tables.read(file, columns())
    module = module_of(actor, module_id)
    upload.refuse_repeated("key")
    known = service.current_by_key(module)
    decisions = [_decide(actor, module, known, row, language) for row in upload.rows]
    committed = commit and upload.right
    if committed:
        _carry_out(actor, module, known, decisions)
    preview = upload.preview(actor.language, committed=committed)
    for row, decision in zip(preview["rows"], decisions, strict=True):
        row["action"] = decision.action
    return preview


def _read_gift(file: FileStorage) -> Upload:
    data = file.stream.read(tables.MOST_BYTES + 1)
    if len(data) > tables.MOST_BYTES:
        raise Problem("tables.file_too_large", 413, megabytes=tables.MOST_BYTES // 1024 // 1024)
    try:
        given = gift.read(data.decode("utf-8-sig").replace("\0", ""))
    except UnicodeDecodeError:
        raise Problem("tables.file_unreadable", 422) from None
    if not given:
        raise Problem("tables.empty", 422)
    return Upload(GIFT_COLUMNS, [_gift_row(one) for one in given], [])


def _gift_row(one: gift.Given) -> Row:
    key = _key_of(one.marks.get("id") or one.name)
    row = Row(one.line, {"key": key, "kind": one.kind, "text": one.text[:500]}, {"key": key, "given": one})
    if one.fault:
        row.refuse("text", one.fault.code, **one.fault.values)
    return row


def _key_of(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60].strip("-")


def _decide(actor: Actor, module: Module, known: dict[str, Question], row: Row, language: str) -> Decision:
    if row.errors:
        return Decision()
    key = row.values["key"] or ""
    if key and not re.match(KEY, key):
        row.refuse("key", "tables.cell_unreadable")
        return Decision()
    old = known.get(key)
    given = row.values.get("given")
    facts = _facts_of_gift(given, old, language) if given else facts_of(row.values)
    try:
        checked = service.checked(module, facts)
    except Problem as problem:
        row.refuse(_column(row, problem), problem.code, **problem.values)
        return Decision()
    if old is None:
        return Decision(ADD, key, checked)
    return Decision(KEEP if is_same(old, checked) else REVISE, key, checked)


def _column(row: Row, problem: Problem) -> str:
    named = (problem.paths or ["/text"])[0].strip("/")
    return named if named in row.texts else "text" if "text" in row.texts else "kind"


def is_same(old: Question, checked: dict[str, Any]) -> bool:
    """Whether nothing is new; keys of options do not matter."""
    if old.retired_at is not None or any(getattr(old, name) != checked[name] for name in service.FACTS):
        return False
    return _without_keys(old.content) == _without_keys(checked["content"])


def _without_keys(content: dict[str, Any]) -> dict[str, Any]:
    options = [{name: one[name] for name in ("text", "right", "feedback")} for one in content["options"]]
    return content | {"options": options}


def _facts_of_gift(given: gift.Given, old: Question | None, language: str) -> dict[str, Any]:
    """GIFT says one language; what a known question says in the other stays."""
    said = old.content if old and old.kind == given.kind else None
    kept = said["options"] if said and len(said["options"]) == len(given.options) else []
    level = given.marks.get("level", "")
    return {
        "kind": given.kind,
        "lesson": given.marks.get("lesson") or (old.lesson if old else None),
        "level": int(level) if level in ("1", "2", "3") else old.level if old else 1,
        "scenario": _told(said and said["scenario"], given.scenario, language),
        "text": _told(said and said["text"], given.text, language),
        "explanation": _told(said and said["explanation"], given.explanation, language),
        "picture": given.marks.get("picture") or (said and said["picture"]) or None,
        "sources": said["sources"] if said else [],
        "options": [
            _option(one, kept[place] if kept else None, place, language)
            for place, one in enumerate(given.options)
        ],
    }


def _option(one: dict[str, Any], kept: dict[str, Any] | None, place: int, language: str) -> dict[str, Any]:
    text = _told(kept and kept["text"], one["text"], language)
    if not rules.says_something(text):  # true or false: GIFT has no words for them
        text = {each: words[place] for each, words in gift.TRUTH_WORDS.items()}
    return {
        "key": one.get("key"),
        "text": text,
        "right": one["right"],
        "feedback": _told(kept and kept["feedback"], one["feedback"], language),
    }


def _told(kept: dict[str, str] | None, text: str, language: str) -> dict[str, str]:
    before = kept or rules.pair()
    return before | {language: text} if text else dict(before)


def _carry_out(actor: Actor, module: Module, known: dict[str, Question], decisions: list[Decision]) -> None:
    keys = set(known) | {decision.key for decision in decisions}
    for decision in decisions:
        if decision.action == KEEP:
            continue
        key = decision.key or service.free_key(keys)
        keys.add(key)
        service.write(module, key, decision.facts, by=actor.person_id, old=known.get(key))
    changed = sum(decision.action != KEEP for decision in decisions)
    note_change(actor, "questions.imported", "module", module.id, questions=changed)
