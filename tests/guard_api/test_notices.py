"""The inbox: each person is told once, in the language in which they read."""

from datetime import UTC, datetime

import pytest

from guard_api.clock import moved_to
from guard_api.database import write_transaction
from guard_api.notices.service import forget_old_notices, tell
from guard_api.notices.wording import register_notices

URL = "/api/v1/my/notices"
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def kinds():
    register_notices(
        {
            "tests.expiring": {"en": "{type} ends on {on}.", "zh-CN": "{type}将于 {on} 到期。"},
            "tests.hello": {"en": "Hello", "zh-CN": "你好"},
        }
    )


@pytest.fixture
def told(app, cast):
    def say(*names: str, kind: str = "tests.hello", **about) -> set[str]:
        with app.app_context(), write_transaction():
            ids = [getattr(cast, name) for name in names]
            return tell(organisation_id=cast.organisation_id, person_ids=ids, kind=kind, **about)

    return say


def inbox(client, **query) -> dict:
    answer = client.get(URL, query_string=query)
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()


@pytest.mark.both_databases
def test_words_are_made_in_the_readers_language(told, ana):
    params = {"type": {"zh": "急救证", "en": "First aid"}, "on": "2026-03-01"}
    told("ana", kind="tests.expiring", params=params, link="/learning")
    [notice] = inbox(ana)["items"]
    assert (notice["text"], notice["link"]) == ("First aid ends on 2026-03-01.", "/learning")
    ana.patch("/api/v1/me", json={"language": "zh-CN"})
    assert inbox(ana)["items"][0]["text"] == "急救证将于 2026-03-01 到期。"
    assert inbox(ana)["items"][0]["params"] == params


@pytest.mark.both_databases
def test_the_same_is_told_to_the_same_person_once(told, cast, ana, ben):
    assert told("ana", dedupe="a") == {cast.ana}
    assert told("ana", "ben", "ben", dedupe="a") == {cast.ben}
    assert told("ana") == told("ana") == {cast.ana}
    assert (inbox(ana)["unread"], inbox(ben)["unread"]) == (3, 1)


@pytest.mark.both_databases
def test_one_marks_some_or_all_of_ones_own_as_read(told, ana, ben):
    for _ in range(3):
        told("ana", "ben")
    first, *others = [notice["id"] for notice in inbox(ana)["items"]]
    assert ben.post(f"{URL}/read", json={"ids": [first]}).status_code == 204
    assert inbox(ana)["unread"] == 3
    assert ana.post(f"{URL}/read", json={"ids": [first]}).status_code == 204
    assert [one["id"] for one in inbox(ana, unread="true")["items"]] == others
    assert [one["id"] for one in inbox(ana, unread="false")["items"]] == [first]
    assert ana.post(f"{URL}/read", json={"all": True}).status_code == 204
    assert (inbox(ana)["unread"], inbox(ben)["unread"]) == (0, 3)


@pytest.mark.parametrize("body", [{}, {"all": False}, {"ids": []}, {"all": True, "ids": ["@"]}])
def test_either_ids_or_all(ana, body):
    assert ana.post(f"{URL}/read", json=body).status_code == 422


def test_the_inbox_comes_in_pages_the_newest_first(app, told, ana):
    for _ in range(5):
        told("ana")
    first = inbox(ana, limit=3)
    rest = inbox(ana, limit=3, cursor=first["next"])
    ids = [one["id"] for one in first["items"] + rest["items"]]
    assert ids == sorted(ids, reverse=True)
    assert (len(set(ids)), rest["next"], first["unread"]) == (5, None, 5)


def test_a_kind_without_words_is_a_mistake_of_ours(told):
    with pytest.raises(ValueError, match="no sentences"):
        told("ana", kind="tests.unheard_of")
    with pytest.raises(KeyError):
        told("ana", kind="tests.expiring", params={"type": "First aid"})


def test_old_notices_are_forgotten(app, told, ana):
    with moved_to(NEW_YEAR):
        told("ana")
    told("ana")
    with app.app_context():
        forget_old_notices()
    assert len(inbox(ana)["items"]) == 1
