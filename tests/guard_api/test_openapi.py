"""The description is complete, and the API keeps to it."""

import warnings

import pytest

from app import create_app
from guard_api.database import db
from guard_api.settings import describing
from tests.matrix.world import make_world
from tests.support import generated

CASES = 12

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    DESCRIPTION = create_app(describing()).test_client().get(generated.DESCRIPTION).get_json()
LABELS = [
    f"{method.upper()} {path}"
    for path, operations in DESCRIPTION["paths"].items()
    for method in operations
    if method != "parameters"
]


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("openapi")
    world = make_world(f"sqlite:///{folder / 'anxun.db'}", folder)
    yield world
    with world.app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def operations(world) -> dict:
    return {operation.label: operation for operation in generated.operations(world.app)}


@pytest.mark.parametrize("label", LABELS)
def test_answers_are_those_described(world, operations, label):
    assert generated.try_operation(world, operations[label], CASES).total() >= 1


def operations_described():
    for path, operations in DESCRIPTION["paths"].items():
        for method, operation in operations.items():
            if method != "parameters":
                yield f"{method.upper()} {path}", operation


def test_every_operation_says_what_it_does_and_how_it_is_reached():
    for label, operation in operations_described():
        assert operation.get("summary"), label
        assert operation["security"] in ([], [{"session": []}]), label
        assert "default" not in operation["responses"], label


def test_every_answer_with_a_body_says_which():
    for label, operation in operations_described():
        for status, response in operation["responses"].items():
            bare = status in ("204", "304") or label.startswith(("HEAD ", "OPTIONS ")) or "/uploads" in label
            assert bare or "$ref" in response or response.get("content"), (label, status)


def test_answers_name_the_fields_that_are_always_there():
    """What the app's types are made of: a field that is always answered is required."""
    for name in ("Person", "Site", "Organisation", "Tokens", "Me", "Delta", "PersonList", "SiteList"):
        schema = DESCRIPTION["components"]["schemas"][name]
        assert set(schema["required"]) == set(schema["properties"]), name
