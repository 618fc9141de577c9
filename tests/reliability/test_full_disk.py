"""A full disk: nothing acknowledged is lost, the phone is told when to come again, and so it does."""

import resource

import psutil
import pytest
from sqlalchemy import event, text

from guard_api.database import db
from tests.reliability.rig import stored
from tests.support.phone import batch, id_of

pytestmark = pytest.mark.reliability
UNLIMITED = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
ROOM = 400 * 1024


def sync(client, texts):
    return client.post("/api/v1/sync", data=batch(*texts), content_type="application/json")


def fill(client, next_scan, rng) -> tuple[set[str], list[str], object]:
    """Send until the store refuses: what it took, what it refused, and how."""
    taken: set[str] = set()
    for _ in range(200):
        texts = [next_scan(rng) for _ in range(50)]
        answer = sync(client, texts)
        if answer.status_code != 200:
            return taken, texts, answer
        taken |= {id_of(one) for one in texts}
    raise AssertionError("the disk never became full")


def test_a_full_disk_is_answered_and_over_when_there_is_room(app, ana, estate, next_scan, engine, rng):
    limits = {"pages": 0}

    def cap(connection, *_):
        if limits["pages"]:
            connection.execute(f"PRAGMA max_page_count={limits['pages']}")

    event.listen(engine, "checkout", cap)
    with app.app_context():
        limits["pages"] = db.session.scalar(text("PRAGMA page_count")) + ROOM // 4096
        db.session.remove()
    taken, refused, answer = fill(ana, next_scan, rng)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert answer.get_json()["code"] == "busy"
    assert stored(engine, "field_events") == stored(engine, "scans") == taken
    limits["pages"] = 1_000_000
    assert sync(ana, refused).status_code == 200
    assert stored(engine, "scans") == taken | {id_of(one) for one in refused}


@pytest.mark.slow
def test_a_disk_that_takes_no_more_bytes_under_a_running_server(
    settings, serve, phones, next_scan, engine, rng
):
    server = serve()
    [phone] = phones(server, 1)
    [worker] = psutil.Process(server.process.pid).children()
    size = max(path.stat().st_size for path in settings.data.glob("anxun.db*"))
    worker.rlimit(psutil.RLIMIT_FSIZE, (size + ROOM, resource.RLIM_INFINITY))
    rounds = 0
    while rounds < 300 and len(phone.outbox) < 1000:
        for _ in range(50):
            phone.keep(next_scan(rng))
        phone.send_some(50)
        rounds += 1
    assert phone.outbox, "the disk never became full"
    assert phone.refused == []
    assert phone.acknowledged <= stored(engine, "scans")
    worker.rlimit(psutil.RLIMIT_FSIZE, UNLIMITED)
    phone.send_all(50, give_up_at=float("inf") if rounds < 300 else 0)
    assert not phone.outbox
    assert stored(engine, "scans") == stored(engine, "field_events") == phone.acknowledged
    assert psutil.pid_exists(worker.pid)
