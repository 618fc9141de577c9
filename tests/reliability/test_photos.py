"""Photos over lines that drop, servers that are killed, disks that are full, and pictures that are bombs."""

import errno
import http.client
import os
import random
import resource
import threading
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
import requests
from sqlalchemy import select

from evidence.uploads import jobs, queries, receiving, service
from evidence.uploads.models import Upload
from guard_api import files
from guard_api.database import db, new_id, write_transaction
from guard_api.files import store
from tests.conftest import PASSWORD
from tests.evidence.pictures import TUS, bomb, continuation, creation, digest, photo
from tests.reliability.wire import NEVER, Sender, Wire, random_cuts
from tests.support.phone import batch, event

pytestmark = pytest.mark.reliability
NOON = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)


def token(server) -> str:
    return server.sign_in("ana@example.org", PASSWORD)


def big_photo(seed: int) -> bytes:
    """Some 150 KB that no compression makes smaller."""
    return photo(seed, size=(900, 700), quality=95) + random.Random(seed).randbytes(100_000)


def finding(site_id: str, photos: list[bytes]) -> str:
    declared = [{"sha256": digest(one), "size_bytes": len(one), "type": "image/jpeg"} for one in photos]
    return event(
        "finding",
        {"site_id": site_id, "category": "theft", "severity": 1, "photos": declared},
        NOON,
        new_id(),
    )


def kept_originals(app) -> dict[str, str]:
    """For each verified upload the hash of the bytes that are really kept."""
    with app.app_context():
        uploads = db.session.scalars(select(Upload).where(Upload.state == "verified")).all()
        return {one.sha256: digest(receiving.original_of(one)) for one in uploads}


def complete(app, organisation_id: str, event_id: str) -> tuple[int, int]:
    with app.app_context():
        return queries.completeness(organisation_id, [event_id])[event_id]


@pytest.mark.both_databases
def test_twenty_photos_over_a_flaky_line_are_all_there(app, cast, serve):
    server = serve()
    rng = random.Random(20)
    wire = Wire(server.url, random_cuts(rng, up=160_000, down=400))
    photos = [big_photo(n) for n in range(9)]
    lists = [[*photos, photos[0]], [big_photo(n) for n in range(10, 20)]]
    written = [finding(cast.north_gate, one) for one in lists]
    sender = Sender(wire.address, token(server))
    for content in {digest(one): one for of_one in lists for one in of_one}.values():
        sender.send(content)
    wire.close()
    answer = requests.post(
        f"{server.url}/api/v1/sync",
        data=batch(*written),
        headers={"Authorization": f"Bearer {sender.token}", "Content-Type": "application/json"},
        timeout=30,
    )
    verdicts = answer.json()["verdicts"]
    assert [one["verdict"] for one in verdicts] == ["accepted", "accepted"]
    assert wire.cuts > 20, "the line was too good to prove anything"
    originals = kept_originals(app)
    assert len(originals) == 19
    assert all(name == real for name, real in originals.items())
    for one in verdicts:
        assert complete(app, cast.organisation_id, one["id"]) == (10, 10)


@pytest.mark.both_databases
def test_cut_between_two_photos_of_an_event_the_retry_brings_the_rest(app, cast, serve):
    server = serve()
    photos = [photo(n) for n in range(4)]
    written = finding(cast.north_gate, photos)
    sender = Sender(server.url, token(server))
    requests.post(
        f"{server.url}/api/v1/sync",
        data=batch(written),
        headers={"Authorization": f"Bearer {sender.token}", "Content-Type": "application/json"},
        timeout=30,
    ).raise_for_status()
    event_id = written[7:43]
    for content in photos[:2]:
        sender.send(content)
    server.kill()
    assert complete(app, cast.organisation_id, event_id) == (4, 2)
    again = Sender(server.start().url, sender.token)
    for content in photos:
        again.send(content)
    assert complete(app, cast.organisation_id, event_id) == (4, 4)
    assert kept_originals(app) == {digest(one): digest(one) for one in photos}


