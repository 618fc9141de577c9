"""What goes wrong is told in the caller's language, and says what to do."""

import ast
import errno
import inspect
import re
import sqlite3

import marshmallow as ma
import pytest
from sqlalchemy.exc import DataError, OperationalError

from app import create_app
from guard_api import errors
from guard_api.field_messages import field_sentence, is_known
from guard_api.permissions import public
from guard_api.settings import PROJECT

ZH = {"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5"}
PACKAGES = ("guard_api", "evidence", "checkpoints")


def test_a_problem_speaks_the_language_that_was_asked_for(nobody):
    answer = nobody.get("/api/v1/me", headers=ZH)
    assert answer.content_type == "application/problem+json"
    assert answer.get_json() == {
        "type": "/api/v1/problems/unauthorized",
        "title": "unauthorized",
        "status": 401,
        "detail": "请重新登录。",
        "code": "unauthorized",
    }
    assert (
        nobody.get("/api/v1/me", headers={"Accept-Language": "fr"}).get_json()["detail"].startswith("Please")
    )


def test_fields_are_told_in_the_language_too(nobody):
    answer = nobody.post("/api/v1/sessions", json={"login": 5, "pet": "cat"}, headers=ZH)
    assert {error["path"]: error["detail"] for error in answer.get_json()["errors"]} == {
        "/login": "应为文本。",
        "/password": "此项必填。",
        "/pet": "没有该字段。",
    }


@pytest.mark.parametrize(
    ("message", "chinese"),
    [
        ("Must be greater than or equal to 1 and less than or equal to 500.", "应在 1 与 500 之间。"),
        ("Length must be between 1 and 100.", "长度应在 1 与 100 之间。"),
        ("Must be one of: en, zh-CN.", "应为以下之一：en, zh-CN。"),
        (
            "An address like https://tiles.example/{z}/{x}/{y}.png.",
            "应为瓦片网址，例如 https://tiles.example/{z}/{x}/{y}.png。",
        ),
    ],
)
def test_values_inside_a_sentence_are_kept(message, chinese):
    assert field_sentence(message, "zh-CN") == chinese


def sentences_of_marshmallow():
    for kind in vars(ma.fields).values():
        if inspect.isclass(kind) and issubclass(kind, ma.fields.Field):
            for key, text in kind.default_error_messages.items():
                if "format" not in key and "IP" not in text:
                    words = {"obj_type": "datetime", "awareness": "aware"}
                    yield re.sub(r"{(\w+)[^}]*}", lambda found, words=words: words.get(found[1], "x"), text)


def sentences_of_our_schemas():
    for package in PACKAGES:
        for path in (PROJECT / package).rglob("*.py"):
            calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
            named = (call for call in calls if getattr(call.func, "attr", "") == "ValidationError")
            yield from (c.args[0].value for c in named if c.args and isinstance(c.args[0], ast.Constant))


def test_every_sentence_of_a_schema_is_translated(app):
    unknown = {
        text for text in (*sentences_of_marshmallow(), *sentences_of_our_schemas()) if not is_known(text)
    }
    assert unknown == set(), "add it to FIELD_SENTENCES of the slice's messages.py"


def test_every_code_raised_has_its_sentence(app):
    raised = set()
    for package in PACKAGES:
        for path in (PROJECT / package).rglob("*.py"):
            raised |= set(re.findall(r'(?:Problem|CellError)\(\s*"([\w.]+)"', path.read_text()))
    assert raised - errors.known_codes() == set()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "bad_request"),
        (b"", 400, "bad_request"),
        (b"\xff\xfe", 400, "bad_request"),
        (b'{"login": NaN, "password": "x"}', 400, "bad_request"),
        (b'{"login": "\\ud800", "password": "x"}', 400, "bad_request"),
        (b'{"login": "a\\u0000b", "password": "x"}', 422, "invalid"),
        (b'["login"]', 422, "invalid"),
        (b"null", 422, "invalid"),
        (b'{"login": "' + b"a" * 9_000_000 + b'"}', 413, "too_large"),
        (b"[" * 5_000 + b"]" * 5_000, 400, "bad_request"),
    ],
)
def test_a_body_that_is_none_is_refused(nobody, body, status, code):
    answer = nobody.post("/api/v1/sessions", data=body, content_type="application/json")
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)


def test_an_address_that_is_none_and_a_method_that_is_not_offered(nobody):
    assert nobody.get("/api/v1/nothing").get_json()["code"] == "not_found"
    answer = nobody.delete("/api/v1/me")
    assert (answer.status_code, answer.get_json()["code"]) == (405, "method_not_allowed")
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (OperationalError("INSERT", {}, sqlite3.OperationalError("database is locked")), 503, "busy"),
        (OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full")), 503, "busy"),
        (TimeoutError("another write has held the database for 30 s"), 503, "busy"),
        (OSError(errno.ENOSPC, "No space left on device"), 503, "busy"),
        (DataError("INSERT", {}, ValueError("NUL")), 422, "invalid"),
    ],
)
def test_trouble_below_is_a_problem_that_says_when_to_come_back(settings, error, status, code):
    app = create_app(settings)

    @app.get("/trouble")
    @public
    def trouble():
        raise error

    answer = app.test_client().get("/trouble")
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert status != 503 or answer.headers["Retry-After"]


def test_a_bug_tells_nothing_of_itself(settings, capfd):
    app = create_app(settings)
    app.testing = False

    @app.get("/bug")
    @public
    def bug():
        raise KeyError("a secret")

    answer = app.test_client().get("/bug", headers=ZH)
    assert (answer.status_code, answer.get_json()["code"]) == (500, "internal")
    assert "secret" not in answer.get_data(as_text=True)
