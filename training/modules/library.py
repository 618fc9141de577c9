"""The ready library: modules of the trade in two languages, given to each organisation and kept up to date.

Each is a folder under training/library/. What an organisation changed itself is its own from then on.
"""

import hashlib
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import select

from guard_api.clock import now
from guard_api.database import db, new_id
from training.modules import service
from training.modules.media.queries import newest_by_name
from training.modules.media.rules import SVG
from training.modules.media.service import keep
from training.modules.models import Media, Module, Question
from training.modules.questions import service as questions
from training.modules.rules import pair

FOLDER = Path(__file__).parent.parent / "library"
FILES = {"zh": "zh-CN", "en": "en"}
WAIT_MINUTES = 30


@dataclass(frozen=True)
class Ready:
    """A module of the library as it stands in its folder."""

    code: str
    content: dict[str, Any]
    questions: dict[str, dict[str, Any]]
    pictures: dict[str, bytes]
    digest: str


@cache
def library() -> tuple[Ready, ...]:
    """All modules, by their code. Read once: the folder is part of the product."""
    return tuple(read(folder) for folder in sorted(FOLDER.iterdir()) if (folder / "module.toml").is_file())


def read(folder: Path) -> Ready:
    facts = tomllib.loads((folder / "module.toml").read_text("utf-8"))
    bank = tomllib.loads((folder / "questions.toml").read_text("utf-8"))["questions"]
    paths = sorted((folder / "pictures").glob("*.svg"))
    pictures = {f"pictures/{path.name}": path.read_bytes() for path in paths}
    content = _content(folder, facts)
    asked = {one["key"]: one for one in bank}
    said = orjson.dumps(
        [content, bank, {name: hashlib.sha256(data).hexdigest() for name, data in pictures.items()}]
    )
    return Ready(facts["slug"], content, asked, pictures, hashlib.sha256(said).hexdigest())


def _content(folder: Path, facts: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": facts["title"],
        "summary": facts["summary"],
        "minutes": facts["minutes"],
        "pass_percent": facts["pass_percent"],
        "draw": facts["draw"],
        "valid_months": facts["valid_months"],
        "attempts": facts.get("attempts"),
        "wait_minutes": facts.get("wait_minutes", WAIT_MINUTES),
        "lessons": [_lesson(folder, place, one) for place, one in enumerate(facts["lessons"], 1)],
        "sources": facts.get("sources", []),
    }


def _lesson(folder: Path, place: int, facts: dict[str, Any]) -> dict[str, Any]:
    stem = folder / "lessons" / f"{place:02d}-{facts['key']}"
    body = {
        language: Path(f"{stem}.{name}.md").read_text("utf-8").strip() for language, name in FILES.items()
    }
    return {
        "key": facts["key"],
        "title": facts["title"],
        "minutes": facts["minutes"],
        "body": pair(**body),
        "sources": facts.get("sources", []),
    }


# --- into an organisation -----------------------------------------------------------------------


def ensure_library(organisation_id: str) -> int:
    """Give the organisation what it lacks of the library, and what became new. How many modules that were."""
    have = {module.code: module for module in _modules(organisation_id)}
    behind = [ready for ready in library() if is_behind(have.get(ready.code), ready)]
    for ready in behind:
        _put(organisation_id, have.get(ready.code), ready)
    return len(behind)


def is_behind(module: Module | None, ready: Ready) -> bool:
    """What an organisation changed, or has under the same code, is left alone."""
    if module is None:
        return True
    return module.origin == "library" and not module.changed and module.library_digest != ready.digest


def _modules(organisation_id: str) -> Sequence[Module]:
    return db.session.scalars(select(Module).where(Module.organisation_id == organisation_id)).all()


def _put(organisation_id: str, module: Module | None, ready: Ready) -> None:
    module = module or _founded(organisation_id, ready)
    _put_pictures(module, ready)
    _put_questions(module, ready)
    service.put_out(module, ready.content)
    module.library_digest = ready.digest
    db.session.flush()


def _founded(organisation_id: str, ready: Ready) -> Module:
    module = Module(
        organisation_id=organisation_id,
        id=new_id(),
        code=ready.code,
        origin="library",
        title=ready.content["title"],
    )
    db.session.add(module)
    db.session.flush()
    return module


def _put_pictures(module: Module, ready: Ready) -> None:
    known = newest_by_name(module.organisation_id, module.id)
    digests = {one.id: one.sha256 for one in _media(module.organisation_id, known.values())}
    for name, data in ready.pictures.items():
        if digests.get(known.get(name)) != hashlib.sha256(data).hexdigest():
            db.session.add(keep(module.organisation_id, module.id, name, data, SVG))
    db.session.flush()


def _media(organisation_id: str, ids: Iterable[str]) -> Iterable[Media]:
    return db.session.scalars(
        select(Media).where(Media.organisation_id == organisation_id, Media.id.in_(list(ids)))
    )


def _put_questions(module: Module, ready: Ready) -> None:
    """New and reworded questions as revisions; those that left the library are retired."""
    pictures = newest_by_name(module.organisation_id, module.id)
    known = questions.current_by_key(module)
    for key, facts in ready.questions.items():
        _put_question(module, key, questions.stored(facts, pictures), known.get(key))
    for key, question in known.items():
        if key not in ready.questions and question.retired_at is None:
            question.retired_at = now()
    db.session.flush()


def _put_question(module: Module, key: str, facts: dict[str, Any], old: Question | None) -> None:
    same = old is not None and old.retired_at is None and old.content == facts["content"]
    if not same or any(getattr(old, name) != facts[name] for name in questions.FACTS):
        questions.write(module, key, facts, old=old)
