"""What changed: asked for, and streamed by a process of its own."""

import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
import requests
from sqlalchemy import text

from guard_api import clock
from guard_api.database import db, new_id, write_transaction
from guard_api.identity import tokens
from guard_api.identity.models import Grant
from guard_api.live import feed, service
from guard_api.live.models import Change
from guard_api.settings import PROJECT

LIVE = "/api/v1/live"
PROCESS = """
import sys
from pathlib import Path
from app import create_app
from guard_api.live import stream
from tests.conftest import settings_for

stream.CHECK_SESSIONS_EVERY_S = stream.HEARTBEAT_S = 1.0
app = create_app(settings_for(sys.argv[1], Path(sys.argv[2])))
stream.serve(app, "127.0.0.1", int(sys.argv[3]), certfile=None, keyfile=None)
"""


def announce(app, cast, site_id=None, kind="scan", organisation_id=None) -> str:
    subject = new_id()
    with app.app_context(), write_transaction():
        service.announce(
            organisation_id=organisation_id or cast.organisation_id,
            changes=[(kind, subject, site_id or cast.north_gate)],
        )
    return subject


def ask(client, cursor=None) -> dict:
    return client.get(LIVE, query_string={"since": cursor} if cursor else {}).get_json()


@pytest.mark.both_databases
def test_what_changed_since_the_cursor_is_told_once(app, cast, sam):
    announce(app, cast)
    start = ask(sam)
    assert (start["changes"], start["reset"]) == ([], False)
    subject = announce(app, cast)
    delta = ask(sam, start["cursor"])
    assert [(change["kind"], change["id"]) for change in delta["changes"]] == [("scan", subject)]
    assert ask(sam, delta["cursor"])["changes"] == []


@pytest.mark.both_databases
def test_other_sites_and_organisations_stay_unseen(app, cast, sam, admin):
    start, everything = ask(sam)["cursor"], ask(admin)["cursor"]
    announce(app, cast, site_id=cast.south_tower)
    announce(app, cast, site_id=cast.harbour, organisation_id=cast.other_organisation_id)
    assert ask(sam, start)["changes"] == []
    assert len(ask(admin, everything)["changes"]) == 1


def test_a_role_without_rounds_widens_nobody_s_view(app, cast, hui):
    """HR belongs to no site and sees no rounds; with a guard's role beside it, those of the guard's site."""
    with app.app_context():
        guards = {"organisation_id": cast.organisation_id, "role": "guard", "site_id": cast.north_gate}
        db.session.add(Grant(person_id=cast.hui, **guards))
        db.session.commit()
    tokens.forget_everyone()
    cursor = ask(hui)["cursor"]
    announce(app, cast, site_id=cast.south_tower)
    here = announce(app, cast, site_id=cast.north_gate)
    assert [change["id"] for change in ask(hui, cursor)["changes"]] == [here]


PEOPLE = ("certificate", "module", "session", "staff", "leave", "terms", "timesheet")
ROUNDS = ("patrol", "scan", "finding", "exception", "photo", "coverage", "punch", "handover", "solve")


def kinds_seen(app, cast, *clients, site_id=None) -> list[set[str]]:
    """What each is told when one of every kind changes."""
    cursors = [ask(client)["cursor"] for client in clients]
    for kind in (*PEOPLE, *ROUNDS):
        announce(app, cast, kind=kind, site_id=site_id)
    deltas = [ask(client, cursor) for client, cursor in zip(clients, cursors, strict=True)]
    return [{change["kind"] for change in delta["changes"]} for delta in deltas]


@pytest.mark.both_databases
def test_hr_follows_what_concerns_people_at_every_site_and_no_rounds(app, cast, hui, sam, admin):
    assert kinds_seen(app, cast, hui, sam, admin, site_id=cast.south_tower) == [
        set(PEOPLE),
        {"module"},
        {*PEOPLE, *ROUNDS},
    ]
    assert kinds_seen(app, cast, hui, sam) == [set(PEOPLE), {*PEOPLE, *ROUNDS}]


@pytest.mark.both_databases
def test_what_belongs_to_no_site_reaches_hr_and_of_modules_every_desk(app, cast, hui, sam, ana, client):
    desks = (hui, sam, ana, client)
    cursors = [ask(one)["cursor"] for one in desks]
    with app.app_context(), write_transaction():
        changes = [(kind, new_id(), None) for kind in ("module", "staff", "scan")]
        service.announce(organisation_id=cast.organisation_id, changes=changes)
    told = [ask(one, cursor)["changes"] for one, cursor in zip(desks, cursors, strict=True)]
    assert [[change["kind"] for change in changes] for changes in told] == [
        ["module", "staff"],
        ["module"],
        [],
        [],
    ]


