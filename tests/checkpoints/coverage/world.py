"""Rounds, visits and scans as raw rows, for stories about figures."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from checkpoints.patrols.models import Patrol, PatrolPlan, Scan, SiteDayMark, Visit
from checkpoints.places.models import Checkpoint, Route
from guard_api.database import db, new_id

DAY = date(2026, 3, 1)
NINE = datetime(2026, 3, 1, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class World:
    """Checkpoints of one site and the rounds through them."""

    def __init__(self, cast, site_id: str, names: Sequence[str] = ("Gate", "Pump room", "Roof")):
        self.numbers = count()
        self.cast, self.site_id, self.organisation_id = cast, site_id, cast.organisation_id
        self.route_id, self.plan_id, self.checkpoints = new_id(), new_id(), [new_id() for _ in names]
        db.session.add(Route(id=self.route_id, name="Round", **self._here))
        for id_, name in zip(self.checkpoints, names, strict=True):
            db.session.add(Checkpoint(id=id_, name=name, lat=31.0, lon=121.0, **self._here))
        db.session.flush()
        plan = {"name": "Round", "rule": "FREQ=DAILY", "first_on": DAY, "starts_at": time(9)}
        db.session.add(PatrolPlan(id=self.plan_id, route_id=self.route_id, **plan, **self._here))
        db.session.flush()

    @property
    def _here(self):
        return {"organisation_id": self.organisation_id, "site_id": self.site_id}

    def round(
        self,
        states: Iterable[str],
        *,
        on: date = DAY,
        start_at: datetime = NINE,
        state: str = "done",
        person: str | None = None,
        minutes: int = 60,
        planned: bool = True,
    ) -> Patrol:
        """A round whose visits, one for each of the first checkpoints, are in these states."""
        patrol = Patrol(
            id=new_id(),
            route_id=self.route_id,
            plan_id=self.plan_id if planned else None,
            name="Round",
            ordered=False,
            on=on,
            nominal_at=start_at + timedelta(seconds=next(self.numbers)),  # one plan, one round at a time
            start_at=start_at,
            start_from_at=start_at - 5 * MINUTE,
            start_until_at=start_at + 5 * MINUTE,
            end_due_at=start_at + minutes * MINUTE,
            expected_minutes=minutes,
            tolerance_minutes=5,
            state=state,
            person_id=person,
            started_at=start_at if person else None,
            **self._here,
        )
        db.session.add(patrol)
        db.session.flush()
        for position, (checkpoint_id, visit_state) in enumerate(zip(self.checkpoints, states, strict=False)):
            self._visit(patrol, checkpoint_id, position, visit_state)
        db.session.flush()
        return patrol

    def _visit(self, patrol: Patrol, checkpoint_id: str, position: int, state: str) -> None:
        scanned = patrol.start_at + (position + 1) * MINUTE if state in ("on_time", "early", "late") else None
        scan = self.scan(checkpoint_id, scanned, patrol=patrol) if scanned else None
        db.session.add(
            Visit(
                patrol_id=patrol.id,
                checkpoint_id=checkpoint_id,
                on=patrol.on,
                position=position,
                due_from_at=patrol.start_at,
                due_until_at=patrol.end_due_at,
                state=state,
                scan_id=scan and scan.id,
                scanned_at=scanned,
                **self._here,
            )
        )

    def scan(self, checkpoint_id: str, at: datetime, *, patrol: Patrol | None = None) -> Scan:
        scan = Scan(
            id=new_id(),
            checkpoint_id=checkpoint_id,
            person_id=self.cast.ana,
            patrol_id=patrol and patrol.id,
            occurred_at=at,
            received_at=at,
            method="camera",
            **self._here,
        )
        db.session.add(scan)
        db.session.flush()
        return scan

    def mark(self, on: date = DAY, *, version: int = 1) -> None:
        db.session.merge(SiteDayMark(on=on, version=version, marked_at=NINE, **self._here))
        db.session.flush()
