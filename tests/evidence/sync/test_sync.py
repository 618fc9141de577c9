"""Each event once, each answered: replays, conflicts, bad events, broken envelopes."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, text

from checkpoints.patrols.models import Scan
from checkpoints.patrols.scans import field_events
from evidence.sync import routes
from evidence.sync.models import ConflictingEvent, FieldEvent
from guard_api.database import db, new_id
from tests.support.estate import Estate, build_estate
from tests.support.phone import batch, event, id_of, scan, send, sha256_of

NOON = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
URL = "/api/v1/sync"


@pytest.fixture
def estate(app, cast) -> Estate:
    with app.app_context():
        return build_estate(cast.organisation_id, cast.north_gate)


def count(app, model) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model))


@pytest.mark.both_databases
def test_a_scan_is_stored_and_its_bytes_are_kept(app, ana, estate):
    written = scan(estate.spots[0], NOON)
    [verdict] = send(ana, written)
    assert verdict == {
        "id": id_of(written),
        "verdict": "accepted",
        "sha256": sha256_of(written),
        "flags": [],
    }
    with app.app_context():
        kept = db.session.scalars(select(FieldEvent)).one()
        assert (kept.body, kept.sha256, kept.occurred_at) == (written, sha256_of(written), NOON)
        stored = db.session.scalars(select(Scan)).one()
        assert (stored.id, stored.checkpoint_id) == (id_of(written), estate.spots[0].id)


@pytest.mark.both_databases
def test_a_replayed_scan_is_a_duplicate_and_tells_its_flags_again(app, ana, estate):
    written = scan(estate.spots[0], NOON, lat=31.3)
    first, again = send(ana, written), send(ana, written)
    assert [first[0]["verdict"], again[0]["verdict"]] == ["accepted", "duplicate"]
    assert first[0]["flags"] == again[0]["flags"] == ["outside_geofence"]
    assert count(app, Scan) == count(app, FieldEvent) == 1


@pytest.mark.both_databases
def test_fifty_identical_syncs_at_once_make_one_row(app, ana, estate):
    texts = [scan(spot, NOON + timedelta(minutes=3 * n)) for n, spot in enumerate(estate.spots)]
    body = batch(*texts)

    def sync(_):
        client = app.test_client()
        return client.post(URL, data=body, content_type="application/json", headers=ana.headers)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(sync, range(50)))
    assert {answer.status_code for answer in answers} == {200}
    verdicts = [verdict["verdict"] for answer in answers for verdict in answer.get_json()["verdicts"]]
    assert sorted(set(verdicts)) == ["accepted", "duplicate"]
    assert verdicts.count("accepted") == count(app, Scan) == count(app, FieldEvent) == 3


@pytest.mark.both_databases
def test_other_bytes_under_a_taken_id_are_a_conflict_kept_once(app, ana, estate):
    written = scan(estate.spots[0], NOON)
    other = scan(estate.spots[1], NOON, id_of(written))
    send(ana, written)
    for _ in range(3):
        [verdict] = send(ana, other)
        assert (verdict["verdict"], verdict["code"]) == ("conflict", "sync.conflict")
    with app.app_context():
        kept = db.session.scalars(select(ConflictingEvent)).one()
        assert (kept.event_id, kept.body) == (id_of(written), other)
        assert db.session.scalars(select(FieldEvent)).one().body == written


@pytest.mark.both_databases
def test_one_id_twice_in_a_batch(app, ana, estate):
    written = scan(estate.spots[0], NOON)
    other = scan(estate.spots[1], NOON, id_of(written))
    verdicts = send(ana, written, written, other)
    assert [one["verdict"] for one in verdicts] == ["accepted", "duplicate", "conflict"]
    assert count(app, Scan) == 1


@pytest.mark.both_databases
def test_bad_events_cost_their_neighbours_nothing(app, ana, estate):
    good = [scan(spot, NOON + timedelta(minutes=3 * n)) for n, spot in enumerate(estate.spots)]
    unknown_code = event("scan", {"code": "NOSUCHCODE", "method": "typed"}, NOON)
    bad = {
        '{"id": 5}': "sync.event_invalid",
        '"text"': "sync.event_invalid",
        event("tea.break", {}, NOON): "sync.kind_unknown",
        event("scan", {"method": "camera"}, NOON): "sync.event_invalid",
        event("scan", {"method": "smell", "code": "x"}, NOON): "sync.event_invalid",
        event("scan", {"method": "camera", "code": "x", "mood": "good"}, NOON): "sync.event_invalid",
        event("scan", {"method": "camera", "code": "x", "lat": 91, "lon": 0}, NOON): "sync.event_invalid",
        event("scan", {"method": "camera", "code": "x"}, NOON, "not-an-id"): "sync.event_invalid",
        event("scan", {"method": "camera", "code": "x"}, NOON, more="x" * 70_000): "sync.event_too_large",
        event("scan", {"method": "camera", "code": "x"}, datetime(1900, 1, 1, tzinfo=UTC)): (
            "sync.time_impossible"
        ),
        unknown_code: "checkpoints.tag_unknown",
    }
    mixed = [good[0], *list(bad)[:5], good[1], *list(bad)[5:], good[2]]
    verdicts = send(ana, *mixed)
    assert [one["sha256"] for one in verdicts] == [sha256_of(written) for written in mixed]
    for written, verdict in zip(mixed, verdicts, strict=True):
        if written in bad:
            assert (verdict["verdict"], verdict["code"]) == ("rejected", bad[written]), written
            assert verdict["detail"]
        else:
            assert verdict["verdict"] == "accepted"
    assert count(app, Scan) == count(app, FieldEvent) == 3


def test_a_rejection_speaks_the_callers_language_and_names_the_field(app, ana, cast):
    [verdict] = send(ana, event("scan", {"method": "camera", "code": 5}, NOON))
    assert "/payload/code" in verdict["detail"]
    assert ana.patch("/api/v1/me", json={"language": "zh-CN"}).status_code == 200
    [verdict] = send(ana, event("scan", {"method": "camera", "code": 5}, NOON))
    assert verdict["detail"].startswith("该记录在")


@pytest.mark.both_databases
def test_a_rejected_event_may_be_sent_again_corrected(app, ana, estate):
    id_ = new_id()
    assert send(ana, event("scan", {"code": "NOSUCHCODE", "method": "typed"}, NOON, id_))[0]["verdict"] == (
        "rejected"
    )
    assert count(app, FieldEvent) == 0
    assert send(ana, scan(estate.spots[0], NOON, id_))[0]["verdict"] == "accepted"


def test_two_records_under_a_rejected_id_in_one_batch(app, ana, estate):
    id_ = new_id()
    bad = event("scan", {"code": "NOSUCHCODE", "method": "typed"}, NOON, id_)
    verdicts = send(ana, bad, scan(estate.spots[0], NOON, id_))
    assert [one["code"] for one in verdicts] == ["checkpoints.tag_unknown", "sync.repeated_in_batch"]


@pytest.mark.both_databases
def test_text_cut_inside_a_character_is_kept_with_a_mark(app, ana, estate):
    [place] = estate.spots[:1]
    payload = {"code": place.code, "method": "camera", "answers": {"a": {"ok": False, "note": "NOTE"}}}
    written = event("scan", payload, NOON).replace("NOTE", "smoke \\ud83d\\u0000")
    [verdict] = send(ana, written)
    assert (verdict["verdict"], verdict["sha256"]) == ("accepted", sha256_of(written))
    with app.app_context():
        assert db.session.scalars(select(Scan)).one().answers["a"]["note"] == "smoke \ufffd\ufffd"
        assert db.session.scalars(select(FieldEvent)).one().body == written


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "bad_request"),
        (b"{", 400, "bad_request"),
        (b"[" * 100_000, 422, "sync.envelope_invalid"),
        (b"[]", 422, "sync.envelope_invalid"),
        (b'{"events": []}', 422, "sync.envelope_invalid"),
        (b'{"sent_at": "2026-03-01T00:00:00", "events": []}', 422, "sync.envelope_invalid"),
        (b'{"sent_at": "2026-03-01T00:00:00Z", "events": [], "x": 1}', 422, "sync.envelope_invalid"),
        (b'{"sent_at": "9999-03-01T00:00:00Z", "events": []}', 422, "sync.time_impossible"),
        (batch(*["1"] * 501), 422, "sync.envelope_invalid"),
        (b" " * (4 * 1024 * 1024 + 1), 413, "too_large"),
    ],
)
def test_a_broken_envelope_is_a_problem(ana, body, status, code):
    answer = ana.post(URL, data=body, content_type="application/json")
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert answer.content_type == "application/problem+json"


def test_another_content_type_is_refused(ana):
    assert ana.post(URL, data=batch(), content_type="text/plain").status_code == 415


@pytest.mark.parametrize("raw", [b'"\xff\xfe"', b'{"id":"\xff"}', b"[" * 5000 + b"]" * 5000, b"1" * 5000])
def test_bytes_that_are_no_text_are_answered_too(ana, raw):
    body = b'{"sent_at":"2026-03-01T00:00:00Z","events":[' + raw + b"]}"
    answer = ana.post(URL, data=body, content_type="application/json")
    if answer.status_code == 200:
        assert answer.get_json()["verdicts"][0]["verdict"] == "rejected"
    else:
        assert answer.status_code == 400


def test_five_hundred_events_fit(app, ana, estate):
    texts = [scan(estate.spots[n % 3], NOON + timedelta(minutes=3 * n)) for n in range(500)]
    assert {one["verdict"] for one in send(ana, *texts)} == {"accepted"}
    assert count(app, Scan) == 500


@pytest.mark.both_databases
def test_when_the_bulk_step_fails_each_event_is_tried_alone(app, ana, estate, monkeypatch):
    poison = scan(estate.spots[1], NOON + timedelta(minutes=5))

    def fragile(actor, events):
        outcomes = field_events.SCAN.record(actor, events)
        if any(one.id == id_of(poison) for one in events):
            db.session.execute(text("INSERT INTO field_events (organisation_id) VALUES (NULL)"))
        return outcomes

    monkeypatch.setitem(routes.registry.handlers, "scan", replace(field_events.SCAN, record=fragile))
    verdicts = send(ana, scan(estate.spots[0], NOON), poison, scan(estate.spots[2], NOON))
    assert [one["verdict"] for one in verdicts] == ["accepted", "rejected", "accepted"]
    assert verdicts[1]["code"] == "sync.not_stored"
    assert count(app, Scan) == count(app, FieldEvent) == 2


def test_an_organisation_keeps_its_own_ids(app, ana, cleo, cast, estate):
    written = scan(estate.spots[0], NOON)
    assert send(ana, written)[0]["verdict"] == "accepted"
    [verdict] = send(cleo, written)
    assert (verdict["verdict"], verdict["code"]) == ("rejected", "checkpoints.tag_unknown")


def test_the_description_names_every_kind(nobody):
    shapes = nobody.get("/api/v1/openapi.json").get_json()["components"]["schemas"]
    kinds = set(shapes["FieldEvent"]["discriminator"]["mapping"])
    assert {"patrol.started", "scan", "patrol.ended", "position", "exception.reply"} <= kinds
    assert shapes["Verdict"]["properties"]["id"] == {"anyOf": [{"type": "string"}, {"type": "null"}]}


def test_a_conclusion_that_cannot_be_drawn_costs_no_facts(app, ana, estate, monkeypatch):
    def settle(actor, ids):
        raise KeyError(ids[0])

    monkeypatch.setitem(routes.registry.handlers, "scan", replace(field_events.SCAN, settle=settle))
    texts = [scan(estate.spots[0], NOON, patrol_id=new_id()), scan(estate.spots[1], NOON, patrol_id=new_id())]
    assert [one["verdict"] for one in send(ana, *texts)] == ["accepted", "accepted"]
    assert count(app, Scan) == 2
