"""Modules and duties put straight into the database, for stories that begin after learning."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from guard_api.clock import now
from guard_api.database import db, new_id
from training.attempts.service import fulfil
from training.duties.models import Duty
from training.modules.models import Module, ModuleVersion, Question

NOON = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)


def pair(text: str) -> dict[str, str]:
    return {"zh": f"{text}（中文）", "en": text}


def make_module(
    organisation_id: str, code: str = "fire", *, questions: int = 0, origin: str = "own", **content: Any
) -> str:
    """A published module with so many questions, whose right option is "a" each time."""
    module = Module(
        organisation_id=organisation_id, id=new_id(), code=code, origin=origin, title=pair(code.capitalize())
    )
    db.session.add(module)
    db.session.flush()
    version = ModuleVersion(
        organisation_id=organisation_id,
        id=new_id(),
        module_id=module.id,
        number=1,
        content=_content(code) | content,
        published_at=now(),
    )
    db.session.add(version)
    db.session.flush()
    module.version_id = version.id
    for number in range(questions):
        add_question(organisation_id, module.id, f"q{number}")
    db.session.commit()
    return module.id


def _content(code: str) -> dict[str, Any]:
    return {
        "title": pair(code.capitalize()),
        "summary": pair(""),
        "minutes": 10,
        "pass_percent": 80,
        "draw": 2,
        "valid_months": 12,
        "attempts": None,
        "wait_minutes": 0,
        "lessons": [{"key": "one", "title": pair("One"), "minutes": 5, "body": pair("Read"), "sources": []}],
        "sources": [],
        "media": {},
    }


def add_question(
    organisation_id: str, module_id: str, key: str, *, kind: str = "single", revision: int = 1
) -> str:
    question = Question(
        organisation_id=organisation_id,
        id=new_id(),
        module_id=module_id,
        key=key,
        revision=revision,
        kind=kind,
        lesson="one",
        content=question_content(key, kind),
    )
    db.session.add(question)
    db.session.flush()
    return question.id


def question_content(key: str, kind: str = "single") -> dict[str, Any]:
    keys = ("true", "false") if kind == "true_false" else ("a", "b", "c")
    return {
        "scenario": None,
        "text": pair(f"Question {key}"),
        "explanation": pair(f"Because of {key}"),
        "picture": None,
        "sources": [],
        "options": [
            {
                "key": name,
                "text": pair(f"Option {name} of {key}"),
                "right": kind != "order" and place == 0,
                "feedback": pair(f"Said of {name}"),
            }
            for place, name in enumerate(keys)
        ],
    }


def pass_module(organisation_id: str, person_id: str, module_id: str, at: datetime | None = None) -> None:
    fulfil(
        organisation_id=organisation_id,
        person_id=person_id,
        module_id=module_id,
        source="session",
        at=at or now() - timedelta(days=1),
    )
    db.session.commit()


def require(organisation_id: str, person_id: str, module_id: str, **facts: Any) -> None:
    """A duty that asks the person for the module; `facts` are its other columns."""
    usual = {"required": True, "due_on": date(2030, 1, 1)}
    db.session.add(
        Duty(
            organisation_id=organisation_id,
            id=new_id(),
            person_id=person_id,
            module_id=module_id,
            grounds={},
            progress={},
            **(usual | facts),
        )
    )
    db.session.commit()


def duty_of(organisation_id: str, person_id: str, module_id: str) -> Duty | None:
    return (
        db.session.query(Duty)
        .filter_by(organisation_id=organisation_id, person_id=person_id, module_id=module_id)
        .one_or_none()
    )
