import marshmallow as ma
import pytest
from sqlalchemy import select

from guard_api.errors import Problem
from guard_api.fields import Id, Instant, page_of
from guard_api.identity.models import Person


class Shape(ma.Schema):
    id = Id()
    at = Instant()


def test_an_id_is_its_canonical_text():
    loaded = Shape().load({"id": "01890A5D-AC96-774B-BCCE-B302099A8057"})
    assert loaded["id"] == "01890a5d-ac96-774b-bcce-b302099a8057"


@pytest.mark.parametrize("value", ["01890a5dac96774bbcceb302099a8057", 5, "", "{}", None])
def test_anything_else_is_no_id(value):
    assert "id" in Shape().validate({"id": value})


def test_an_instant_is_utc_with_milliseconds_and_never_naive():
    loaded = Shape().load({"at": "2026-03-01T22:03:05.123+08:00"})
    assert Shape().dump(loaded) == {"at": "2026-03-01T14:03:05.123Z"}
    assert "at" in Shape().validate({"at": "2026-03-01T22:03:05"})
    assert "at" in Shape().validate({"at": "0001-01-01T00:00:00+14:00"})


@pytest.mark.both_databases
@pytest.mark.parametrize("descending", [False, True])
def test_pages_follow_each_other_without_gap_or_repeat(app, cast, descending):
    with app.app_context():
        statement = select(Person).where(Person.organisation_id == cast.organisation_id)
        seen, cursor = [], None
        while True:
            page = page_of(
                statement, Person.created_at, Person.id, limit=2, cursor=cursor, descending=descending
            )
            seen += [person.id for person in page["items"]]
            cursor = page["next"]
            if cursor is None:
                break
    assert len(seen) == len(set(seen)) == 6
    assert sorted(seen, reverse=descending) == seen


@pytest.mark.parametrize("cursor", ["rubbish!", "W10", "WyJhIiwgImIiXQ", "bnVsbA"])
def test_a_spoilt_cursor_is_a_problem(app, cast, cursor):
    with app.app_context(), pytest.raises(Problem):
        page_of(select(Person), Person.created_at, Person.id, limit=2, cursor=cursor)


def test_early_years_keep_four_digits():
    assert Shape().dump(Shape().load({"at": "0887-12-31T20:53:49Z"})) == {"at": "0887-12-31T20:53:49.000Z"}
