"""Every reachable site right now, in a number of queries that does not grow with the sites."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from checkpoints.coverage.queries import BOARD
from checkpoints.coverage.raw import visited_in, was_planned
from checkpoints.coverage.rules import Visits
from checkpoints.findings.models import Finding
from checkpoints.patrols.models import Patrol, PatrolException, Scan, Visit
from checkpoints.places.models import Checkpoint
from evidence.uploads.models import Attachment
from guard_api.clock import local_date
from guard_api.database import db
from guard_api.identity.actor import Actor
from guard_api.identity.models import Person
from guard_api.identity.queries import sites_in
from guard_api.tenants.models import Site

SOON = timedelta(hours=1)
NEWS = timedelta(hours=24)
OPEN_STATES = ("planned", "running")
UNDECIDED = ("open", "answered")
MOST_FINDINGS = 100


def today(actor: Actor, *, now: datetime, site_id: str | None = None) -> dict[str, Any]:
    """Rounds, exceptions and findings of now, site by site."""
    if site_id:
        actor.reach(site_id, *BOARD)
    sites = [
        site for site in sites_in(actor.organisation_id, actor.scope(*BOARD)) if site_id in (None, site.id)
    ]
    day = _Day(actor.organisation_id, {site.id: local_date(now, site.time_zone) for site in sites}, now)
    rounds, exceptions, findings = day.rounds(), day.open_exceptions(), day.findings()
    visits, counts = day.visits_by_state(), day.rounds_by_state()
    return {
        "at": now,
        "sites": [
            _site(site, day.of[site.id])
            | _counts(visits[site.id], counts[site.id])
            | _sorted_out(rounds[site.id], day.of[site.id], now)
            | {"open_exceptions": exceptions.get(site.id, 0), "findings": findings[site.id]}
            for site in sites
        ],
    }


def _site(site: Site, on: date) -> dict[str, Any]:
    return {"site_id": site.id, "site_name": site.name, "time_zone": site.time_zone, "on": on}


def _counts(visits: dict[str, int], rounds: dict[str, int]) -> dict[str, Any]:
    closed = {f"rounds_{state}": rounds.get(state, 0) for state in ("done", "incomplete", "missed")}
    return {
        "visits": Visits(required=sum(visits.values()), **visits),
        "rounds": sum(rounds.values()),
        **closed,
    }


def _sorted_out(rounds: list[dict[str, Any]], on: date, now: datetime) -> dict[str, list[dict[str, Any]]]:
    return {
        "running": [round for round in rounds if round["state"] == "running"],
        "starting": [
            round
            for round in rounds
            if round["state"] == "planned" and now <= round["start_at"] <= now + SOON
        ],
        "late": [round for round in rounds if round["minutes_late"] is not None],
        "missed": [round for round in rounds if round["state"] == "missed" and round["on"] == on],
    }


class _Day:
    """The reads behind `today`. `of` is each site's own local day."""

    def __init__(self, organisation_id: str, of: dict[str, date], now: datetime):
        self.organisation_id, self.of, self.now = organisation_id, of, now

    def _here(self, table: Any):
        return and_(table.organisation_id == self.organisation_id, table.site_id.in_(self.of))

    def _on_local_day(self, table: Any):
        """Sites on both sides of a date line have different days; there are three at most."""
        sites: dict[date, list[str]] = defaultdict(list)
        for site_id, on in self.of.items():
            sites[on].append(site_id)
        of_day = [and_(table.on == on, table.site_id.in_(ids)) for on, ids in sorted(sites.items())]
        return and_(table.organisation_id == self.organisation_id, or_(*of_day) if of_day else db.false())

    def rounds_by_state(self) -> dict[str, dict[str, int]]:
        states = select(Patrol.site_id, Patrol.state, func.count()).where(self._on_local_day(Patrol))
        return _counted(states.where(was_planned()).group_by(Patrol.site_id, Patrol.state))

    def visits_by_state(self) -> dict[str, dict[str, int]]:
        states = select(Visit.site_id, Visit.state, func.count()).join(Patrol, visited_in())
        due = states.where(self._on_local_day(Visit), self._on_local_day(Patrol), was_planned())
        return _counted(due.group_by(Visit.site_id, Visit.state))

    def open_exceptions(self) -> dict[str, int]:
        statement = (
            select(PatrolException.site_id, func.count())
            .where(self._here(PatrolException), PatrolException.state.in_(UNDECIDED))
            .group_by(PatrolException.site_id)
        )
        return dict(db.session.execute(statement).all())

    def rounds(self) -> dict[str, list[dict[str, Any]]]:
        """Rounds that run, start soon, should have started, or were missed today."""
        found = sorted([*self._open_rounds(), *self._missed_rounds()], key=lambda one: (one.start_at, one.id))
        progress, people = self._progress(found), self._people(found)
        sites: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for patrol in found:
            sites[patrol.site_id].append(_round(patrol, progress.get(patrol.id), people, self.now))
        return sites

    def _open_rounds(self) -> Iterable[Patrol]:
        # A night round still running is one of yesterday.
        days = self.of.values() or [self.now.date()]
        recent = Patrol.on.between(min(days) - timedelta(days=2), max(days) + timedelta(days=1))
        return db.session.scalars(
            select(Patrol).where(
                self._here(Patrol), recent, Patrol.state.in_(OPEN_STATES), Patrol.start_at <= self.now + SOON
            )
        )

    def _missed_rounds(self) -> Iterable[Patrol]:
        return db.session.scalars(select(Patrol).where(self._on_local_day(Patrol), Patrol.state == "missed"))

    def _progress(self, rounds: Iterable[Patrol]) -> dict[str, Any]:
        ids = [round.id for round in rounds]
        last = (
            select(func.max(Scan.occurred_at, type_=Scan.occurred_at.type))
            .where(Scan.organisation_id == Visit.organisation_id, Scan.patrol_id == Visit.patrol_id)
            .correlate(Visit)
            .scalar_subquery()
        )
        statement = (
            select(
                Visit.patrol_id,
                func.count().label("visits"),
                func.count(Visit.scan_id).label("visited"),
                last.label("last_scan_at"),
            )
            .where(Visit.organisation_id == self.organisation_id, Visit.patrol_id.in_(ids))
            .group_by(Visit.organisation_id, Visit.patrol_id)
        )
        return {row.patrol_id: row for row in db.session.execute(statement)}

    def _people(self, rounds: Iterable[Patrol]) -> dict[str, dict[str, str]]:
        ids = {id_ for round in rounds for id_ in (round.person_id, *round.person_ids) if id_}
        rows = db.session.execute(
            select(Person.id, Person.name).where(
                Person.organisation_id == self.organisation_id, Person.id.in_(ids)
            )
        )
        return {row.id: {"id": row.id, "name": row.name} for row in rows}

    def findings(self) -> dict[str, list[dict[str, Any]]]:
        statement = (
            select(Finding, Checkpoint.name, Person.name)
            .outerjoin(
                Checkpoint,
                and_(
                    Checkpoint.organisation_id == Finding.organisation_id,
                    Checkpoint.id == Finding.checkpoint_id,
                ),
            )
            .join(
                Person,
                and_(Person.organisation_id == Finding.organisation_id, Person.id == Finding.opened_by),
            )
            .where(self._here(Finding), Finding.opened_at > self.now - NEWS)
            .order_by(Finding.opened_at.desc(), Finding.id.desc())
            .limit(MOST_FINDINGS)
        )
        found = db.session.execute(statement).all()
        thumbs = self._thumbs([finding.id for finding, _, _ in found])
        sites: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for finding, checkpoint_name, person_name in found:
            sites[finding.site_id].append(
                _finding(finding, checkpoint_name, person_name, thumbs.get(finding.id))
            )
        return sites

    def _thumbs(self, finding_ids: list[str]) -> dict[str, str]:
        rows = db.session.execute(
            select(Attachment.subject_id, Attachment.sha256)
            .where(
                Attachment.organisation_id == self.organisation_id,
                Attachment.subject_id.in_(finding_ids),
                Attachment.type.startswith("image/"),
            )
            .order_by(Attachment.position.desc(), Attachment.id.desc())
        )
        return {subject_id: f"/api/v1/photos/{sha256}?size=thumb" for subject_id, sha256 in rows}


