"""Findings from a phone and from the desk, and what is done about them."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from checkpoints.findings import queries
from checkpoints.findings.models import Finding
from guard_api.database import db, new_id
from guard_api.live.models import Change
from guard_api.records import ReadEntry
from tests.checkpoints.findings.conftest import NOON
from tests.evidence.pictures import digest, photo, upload, voice
from tests.support.phone import event, send

URL = "/api/v1/findings"


def declared(content: bytes, type_: str = "image/jpeg", **more) -> dict:
    return {"sha256": digest(content), "size_bytes": len(content), "type": type_} | more


def shown(client, finding_id: str) -> dict:
    answer = client.get(f"{URL}/{finding_id}")
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()


def step(client, finding_id: str, verb: str, **facts):
    return client.post(f"{URL}/{finding_id}/{verb}", json=facts)


@pytest.mark.both_databases
def test_a_finding_from_a_phone_stands_on_the_board_with_its_photo_and_voice_note(app, ana, sam, reporter):
    picture, sound = photo(1), voice()
    files = {
        "photos": [declared(picture)],
        "voice": declared(sound, "audio/webm", seconds=12.5),
    }
    finding_id = reporter.found(ana, text="Extinguisher gone", **files)
    before = shown(sam, finding_id)
    assert [one["state"] for one in before["photos"]] == ["missing"]
    assert before["photos"][0]["thumb"] is None
    assert upload(ana, picture).status_code == upload(ana, sound, "audio/webm").status_code == 204
    after = shown(sam, finding_id)
    assert [one["state"] for one in after["photos"]] == ["verified"]
    assert sam.get(after["photos"][0]["thumb"]).mimetype == "image/jpeg"
    assert after["voice"]["seconds"] == 12.5
    assert sam.get(after["voice"]["url"]).data == sound
    assert (after["opened_by"]["name"], after["checkpoint_name"], after["status"]) == ("Ana", "Lap 0", "open")
    assert [one["action"] for one in after["history"]] == ["opened"]
    with app.app_context():
        kinds = db.session.scalars(select(Change.kind)).all()
        assert kinds.count("finding") == 1
        assert kinds.count("photo") == 2


@pytest.mark.both_databases
def test_a_replayed_finding_is_one_finding(app, ana, reporter):
    written = event(
        "finding",
        {"site_id": reporter.estate.site_id, "category": "theft", "severity": 1},
        NOON,
    )
    verdicts = [send(ana, written)[0]["verdict"] for _ in range(3)]
    assert verdicts == ["accepted", "duplicate", "duplicate"]
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Finding)) == 1


def test_doubts_are_flags_and_told_again(ana, sam, reporter):
    odd = {"category": "made_up", "checkpoint_id": new_id(), "severity": 1}
    payload = {"site_id": reporter.estate.site_id} | odd
    written = event("finding", payload, NOON)
    late = datetime.now(UTC) - timedelta(minutes=10)
    [first], [again] = send(ana, written, sent_at=late), send(ana, written, sent_at=late)
    assert first["flags"] == again["flags"] == ["clock_skew", "category_unknown", "checkpoint_unknown"]
    kept = sam.get(URL).get_json()["items"][0]
    assert (kept["category"], kept["checkpoint_id"], kept["flags"]) == ("other", None, first["flags"])


def test_an_sos_is_critical(ana, sam, reporter):
    finding_id = reporter.found(ana, severity=1, sos=True)
    assert shown(sam, finding_id)["severity"] == 4


def test_a_finding_at_a_foreign_site_is_refused_and_its_neighbour_kept(ana, cast, estate):
    there = {"site_id": cast.south_tower, "category": "theft", "severity": 1}
    here = there | {"site_id": cast.north_gate}
    verdicts = send(ana, event("finding", there, NOON), event("finding", here, NOON))
    assert [one["verdict"] for one in verdicts] == ["rejected", "accepted"]


def test_a_site_that_does_not_exist_is_not_there_even_for_an_administrator(admin, cast):
    nowhere = {"site_id": new_id(), "category": "theft", "severity": 1}
    [verdict] = send(admin, event("finding", nowhere, NOON))
    assert verdict["code"] == "not_found"
    assert admin.post(URL, json=nowhere).status_code == 404
    assert admin.post(URL, json=nowhere | {"site_id": cast.harbour}).status_code == 404


@pytest.mark.both_databases
def test_from_found_to_verified_by_somebody_else(ana, sam, admin, reporter, cast):
    finding_id = reporter.found(ana)
    due = "2026-03-02T00:00:00.000Z"
    given = step(sam, finding_id, "assign", person_id=cast.ana, due_at=due, note="Please").get_json()
    assert (given["status"], given["assigned_to"]["name"], given["overdue"]) == ("assigned", "Ana", True)
    picture = photo(2)
    done = step(ana, finding_id, "fix", note="New one hung", photos=[declared(picture)]).get_json()
    assert (done["status"], done["fixed_by"]["name"], done["overdue"]) == ("fixed", "Ana", False)
    settled = step(sam, finding_id, "verify", fixed=True, note="Seen").get_json()
    assert (settled["status"], settled["verified_by"]["name"]) == ("verified", "Sam")
    history = settled["history"]
    assert [one["action"] for one in history] == ["opened", "assigned", "fixed", "verified"]
    assert [one["note"] for one in history] == ["", "Please", "New one hung", "Seen"]
    assert history[2]["photos"][0]["sha256"] == digest(picture)
    again = step(admin, finding_id, "reopen", note="Gone again").get_json()
    assert (again["status"], again["verified_by"]) == ("reopened", None)
    assert len(again["history"]) == 5


def test_nobody_verifies_their_own_fix(sam, ana, reporter):
    finding_id = reporter.found(ana)
    step(sam, finding_id, "fix")
    answer = step(sam, finding_id, "verify", fixed=True)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "findings.verify_by_another")


def test_a_guard_fixes_only_what_was_given_to_that_guard(ana, ben, sam, reporter, cast):
    finding_id = reporter.found(ana)
    assert step(ana, finding_id, "fix").status_code == 403
    step(sam, finding_id, "assign", person_id=cast.ben)
    assert step(ana, finding_id, "fix").status_code == 403
    assert step(ben, finding_id, "fix").get_json()["status"] == "fixed"


@pytest.mark.parametrize("who", ["hui", "client", "cleo"])
def test_it_is_given_only_to_who_works_there(who, ana, sam, reporter, cast):
    finding_id = reporter.found(ana)
    answer = step(sam, finding_id, "assign", person_id=getattr(cast, who))
    assert (answer.status_code, answer.get_json()["code"]) == (422, "findings.person_not_here")


@pytest.mark.both_databases
def test_the_next_guards_yes_marks_it_fixed_and_two_noes_reopen_it(ana, ben, sam, reporter):
    finding_id = reporter.found(ana)
    assert reporter.checked(ben, finding_id, fixed=True)["verdict"] == "accepted"
    assert (shown(sam, finding_id)["status"], shown(sam, finding_id)["fixed_by"]["name"]) == ("fixed", "Ben")
    reporter.checked(ana, finding_id, fixed=False, note="Still gone", photos=[declared(photo(3))])
    assert shown(sam, finding_id)["status"] == "fixed"
    reporter.checked(ben, finding_id, fixed=False)
    after = shown(sam, finding_id)
    assert after["status"] == "reopened"
    assert [one["fixed"] for one in after["history"]] == [None, True, False, False]
    assert len(after["history"][2]["photos"]) == 1


def test_an_answer_from_before_the_fix_changes_nothing(ana, ben, sam, reporter):
    finding_id = reporter.found(ana)
    early = datetime.now(UTC) - timedelta(hours=1)
    step(sam, finding_id, "fix")
    reporter.checked(ana, finding_id, fixed=False, at=early)
    reporter.checked(ben, finding_id, fixed=False, at=early)
    assert shown(sam, finding_id)["status"] == "fixed"


def test_an_answer_about_nothing_is_refused(ana, reporter):
    assert reporter.checked(ana, new_id(), fixed=True)["code"] == "not_found"


@pytest.mark.both_databases
def test_the_board_is_searched_filtered_and_comes_in_pages(ana, sam, reporter, cast):
    ids = [
        reporter.found(ana, at=NOON + timedelta(hours=n), text=f"Leak {n} 100%_", severity=1 + n % 4)
        for n in range(7)
    ]
    first = sam.get(URL, query_string={"limit": 4}).get_json()
    rest = sam.get(URL, query_string={"limit": 4, "cursor": first["next"]}).get_json()
    assert [one["id"] for one in first["items"] + rest["items"]] == ids[::-1]
    assert rest["next"] is None

    def found(**filters):
        return [one["id"] for one in sam.get(URL, query_string=filters).get_json()["items"]]

    assert found(q="leak 3") == [ids[3]]
    assert found(q="3 100%_") == [ids[3]]
    assert found(q="3 1000_") == []
    assert found(severity=2) == [ids[5], ids[1]]
    assert found(status="fixed") == found(category="theft") == found(overdue="true") == []
    assert len(found(unsettled="true")) == len(found(site_id=cast.north_gate)) == 7
    assert len(found(from_on="2026-03-01", to_on="2026-03-01")) == 7
    assert found(to_on="2026-02-28") == []
    assert found(checkpoint_id=reporter.estate.spots[1].id) == []


def test_a_day_is_that_of_the_site(ana, sam, reporter):
    midnight = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)
    before = reporter.found(ana, at=midnight - timedelta(seconds=1))
    after = reporter.found(ana, at=midnight)
    first = sam.get(URL, query_string={"to_on": "2026-03-01"}).get_json()["items"]
    second = sam.get(URL, query_string={"from_on": "2026-03-02"}).get_json()["items"]
    assert [[one["id"] for one in day] for day in (first, second)] == [[before], [after]]


def test_counts_by_status_and_severity(ana, sam, reporter):
    for severity in (1, 2, 2):
        reporter.found(ana, severity=severity)
    step(sam, reporter.found(ana, severity=4), "fix")
    assert sam.get(f"{URL}/counts").get_json() == {
        "by_status": {"fixed": 1, "open": 3},
        "by_severity": {"1": 1, "2": 2, "4": 1},
        "unsettled": 4,
        "overdue": 0,
    }


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_the_board_is_downloaded_and_that_is_written_down(app, ana, sam, reporter, format):
    reporter.found(ana, text='=HYPERLINK("http://evil")')
    answer = sam.get(URL, query_string={"format": format})
    assert answer.status_code == 200
    if format == "xlsx":
        rows = list(load_workbook(io.BytesIO(answer.data)).active.values)
        assert rows[1][5] == '=HYPERLINK("http://evil")'
    else:
        assert "'=HYPERLINK" in answer.get_data(as_text=True)
    with app.app_context():
        assert db.session.scalars(select(ReadEntry.subject_kind)).all() == ["export"]


def test_a_finding_from_the_desk(sam, ana, reporter, cast):
    facts = {"site_id": cast.north_gate, "category": "parking", "severity": 3, "text": "Fire lane"}
    made = sam.post(URL, json=facts)
    assert (made.status_code, made.get_json()["opened_by"]["name"]) == (201, "Sam")
    assert ana.post(URL, json=facts).status_code == 403
    assert sam.post(URL, json=facts | {"site_id": cast.south_tower}).status_code == 404
    assert sam.post(URL, json=facts | {"category": "made_up"}).status_code == 422
    assert sam.post(URL, json=facts | {"checkpoint_id": new_id()}).status_code == 422


def test_what_rounds_and_phones_ask(app, ana, sam, reporter, cast):
    patrol_id = new_id()
    picture = photo(4)
    finding_id = reporter.found(ana, patrol_id=patrol_id, photos=[declared(picture)])
    upload(ana, picture)
    settled = reporter.found(ana)
    step(sam, settled, "fix")
    step(sam, settled, "reopen")
    with app.app_context():
        opened = queries.openings(cast.organisation_id, dict.fromkeys((patrol_id, new_id()), cast.north_gate))
        assert opened == {patrol_id: [NOON]}
        for_phone = queries.open_at_checkpoints(cast.organisation_id, [cast.north_gate])
        assert {one["id"] for one in for_phone} == {finding_id, settled}
        thumbs = {one["id"]: one["thumb"] for one in for_phone}
        assert thumbs[finding_id].endswith(f"{digest(picture)}?size=thumb")
        assert thumbs[settled] is None
        of_patrol = queries.of_patrol(cast.organisation_id, patrol_id, cast.north_gate)
        assert [one["id"] for one in of_patrol] == [finding_id]
