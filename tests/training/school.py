"""Modules made as HR makes them, and learners who hand in papers, through the API."""

import io
from typing import Any

from PIL import Image

from guard_api.clock import now
from guard_api.fields import iso


def both(zh: str, en: str | None = None) -> dict[str, str]:
    return {"zh": zh, "en": en or zh}


def _png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 6), "white").save(out, "PNG")
    return out.getvalue()


PNG = _png()
DRAFT: dict[str, Any] = {
    "title": both("门岗", "Gates"),
    "summary": both("门岗怎么守", "How a gate is kept"),
    "minutes": 20,
    "pass_percent": 80,
    "draw": 2,
    "valid_months": 12,
    "attempts": None,
    "wait_minutes": 30,
    "lessons": [
        {
            "key": "why",
            "title": both("为什么", "Why"),
            "minutes": 5,
            "body": both("## 为什么\n守门。", "## Why\nKeep the gate."),
            "sources": ["law"],
        }
    ],
    "sources": [{"key": "law", "zh": "条例", "en": "Regulation"}],
}
QUESTION: dict[str, Any] = {
    "kind": "single",
    "lesson": "why",
    "level": 1,
    "text": both("哪个门？", "Which gate?"),
    "explanation": both("北门常开。", "The north gate is the open one."),
    "options": [
        {"key": "a", "text": both("北", "North"), "right": True, "feedback": both("对", "SECRET yes")},
        {"key": "b", "text": both("南", "South"), "right": False, "feedback": both("错", "SECRET no")},
    ],
}
ORDER = QUESTION | {
    "kind": "order",
    "text": both("先后？", "In which order?"),
    "options": [
        {"key": key, "text": both(text)} for key, text in zip("abc", ("one", "two", "three"), strict=True)
    ],
}


def data_of(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.get_json()


def add_module(hr: Any, **changes: Any) -> dict[str, Any]:
    return data_of(hr.post("/api/v1/modules", json=DRAFT | changes), 201)


def add_question(hr: Any, module_id: str, **changes: Any) -> dict[str, Any]:
    return data_of(hr.post(f"/api/v1/modules/{module_id}/questions", json=QUESTION | changes), 201)


def published(hr: Any, questions: int = 3, **changes: Any) -> dict[str, Any]:
    """A module in use with so many questions, whose right option is the first of two."""
    module = add_module(hr, **changes)
    for number in range(questions):
        add_question(hr, module["id"], key=f"q{number}")
    return data_of(hr.post(f"/api/v1/modules/{module['id']}/publish", json={}))


def assign(desk: Any, module_id: str, *person_ids: str, due_on: str = "2199-01-01") -> Any:
    asked = {"module_id": module_id, "person_ids": list(person_ids), "due_on": due_on}
    return desk.post("/api/v1/duties/assign", json=asked)


def learning(learner: Any, module_id: str | None = None) -> dict[str, Any]:
    """The bundle, or what it says of one module."""
    carried = data_of(learner.get("/api/v1/my/learning"))
    if module_id is None:
        return carried
    return next(one for one in carried["modules"] if one["id"] == module_id)


def answers_to(
    paper: dict[str, Any], *, right: bool = True, texts: tuple[str, ...] = ("North",)
) -> dict[str, list[str]]:
    """Who knows the right option by its text finds it, wherever it stands."""
    return {
        question["id"]: [
            option["key"] for option in question["options"] if (option["text"]["en"] in texts) == right
        ]
        for question in paper["questions"]
    }


def hand_in(learner: Any, paper: dict[str, Any], answers: dict[str, list[str]], **more: Any) -> Any:
    body = {"paper_id": paper["id"], "started_at": iso(now()), "answers": answers} | more
    return learner.post("/api/v1/my/attempts", json=body)