def _counted(by_state: Select) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for site_id, state, count in db.session.execute(by_state):
        counts[site_id][state] = count
    return counts


def _round(patrol: Patrol, progress: Any, people: dict[str, Any], now: datetime) -> dict[str, Any]:
    last = progress.last_scan_at if progress else None
    return {
        "id": patrol.id,
        "name": patrol.name,
        "on": patrol.on,
        "state": patrol.state,
        "person": people.get(patrol.person_id),
        "assigned": [people[id_] for id_ in patrol.person_ids if id_ in people],
        "start_at": patrol.start_at,
        "start_until_at": patrol.start_until_at,
        "end_due_at": patrol.end_due_at,
        "started_at": patrol.started_at,
        "visits": progress.visits if progress else 0,
        "visited": progress.visited if progress else 0,
        "last_scan_at": last,
        "minutes_since_last_scan": _minutes(now, last or patrol.started_at)
        if patrol.state == "running"
        else None,
        "minutes_late": _minutes_late(patrol, now),
    }


def _minutes(now: datetime, since: datetime | None) -> int | None:
    return None if since is None else max(0, int((now - since).total_seconds() // 60))


def _minutes_late(patrol: Patrol, now: datetime) -> int | None:
    expected = {"planned": patrol.start_at, "running": patrol.end_due_at}.get(patrol.state)
    return _minutes(now, expected) if expected and expected < now else None


def _finding(
    finding: Finding, checkpoint_name: str | None, person_name: str, thumb_url: str | None
) -> dict[str, Any]:
    names = ("id", "category", "severity", "sos", "text", "status", "opened_at", "checkpoint_id")
    return {name: getattr(finding, name) for name in names} | {
        "checkpoint_name": checkpoint_name,
        "person": {"id": finding.opened_by, "name": person_name},
        "thumb_url": thumb_url,
    }
