"""One leader however many processes, another within seconds of its death, daily work once a day."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from guard_api.database import db
from guard_api.jobs import Job
from guard_api.scheduler import runner
from guard_api.scheduler.leader import LEASE_S, LeaseLeader
from guard_api.scheduler.models import JobRun
from guard_api.scheduler.runner import Scheduler, claim, due_period, finish
from guard_api.settings import PROJECT
from tests.support.postgres import new_database

PROCESS = """
import os, sys, time
from pathlib import Path
from app import create_app
from guard_api.database import db
from guard_api.jobs import Job
from guard_api.scheduler.runner import Scheduler
from tests.conftest import settings_for

url, folder = sys.argv[1], Path(sys.argv[2])
app = create_app(settings_for(url, folder))

def beat():
    with open(folder / "beats", "a") as file:
        file.write(f"{time.time()} {os.getpid()}\\n")

Scheduler(app, [Job("beat", beat, every_s=1)]).run()
"""
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
NIGHTLY = Job("nightly", lambda: None, daily_at="02:30")


@pytest.fixture(params=["sqlite", "postgresql"])
def shared_database(request, tmp_path):
    """A database that several processes open."""
    if request.param == "sqlite":
        return request.getfixturevalue("stage").settings.database_url
    url = new_database()
    from app import create_app
    from tests.conftest import settings_for

    app = create_app(settings_for(url, tmp_path))
    with app.app_context():
        db.create_all()
        db.engine.dispose()
    return url


@pytest.fixture
def three_processes(shared_database, tmp_path):
    command = [sys.executable, "-W", "ignore", "-c", PROCESS, shared_database, str(tmp_path)]
    processes = [subprocess.Popen(command, cwd=PROJECT) for _ in range(3)]
    yield processes
    for process in processes:
        process.kill()
        process.wait()


def beats(folder, after: float = 0.0) -> list[tuple[float, int]]:
    path = folder / "beats"
    lines = path.read_text().splitlines() if path.exists() else []
    return [(float(at), int(pid)) for at, pid in map(str.split, lines) if float(at) > after]


def wait_for_beats(folder, after: float, count: int = 1, within: float = 90.0) -> list[tuple[float, int]]:
    deadline = time.time() + within
    while time.time() < deadline:
        found = beats(folder, after)
        if len(found) >= count:
            return found
        time.sleep(0.1)
    raise AssertionError(f"{len(beats(folder, after))} beats in {within} s")


@pytest.mark.slow
def test_one_of_three_leads_and_another_takes_over_within_seconds(three_processes, tmp_path):
    first = wait_for_beats(tmp_path, 0, count=4)
    assert len({pid for _, pid in first}) == 1
    leader = first[0][1]
    os.kill(leader, signal.SIGKILL)
    killed_at = time.time()
    later = wait_for_beats(tmp_path, killed_at + 0.2, count=3)
    assert leader not in {pid for _, pid in later}
    assert len({pid for _, pid in later}) == 1
    assert later[0][0] - killed_at < LEASE_S + 8


def test_a_leader_that_was_paused_beyond_its_lease_knows_it(app):
    clock = [100.0]
    with app.app_context():
        leader = LeaseLeader(clock=lambda: clock[0])
        assert leader.leads()
        assert not LeaseLeader().leads()
        clock[0] += LEASE_S - 0.1
        assert leader.sure_until > clock[0]
        clock[0] += 0.2
        assert leader.sure_until < clock[0]


def test_a_leader_that_resigns_leaves_its_place_at_once(app):
    with app.app_context():
        leader, other = LeaseLeader(), LeaseLeader()
        assert leader.leads()
        leader.resign()
        assert other.leads()


@pytest.mark.both_databases
def test_a_daily_job_is_taken_up_once_and_again_when_it_was_given_up(app):
    with app.app_context():
        assert claim(NIGHTLY, AT) == "2026-03-01"
        assert claim(NIGHTLY, AT + timedelta(minutes=5)) is None
        assert claim(NIGHTLY, AT + timedelta(minutes=61)) == "2026-03-01"
        finish(NIGHTLY, "2026-03-01")
        assert claim(NIGHTLY, AT + timedelta(hours=9)) is None
        assert claim(NIGHTLY, AT + timedelta(hours=15)) == "2026-03-02"


def test_a_run_that_was_slept_through_is_made_up_for():
    assert due_period("02:30", AT.replace(hour=2, minute=29)) == "2026-02-28"
    assert due_period("02:30", AT.replace(hour=23)) == "2026-03-01"


def test_a_job_that_fails_does_not_stop_the_others(app, capfd):
    done = []

    def broken():
        raise RuntimeError("as expected")

    jobs = [Job("broken", broken, every_s=1), Job("sound", lambda: done.append(1), every_s=1)]
    scheduler = Scheduler(app, jobs)
    for job in jobs:
        scheduler._run(job)
    assert done == [1]
    assert "job_failed" in capfd.readouterr().out


def test_old_runs_are_forgotten(app):
    with app.app_context():
        claim(NIGHTLY, AT - timedelta(days=9_000))
        runner.forget_old_runs()
        assert db.session.query(JobRun).count() == 0
