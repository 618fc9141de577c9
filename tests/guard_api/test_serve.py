import os
import signal
import socket
import sys
import time
from pathlib import Path

import pytest

from guard_api import serve
from guard_api.settings import Settings

SLEEPER = "import time; time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"


def child(code: str) -> serve.Child:
    return serve.Child("sleeper", [sys.executable, "-c", code], dict(os.environ))


def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(
        secret_key="a key for tests only, long enough for HS256",
        data=tmp_path,
        database_url=database_url,
        public_url="http://localhost:8000",
    )


@pytest.fixture
def sleeper():
    started = child(SLEEPER)
    started.start()
    yield started
    serve.stop_all([started])


def test_a_killed_child_is_started_again_after_a_pause(sleeper):
    sleeper.send(signal.SIGKILL)
    sleeper.process.wait()
    died_at = time.monotonic()
    sleeper.keep_running(died_at)
    assert not sleeper.alive()
    sleeper.keep_running(died_at + sleeper.pause_s)
    assert sleeper.alive()


def test_the_pause_doubles_up_to_half_a_minute_and_is_forgotten_after_a_good_run(sleeper):
    sleeper.send(signal.SIGKILL)
    sleeper.process.wait()
    pauses = []
    for _ in range(8):
        sleeper.restart_at = 0.0
        sleeper.keep_running(sleeper.started_at + 1)
        pauses.append(sleeper.pause_s)
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 30]
    sleeper.restart_at = 0.0
    sleeper.keep_running(sleeper.started_at + serve.HEALTHY_AFTER_S + 1)
    assert sleeper.pause_s == 1


def test_a_child_that_will_not_stop_is_killed_in_time(monkeypatch):
    monkeypatch.setattr(serve, "STOP_WITHIN_S", 0.5)
    stubborn = child(STUBBORN)
    stubborn.start()
    time.sleep(0.5)
    began = time.monotonic()
    serve.stop_all([stubborn])
    assert not stubborn.alive()
    assert time.monotonic() - began < 5


def test_a_taken_port_is_refused_with_what_to_do():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(serve.PortTaken, match=f"Port {port} .*PORT="):
            serve.refuse_taken_port("127.0.0.1", port)


def test_sqlite_is_served_by_one_process_and_postgresql_by_as_many_as_asked(tmp_path):
    def workers(url: str) -> str:
        command = serve.gunicorn_command(settings(url, tmp_path), "127.0.0.1", 8000, 4, None)
        return command[command.index("--workers") + 1]

    assert workers("sqlite:///anxun.db") == "1"
    assert workers("postgresql+psycopg://db/anxun") == "4"


def test_https_needs_a_certificate_and_says_who_makes_it(tmp_path):
    with pytest.raises(FileNotFoundError, match="make run HTTPS=1"):
        serve.plan(settings("sqlite:///anxun.db", tmp_path), True, "0.0.0.0", 8000, 1)


def test_the_live_feed_is_found_on_the_host_that_the_browser_speaks_to(tmp_path):
    given = settings("sqlite:///anxun.db", tmp_path)
    assert serve.environment_of_children(given, 8101)["ANXUN_LIVE_URL"] == ":8101"