def test_a_client_follows_rounds_and_findings_but_nobodys_papers(app, cast, client):
    [seen] = kinds_seen(app, cast, client)
    assert seen == {"patrol", "scan", "finding", "exception", "photo", "coverage"}


def test_what_hr_does_to_a_persons_file_reaches_the_other_desks_of_hr(cast, hui, admin, sam):
    cursors = [ask(one)["cursor"] for one in (admin, sam)]
    answer = hui.post(f"/api/v1/staff/{cast.ana}/hire", json={"hired_on": "2026-01-05"})
    assert answer.status_code < 300, answer.get_json()
    told = [ask(one, cursor)["changes"] for one, cursor in zip((admin, sam), cursors, strict=True)]
    assert ("staff", cast.ana) in [(change["kind"], change["id"]) for change in told[0]]
    assert "staff" not in [change["kind"] for change in told[1]]


@pytest.mark.slow
def test_hr_reads_the_stream_too(app, cast, hui, stream_url):
    with listening(stream_url, hui.headers) as screen:
        wait_until(lambda: "event: ready" in screen.data(), within=10)
        hidden = announce(app, cast, kind="scan")
        told = announce(app, cast, kind="leave")
        wait_until(lambda: told in screen.data(), within=10)
        assert hidden not in screen.data()


@pytest.mark.both_databases
def test_many_changes_come_in_parts_without_gap(app, cast, sam, monkeypatch):
    monkeypatch.setattr(feed, "MOST_AT_ONCE", 3)
    cursor, told = ask(sam)["cursor"], []
    subjects = [announce(app, cast) for _ in range(8)]
    while changes := (delta := ask(sam, cursor))["changes"]:
        cursor = delta["cursor"]
        told += [change["id"] for change in changes]
    assert told == subjects


@pytest.mark.parametrize("cursor", ["rubbish", "MTIz", "é"])
def test_a_cursor_of_nobody_asks_to_load_anew(cast, sam, cursor):
    assert ask(sam, cursor)["reset"] is True


def test_a_cursor_that_is_too_old_asks_to_load_anew(app, cast, sam, monkeypatch):
    cursor = ask(sam)["cursor"]
    later = clock.now() + feed.CURSOR_LASTS
    monkeypatch.setattr(feed, "now", lambda: later)
    assert ask(sam, cursor)["reset"] is True


@pytest.mark.both_databases
def test_a_cursor_of_another_life_of_the_database_asks_to_load_anew(app, cast, sam):
    assert ask(sam, str(feed.Cursor(10**17, feed.BEFORE_ALL, clock.now())))["reset"] is True


@pytest.mark.both_databases
def test_pruning_keeps_every_valid_cursor_valid(app, cast, sam):
    announce(app, cast)
    announce(app, cast)
    cursor = ask(sam)["cursor"]
    with app.app_context():
        with write_transaction() as session:
            session.query(Change).update({Change.at: clock.now() - timedelta(days=3)})
        service.prune()
        assert session.query(Change).count() == 1
    subject = announce(app, cast)
    assert [change["id"] for change in ask(sam, cursor)["changes"]] == [subject]


@pytest.mark.both_databases
def test_a_commit_that_comes_late_is_not_skipped(app, cast, sam):
    """On PostgreSQL two writers interleave, and the one that began first commits last."""
    cursor = ask(sam)["cursor"]
    interleave = interleave_on_postgresql if "postgresql" in str(app_engine(app).url) else one_after_the_other
    between, slow, quick = interleave(app, cast, lambda: ask(sam, cursor))
    assert between["changes"] == []
    assert [change["id"] for change in ask(sam, between["cursor"])["changes"]] == [slow, quick]


def app_engine(app):
    with app.app_context():
        return db.engine


def interleave_on_postgresql(app, cast, look):
    slow, quick = new_id(), new_id()
    insert = text(
        "INSERT INTO changes (organisation_id, id, tx, kind, subject_id, site_id, at) VALUES "
        "(:org, :id, pg_current_xact_id()::text::bigint, 'scan', :subject, :site, now())"
    )
    row = {"org": cast.organisation_id, "site": cast.north_gate}
    with app.app_context(), db.engine.connect() as first, db.engine.connect() as second:
        first.execute(insert, {**row, "id": new_id(), "subject": slow})
        second.execute(insert, {**row, "id": new_id(), "subject": quick})
        second.commit()
        between = look()
        first.commit()
    return between, slow, quick


