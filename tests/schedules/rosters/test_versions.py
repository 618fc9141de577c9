"""What is published is frozen, told, confirmed, and changes only with a reason."""

import hashlib
import json

import pytest

from guard_api.database import db
from schedules.rosters.models import RosterVersion
from tests.schedules.rosters.stock import day, draft, edit, places, publish


@pytest.fixture
def published(sam, cast, estate):
    """Ana works on Monday by day, Ben on Tuesday by night."""
    roster = draft(sam, estate)
    found = places(sam, roster)
    edit(
        sam,
        roster,
        {"shift_id": found[day(0), "D"]["id"], "person_id": cast.ana},
        {"shift_id": found[day(1), "N"]["id"], "person_id": cast.ben},
    )
    publish(sam, roster)
    return roster


def told(client) -> list[str]:
    return [notice["kind"] for notice in client.get("/api/v1/my/notices").get_json()["items"]]


def test_a_roster_that_breaks_the_law_is_not_published_and_each_violation_is_named(sam, cast, estate):
    roster = draft(sam, estate)
    found = places(sam, roster)
    edit(
        sam,
        roster,
        *({"shift_id": found[day(number), "D"]["id"], "person_id": cast.ana} for number in range(7)),
        *({"shift_id": found[day(number), "D"]["id"], "locked": True} for number in ()),
    )
    refused = publish(sam, roster, status=409)
    assert refused["code"] == "rosters.breaks_rules"
    assert {one["rule_id"] for one in refused["violations"]} == {"cn.rest_day"}
    assert all(one["level"] == "hard" and one["sentence"]["zh"] for one in refused["violations"])


def test_warnings_must_be_accepted(sam, cast, estate):
    roster = draft(sam, estate)
    found = places(sam, roster)
    six = [{"shift_id": found[day(number), "D"]["id"], "person_id": cast.ana} for number in range(6)]
    edit(sam, roster, *six)
    refused = publish(sam, roster, accept=False, status=409)
    assert refused["code"] == "rosters.warnings"
    assert {one["level"] for one in refused["violations"]} == {"soft"}
    publish(sam, roster, accept=True)


def test_the_digest_is_that_of_the_canonical_content(app, sam, published):
    with app.app_context():
        version = db.session.scalar(db.select(RosterVersion))
        text = json.dumps(version.content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert version.digest == hashlib.sha256(text.encode()).hexdigest()
        number = version.id
    whole = sam.get(f"/api/v1/rosters/{published['id']}/versions/{number}").get_json()
    assert whole["intact"]
    assert len(whole["shifts"]) == 14


def test_a_version_that_somebody_altered_is_seen(app, sam, published):
    with app.app_context():
        version = db.session.scalar(db.select(RosterVersion))
        version.content = version.content | {"from_on": "1999-01-01"}
        db.session.commit()
        number = version.id
    assert not sam.get(f"/api/v1/rosters/{published['id']}/versions/{number}").get_json()["intact"]


def test_later_changes_need_a_reason_and_are_versions_with_their_difference(sam, cast, published):
    shift = places(sam, published)[day(0), "D"]
    change = {"shift_id": shift["id"], "person_id": cast.ben}
    assert edit(sam, published, change, status=422)["code"] == "rosters.reason_needed"
    made = edit(sam, published, change, reason="Ana is needed elsewhere", accept=True)
    assert made["version"] == 2
    newest, first = sam.get(f"/api/v1/rosters/{published['id']}/versions").get_json()["items"]
    assert (newest["number"], newest["reason"], newest["people"]) == (2, "Ana is needed elsewhere", 2)
    assert [
        (one["before"]["person"]["name"], one["after"]["person"]["name"]) for one in newest["changes"]
    ] == [("Ana", "Ben")]
    assert first["people"] == 2
    whole = sam.get(f"/api/v1/rosters/{published['id']}/versions/{newest['id']}").get_json()
    assert whole["intact"]
    assert {one["person_id"] for one in whole["shifts"]} == {None, cast.ben}


def test_an_amendment_tells_only_whom_it_concerns(sam, ana, ben, cast, published):
    assert (told(ana), told(ben)) == (["roster_published"], ["roster_published"])
    free = places(sam, published)[day(3), "D"]
    edit(sam, published, {"shift_id": free["id"], "person_id": cast.ben}, reason="help", accept=True)
    assert told(ana) == ["roster_published"]
    assert told(ben) == ["shift_changed", "roster_published"]


def test_an_amendment_that_breaks_the_law_is_refused(sam, cast, published):
    found = places(sam, published)
    twice = {"shift_id": found[day(1), "D"]["id"], "person_id": cast.ben}
    again = [{"shift_id": found[day(n), "D"]["id"], "person_id": cast.ana} for n in range(1, 7)]
    refused = edit(sam, published, *again, reason="full week", accept=True, status=409)
    assert refused["code"] == "rosters.breaks_rules"
    assert edit(sam, published, twice, reason="longer", accept=True, dry_run=True)["dry_run"]


def test_only_what_changed_is_to_be_confirmed_again(sam, ana, ben, cast, published):
    for guard in (ana, ben):
        guard.post(f"/api/v1/my/rosters/{published['id']}/acknowledge", json={})
    free = places(sam, published)[day(4), "D"]
    edit(sam, published, {"shift_id": free["id"], "person_id": cast.ana}, reason="help", accept=True)
    states = {key: one["state"] for key, one in places(sam, published).items() if one["person_id"]}
    assert states == {(day(0), "D"): "confirmed", (day(1), "N"): "confirmed", (day(4), "D"): "unconfirmed"}
    due = sam.get(f"/api/v1/rosters/{published['id']}/acknowledgements?due=true").get_json()["items"]
    assert [(one["person"]["name"], one["version"]) for one in due] == [("Ana", 2)]


def test_undoing_after_publication_is_an_amendment_too(sam, cast, published):
    shift = places(sam, published)[day(0), "D"]
    edit(sam, published, {"shift_id": shift["id"], "person_id": cast.ben}, reason="swap", accept=True)
    head = sam.get(f"/api/v1/rosters/{published['id']}").get_json()
    undone = sam.post(
        f"/api/v1/rosters/{published['id']}/undo",
        json={"edit_number": head["edit_number"], "reason": "a slip", "accept": True},
    )
    assert undone.get_json()["version"] == 3
    assert places(sam, published)[day(0), "D"]["person_id"] == cast.ana


def test_a_published_roster_stays(sam, published):
    answer = sam.delete(f"/api/v1/rosters/{published['id']}")
    assert (answer.status_code, answer.get_json()["code"]) == (409, "rosters.published_stays")
    again = sam.post(f"/api/v1/rosters/{published['id']}/publish", json={})
    assert (again.status_code, again.get_json()["code"]) == (409, "rosters.published_already")


def test_who_was_never_asked_cannot_confirm(hui, sam, published):
    assert sam.post(f"/api/v1/my/rosters/{published['id']}/acknowledge", json={}).status_code == 404