def test_reset_after_the_body_before_the_answer_the_retry_finds_it_whole(app, serve):
    server = serve()
    content = photo(1)
    sender = Sender(server.url, token(server))
    sender.ask("POST", "/api/v1/uploads", creation(content))
    deaf = Wire(server.url, lambda: (NEVER, 0))
    where = f"/api/v1/uploads/{digest(content)}"
    with pytest.raises((OSError, http.client.HTTPException)):
        Sender(deaf.address, sender.token).ask("PATCH", where, continuation(0), content)
    deaf.close()
    sender.send(content)
    assert kept_originals(app) == {digest(content): digest(content)}


# --- kill -9 at every step of a save ------------------------------------------------------------


class Steps:
    """Kills this process right before its n-th durable step: fsync, rename, commit, or deletion."""

    def __init__(self, die_at: int):
        self.die_at, self.taken = die_at, 0

    def take(self) -> None:
        self.taken += 1
        if self.taken == self.die_at:
            os.kill(os.getpid(), 9)

    def watch(self, owner, name: str) -> None:
        real = getattr(owner, name)

        def watched(*args, **kwargs):
            self.take()
            answer = real(*args, **kwargs)
            self.take()
            return answer

        setattr(owner, name, watched)


def die_while(app, work, die_at: int) -> tuple[bool, list[str]]:
    """Run `work(say)` in a child that dies at that step; whether it died, and what it had said before."""
    with app.app_context():
        db.engine.dispose()
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            steps = Steps(die_at)
            steps.watch(files.os, "fsync")
            steps.watch(Path, "rename")
            steps.watch(Path, "unlink")
            steps.watch(db.session, "commit")
            work(lambda said: os.write(write_end, f"{said}\n".encode()))
            status = 0
        finally:
            os._exit(status)
    os.close(write_end)
    _, status = os.waitpid(child, 0)
    with os.fdopen(read_end) as said:
        lines = said.read().split()
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the child failed otherwise"
    return os.WIFSIGNALED(status), lines


def upload_in_two(client, content: bytes, say) -> None:
    """As a phone does it, saying each offset that the server acknowledged."""
    where = f"/api/v1/uploads/{digest(content)}"
    answer = client.post("/api/v1/uploads", headers=creation(content))
    for _ in range(2):
        offset = int(answer.headers["Upload-Offset"])
        say(offset)
        end = len(content) if offset else len(content) // 2
        answer = client.patch(where, headers=continuation(offset), data=content[offset:end])
    say(answer.headers["Upload-Offset"])


def offset_after(client, content: bytes) -> int:
    answer = client.head(f"/api/v1/uploads/{digest(content)}", headers=TUS)
    return int(answer.headers["Upload-Offset"]) if answer.status_code == 200 else -1


def kill_at_every_step(app, ana) -> tuple[int, list[str]]:
    """How many steps there are, and at which of them an acknowledged byte was lost."""
    lost, die_at, died = [], 1, True
    while died:
        content = photo(die_at)
        died, said = die_while(app, lambda say, one=content: upload_in_two(ana, one, say), die_at)
        if said and offset_after(ana, content) < int(said[-1]):
            lost.append(f"step {die_at}: {said[-1]}")
        finish_on_the_phone(ana, content)
        die_at += 1
    return die_at, lost


def finish_on_the_phone(client, content: bytes) -> None:
    """Resume until whole; then the photo must be there to be seen."""
    for _ in range(4):
        answer = client.post("/api/v1/uploads", headers=creation(content))
        offset = int(answer.headers["Upload-Offset"])
        client.patch(
            f"/api/v1/uploads/{digest(content)}", headers=continuation(offset), data=content[offset:]
        )
        if offset_after(client, content) == len(content):
            break
    assert client.get(f"/api/v1/photos/{digest(content)}").status_code == 200


@pytest.mark.slow
@pytest.mark.both_databases
def test_killed_between_any_two_durable_steps_nothing_acknowledged_is_lost(app, cast, ana):
    steps, lost = kill_at_every_step(app, ana)
    assert lost == []
    assert steps > 20
    originals = kept_originals(app)
    assert len(originals) == steps - 1
    assert all(name == real for name, real in originals.items())