def one_after_the_other(app, cast, look):
    slow = new_id()
    with app.app_context(), write_transaction():
        service.announce(organisation_id=cast.organisation_id, changes=[("scan", slow, cast.north_gate)])
        with ThreadPoolExecutor() as elsewhere:
            between = elsewhere.submit(look).result()
    return between, slow, announce(app, cast)


# --- the stream ---------------------------------------------------------------------------------


@pytest.fixture
def stream_url(app, settings, tmp_path):
    """A real live process over the test's database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-c", PROCESS, settings.database_url, str(tmp_path), str(port)]
    process = subprocess.Popen(command, cwd=PROJECT)
    url = f"http://127.0.0.1:{port}/api/v1/live/stream"
    wait_until(lambda: answers(url), within=60)
    yield url
    process.terminate()
    assert process.wait(15) == 0


def answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).status_code == 401
    except requests.ConnectionError:
        return False


def wait_until(condition, within: float) -> float:
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < within, f"not within {within} s"
        time.sleep(0.05)
    return time.monotonic() - started


class Listening:
    """Reads a stream in a thread, keeping what came."""

    def __init__(self, url: str, headers: dict[str, str], since: str | None = None):
        query = {"since": since} if since else {}
        self.answer = requests.get(url, params=query, headers=headers, stream=True, timeout=30)
        self.lines: list[str] = []
        self.over = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        try:
            for line in self.answer.iter_lines(chunk_size=1):
                self.lines.append(line.decode())
        except requests.RequestException:
            pass
        self.over.set()

    def data(self) -> str:
        return "\n".join(self.lines)


@contextmanager
def listening(*args, **kwargs):
    one = Listening(*args, **kwargs)
    try:
        yield one
    finally:
        one.answer.close()


@pytest.mark.slow
@pytest.mark.both_databases
def test_a_change_reaches_the_screen_within_two_seconds(app, cast, sam, stream_url):
    with listening(stream_url, sam.headers) as screen:
        wait_until(lambda: "event: ready" in screen.data(), within=10)
        hidden = announce(app, cast, site_id=cast.south_tower)
        subject = announce(app, cast)
        assert wait_until(lambda: subject in screen.data(), within=10) < 2
        assert hidden not in screen.data()
        wait_until(lambda: ": still here" in screen.data(), within=5)
    last = [line.removeprefix("id: ") for line in screen.lines if line.startswith("id: ")][-1]
    missed = announce(app, cast)
    with listening(stream_url, sam.headers, since=last) as again:
        wait_until(lambda: missed in again.data(), within=10)
        assert subject not in again.data()


@pytest.mark.slow
def test_a_stream_ends_with_its_session(app, cast, sam, stream_url):
    with listening(stream_url, sam.headers) as screen:
        wait_until(lambda: "event: ready" in screen.data(), within=10)
        assert sam.delete("/api/v1/sessions/current").status_code == 204
        assert screen.over.wait(20)
    assert requests.get(stream_url, headers=sam.headers, timeout=30).status_code in (200, 401)


@pytest.mark.slow
def test_only_the_app_itself_may_read_the_stream(cast, sam, stream_url):
    def origin_allowed(origin: str) -> str | None:
        answer = requests.options(stream_url, headers={"Origin": origin}, timeout=10)
        return answer.headers.get("Access-Control-Allow-Origin")

    assert origin_allowed("http://127.0.0.1:8000") == "http://127.0.0.1:8000"
    assert origin_allowed("https://patrol.example") == "https://patrol.example"
    assert origin_allowed("https://evil.example") is None
    assert origin_allowed("https://evil.example:8000") is None
    refused = requests.get(stream_url, timeout=10)
    assert (refused.status_code, refused.json()["code"]) == (401, "unauthorized")


@pytest.mark.slow
def test_two_hundred_idle_listeners_do_not_slow_the_api(app, cast, sam, stream_url):
    def a_request() -> float:
        started = time.perf_counter()
        assert sam.get(LIVE).status_code == 200
        return time.perf_counter() - started

    def median(count: int = 60) -> float:
        return sorted(a_request() for _ in range(count))[count // 2]

    before = median()
    port = int(stream_url.split(":")[2].split("/")[0])
    lines = [socket.create_connection(("127.0.0.1", port)) for _ in range(200)]
    request = "GET /api/v1/live/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {}\r\n\r\n"
    for line in lines:
        line.sendall(request.format(sam.headers["Authorization"]).encode())
    for line in lines:
        line.settimeout(30)
        assert b"200 OK" in line.recv(200)
    with_listeners = median()
    subject = announce(app, cast)
    with listening(stream_url, sam.headers, since=None):
        received = b""
        while subject.encode() not in received:
            received += lines[-1].recv(65_536)
    for line in lines:
        line.close()
    assert with_listeners < before * 3 + 0.02
