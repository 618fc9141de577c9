from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask
from sqlalchemy import delete

from guard_api.clock import now
from guard_api.database import db, write_transaction
from guard_api.jobs import Job
from guard_api.scheduler import leader as leaders
from guard_api.scheduler.models import JobRun

log = structlog.get_logger()
LOOK_EVERY_S = 1.0
LOOK_FOR_DAILY_EVERY_S = 60
GIVEN_UP_AFTER = timedelta(hours=1)
KEPT = timedelta(days=90)


class Scheduler:
    """Tries to lead; while it leads, runs the jobs."""

    def __init__(self, app: Flask, jobs: Sequence[Job]):
        self.app, self.jobs = app, jobs
        self.stopping = Event()
        self.ready = False
        self.running: BackgroundScheduler | None = None

    def start(self) -> None:
        """In a thread of its own, beside the web server."""
        Thread(target=self.run, name="scheduler", daemon=True).start()

    def stop(self) -> None:
        self.stopping.set()

    def run(self) -> None:
        """Until stopped."""
        with self.app.app_context():
            leader = leaders.leader()
            while not self.stopping.wait(LOOK_EVERY_S):
                self._follow(leader)
            self._pause()
            leader.resign()

    def _follow(self, leader) -> None:
        try:
            self.ready = self.ready or leaders.ready()
            leads = self.ready and leader.leads()
        except Exception:
            log.exception("leader_unknown")
            leads = False
        finally:
            db.session.remove()
        if leads and self.running is None:
            self._begin()
        elif not leads and self.running is not None:
            self._pause()

    def _begin(self) -> None:
        log.info("jobs_led_here")
        self.running = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(4)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for job in self.jobs:
            self.running.add_job(
                self._run,
                "interval",
                args=[job],
                id=job.name,
                seconds=job.every_s or LOOK_FOR_DAILY_EVERY_S,
                next_run_time=now(),
            )
        self.running.start()

    def _pause(self) -> None:
        running, self.running = self.running, None
        if running is not None:
            log.info("jobs_no_longer_led_here")
            running.shutdown(wait=False)

    def _run(self, job: Job) -> None:
        with self.app.app_context():
            try:
                if job.every_s is not None:
                    job.function()
                elif period := claim(job, now()):
                    job.function()
                    finish(job, period)
            except Exception:
                log.exception("job_failed", job=job.name)


def due_period(daily_at: str, at: datetime) -> str:
    """The day (UTC) whose run was due last."""
    hour, minute = map(int, daily_at.split(":"))
    due = at.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return (due if due <= at else due - timedelta(days=1)).date().isoformat()


def claim(job: Job, at: datetime) -> str | None:
    """Take up the daily job for the day that is due, unless somebody has; the day, when taken."""
    period = due_period(job.daily_at, at)
    with write_transaction() as session:
        run = session.get(JobRun, (job.name, period), with_for_update=True)
        if run is None:
            session.add(JobRun(job=job.name, period=period, started_at=at))
            return period
        if run.finished_at or run.started_at > at - GIVEN_UP_AFTER:
            return None
        run.started_at = at
        return period


def finish(job: Job, period: str) -> None:
    with write_transaction() as session:
        session.get(JobRun, (job.name, period)).finished_at = now()


def forget_old_runs() -> None:
    with write_transaction() as session:
        session.execute(delete(JobRun).where(JobRun.started_at < now() - KEPT))


JOBS = [Job("scheduler.forget_old_runs", forget_old_runs, daily_at="03:10")]
