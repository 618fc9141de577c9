"""Nothing that a learner can ask for tells an answer before the learner has given one: over the whole API."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import create_app
from guard_api.database import db
from guard_api.settings import describing
from tests.matrix.rows import ADMINISTRATOR, HR, SUPERVISOR, Row
from tests.matrix.world import make_world, rows
from tests.training.school import both
from training.modules.models import Question
from training.modules.questions.queries import asked

TELLING = {"right", "correct", "feedback", "explanation", "is_right", "solution"}
MAKERS = {HR, ADMINISTRATOR}
LEARNERS = ("ana", "sam", "client")
# What tells how it went. Each is answered only about what its own person handed in before.
AFTERWARDS = {
    ("POST", "/api/v1/my/attempts"),
    ("GET", "/api/v1/my/attempts/<attempt_id>"),
    ("POST", "/api/v1/my/practice"),
}
# Where schemas tell it: the results in the bundle and in the answers above, and counts of the figures.
TOLD_IN = {"AttemptResult", "ToldQuestion", "ToldOption", "PracticeResult"}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("answers")
    world = make_world(f"sqlite:///{folder / 'anxun.db'}", folder)
    yield world
    with world.app.app_context():
        db.engine.dispose()


@pytest.fixture(autouse=True)
def nothing_is_kept(monkeypatch):
    monkeypatch.setattr(db.session, "commit", db.session.flush)


def before_submission() -> list[Row]:
    return [row for row in rows() if (row.method, row.rule) not in AFTERWARDS]


@pytest.mark.parametrize("row", before_submission(), ids=str)
def test_no_answer_of_the_api_tells_a_learner_what_is_right(world, row):
    """The bank of the world says SECRET wherever it tells what is right."""
    for who in LEARNERS:
        answer = world.ask(who, row, row.url)
        text = answer.get_data().decode(errors="replace")
        assert "SECRET" not in text, who
        assert "The north gate is the open one" not in text, who


def test_the_world_has_a_paper_to_look_at(world):
    row = next(row for row in rows() if row.rule == "/api/v1/my/learning")
    papers = [one["paper"] for one in world.ask("ana", row, {}).get_json()["modules"]]
    assert any(papers)
    makers = next(row for row in rows() if row.method == "GET" and row.rule.endswith("<module_id>/questions"))
    assert "SECRET" in world.ask("hui", makers, makers.url).get_data(as_text=True)


# --- the description ----------------------------------------------------------------------------

APP = create_app(describing())
DESCRIPTION = APP.test_client().get("/api/v1/openapi.json").get_json()
SCHEMAS = DESCRIPTION["components"]["schemas"]


def open_to_learners() -> Iterator[tuple[str, dict[str, Any]]]:
    """Operations that somebody may call who does not make modules."""
    for rule in APP.url_map.iter_rules():
        view = APP.view_functions[rule.endpoint]
        path = re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", r"{\1}", rule.rule)
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            operation = DESCRIPTION["paths"].get(path, {}).get(method.lower())
            if operation and not view.permit <= makers_of(path):
                yield f"{method} {path}", operation


def makers_of(path: str) -> set[str]:
    """Who writes the questions: of post orders the supervisors too."""
    return MAKERS | {SUPERVISOR} if path.startswith("/api/v1/orders") else MAKERS


def told_by(schema: Any, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """Names of telling properties, wherever the schema leads; results are left out."""
    if isinstance(schema, list):
        for one in schema:
            yield from told_by(one, seen)
    if not isinstance(schema, dict):
        return
    name = schema.get("$ref", "").rpartition("/")[2]
    if name and name not in seen | TOLD_IN:
        yield from told_by(SCHEMAS[name], seen | {name})
    for key, value in schema.get("properties", {}).items():
        if key in TELLING and not is_a_count(value):
            yield key
    for value in schema.values():
        yield from told_by(value, seen)


def is_a_count(schema: dict[str, Any]) -> bool:
    return schema.get("type") in ("integer", ["integer", "null"])


OPERATIONS = dict(open_to_learners())


@pytest.mark.parametrize("label", sorted(OPERATIONS))
def test_the_description_promises_no_answer_before_submission(label):
    responses = OPERATIONS[label]["responses"]
    bodies = [body for status, body in responses.items() if status.startswith("2")]
    assert [name for body in bodies for name in told_by(body)] == []


def test_learners_reach_what_they_learn_from():
    assert {"GET /api/v1/my/learning", "POST /api/v1/my/attempts", "GET /api/v1/my/practice"} <= set(
        OPERATIONS
    )


# --- a question as it is asked ------------------------------------------------------------------

RIGHTS = st.lists(st.booleans(), min_size=3, max_size=3)


def question(kind: str, rights: list[bool], said: str) -> Question:
    options = [
        {"key": key, "text": both(f"Option {key}"), "right": right, "feedback": both(said)}
        for key, right in zip("abc", rights, strict=True)
    ]
    content = {"scenario": None, "text": both("Which?"), "explanation": both(said), "options": options}
    return Question(id="q", kind=kind, lesson="why", content=content | {"picture": None})


@given(
    st.sampled_from(["single", "multiple", "true_false", "order"]),
    RIGHTS,
    RIGHTS,
    st.text(),
    st.text(),
    st.permutations("abc"),
)
def test_a_question_is_asked_in_the_same_words_whatever_is_right(kind, rights, others, said, unsaid, order):
    one, other = question(kind, rights, said), question(kind, others, unsaid)
    assert asked(one, order) == asked(other, order)


@given(st.permutations("abc"))
def test_options_are_known_by_their_place_alone(order):
    shown = asked(question("order", [False] * 3, ""), order)
    assert [option["key"] for option in shown["options"]] == ["1", "2", "3"]
    assert [option["text"]["en"] for option in shown["options"]] == [f"Option {key}" for key in order]