def test_the_rig_catches_a_server_that_counts_before_it_keeps(app, cast, ana, monkeypatch):
    """Negative control: the row first, the bytes after it."""

    later = []

    def hasty(expected, offset, part):
        key = expected.key(f"parts/{offset:012d}-{new_id()}")
        about = {"organisation_id": expected.organisation_id, "sha256": expected.sha256}
        with write_transaction():
            service.add_part(**about, offset=offset, key=key, size_bytes=len(part))
        later.append((key, part))
        return len(part)

    monkeypatch.setattr(receiving, "keep_part", hasty)
    monkeypatch.setattr(receiving, "finish", lambda expected: None)
    content = photo(99)
    die_while(app, lambda say: (upload_in_two(ana, content, say), os.kill(os.getpid(), 9)), NEVER)
    monkeypatch.undo()
    answer = ana.head(f"/api/v1/uploads/{digest(content)}", headers=TUS)
    assert answer.status_code == 422, "acknowledged whole, and not there"


def test_what_a_kill_leaves_is_swept_up(app, cast, ana, monkeypatch):
    for die_at in range(1, 40, 3):
        die_while(app, lambda say, n=die_at: upload_in_two(ana, photo(n), say), die_at)
        finish_on_the_phone(ana, photo(die_at))
    monkeypatch.setattr(jobs, "HALF_WRITTEN_FOR", jobs.HALF_WRITTEN_FOR * 0)
    with app.app_context():
        jobs.delete_undeclared()
        assert list(store().incoming.iterdir()) == []


# --- full disks and bombs -----------------------------------------------------------------------


@pytest.mark.both_databases
def test_on_a_full_disk_a_photo_waits_and_goes_on_without_a_restart(app, cast, serve):
    server = serve()
    content = big_photo(1)
    sender = Sender(server.url, token(server))
    assert sender.ask("POST", "/api/v1/uploads", creation(content))[0] == 201
    [worker] = psutil.Process(server.process.pid).children()
    worker.rlimit(psutil.RLIMIT_FSIZE, (1024, resource.RLIM_INFINITY))
    where = f"/api/v1/uploads/{digest(content)}"
    status, headers = sender.ask("PATCH", where, continuation(0), content)
    assert status in (503, 507)
    assert int(headers["Retry-After"]) > 0
    worker.rlimit(psutil.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    sender.send(content)
    assert psutil.pid_exists(worker.pid)
    assert kept_originals(app) == {digest(content): digest(content)}


def test_a_disk_that_fills_while_copies_are_kept_costs_nothing(app, cast, ana, monkeypatch):
    content = photo(5)

    def full(*_):
        raise OSError(errno.ENOSPC, "full")

    ana.post("/api/v1/uploads", headers=creation(content))
    with monkeypatch.context() as disk:
        real, calls = files.os.fsync, iter(range(100))
        disk.setattr(files.os, "fsync", lambda fd: full() if next(calls) > 8 else real(fd))
        answer = ana.patch(f"/api/v1/uploads/{digest(content)}", headers=continuation(0), data=content)
    assert answer.status_code == 507
    assert offset_after(ana, content) == len(content)
    assert kept_originals(app) == {digest(content): digest(content)}


def test_a_bomb_is_refused_and_the_servers_memory_stays_flat(cast, serve):
    server = serve()
    sender = Sender(server.url, token(server))
    sender.send(photo(1))
    [worker] = psutil.Process(server.process.pid).children()
    content, before = bomb(), worker.memory_info().rss
    highest, watching = [before], threading.Event()

    def watch():
        while not watching.wait(0.005):
            highest.append(worker.memory_info().rss)

    thread = threading.Thread(target=watch)
    thread.start()
    sender.ask("POST", "/api/v1/uploads", creation(content, "image/png"))
    status, _ = sender.ask("PATCH", f"/api/v1/uploads/{digest(content)}", continuation(0), content)
    watching.set()
    thread.join()
    assert status == 422
    assert max(highest) - before < 30 * 1024 * 1024
    sender.send(photo(2))
