"""The boards. A month is read from cells alone, so that it costs the same after ten years of rounds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Select, and_, func, select

from checkpoints.coverage.models import CheckpointVisitDay, SiteDay
from checkpoints.coverage.raw import STATES, Key, Mark, visited_in, was_planned
from checkpoints.coverage.rules import Share, Visits
from checkpoints.patrols.models import CheckpointDay, Patrol, Scan, SiteDayMark, Visit
from checkpoints.places.models import Checkpoint, Zone
from guard_api.database import db
from guard_api.errors import Problem
from guard_api.fields import page_of
from guard_api.identity.actor import ADMINISTRATOR, CLIENT, SUPERVISOR, Actor
from guard_api.identity.models import Person
from guard_api.tenants.models import Site

BOARD = (SUPERVISOR, ADMINISTRATOR, CLIENT)
LONGEST_DAYS = 366
MOST_EXPORTED = 50_000
DONE = ("on_time", "early", "late")


@dataclass(frozen=True)
class Period:
    """Days of whatever sites the actor reaches, or of one of them."""

    actor: Actor
    from_on: date
    to_on: date
    site_id: str | None = None

    def checked(self) -> "Period":
        if self.to_on < self.from_on:
            raise Problem("coverage.period_backwards", 422)
        if (self.to_on - self.from_on).days >= LONGEST_DAYS:
            raise Problem("coverage.period_too_long", 422, days=LONGEST_DAYS)
        if self.site_id:
            self.actor.reach(self.site_id, *BOARD)
        return self

    def covers(self, table: Any):
        """The condition on any table with an organisation, a site and a day."""
        within = and_(
            table.organisation_id == self.actor.organisation_id, table.on.between(self.from_on, self.to_on)
        )
        return and_(within, table.site_id.in_(self.site_ids))

    @cached_property
    def site_ids(self) -> list[str]:
        """Named one by one even where all are reached: keys that lead with the site are searched by it."""
        if self.site_id:
            return [self.site_id]
        reached = self.actor.scope(*BOARD).where(Site.id)
        mine = select(Site.id).where(Site.organisation_id == self.actor.organisation_id, reached)
        return list(db.session.scalars(mine.order_by(Site.id)))

    def rows_url(self, *states: str) -> str:
        """Where the visits behind a number are."""
        values = {
            "from_on": self.from_on,
            "to_on": self.to_on,
            "site_id": self.site_id,
            "state": ",".join(states),
        }
        return "/api/v1/coverage/visits?" + urlencode({key: value for key, value in values.items() if value})


def oldest_marks(most: int) -> list[Mark]:
    rows = db.session.scalars(select(SiteDayMark).order_by(SiteDayMark.marked_at).limit(most))
    return [Mark(Key(row.organisation_id, row.on, row.site_id), row.version, row.marked_at) for row in rows]


# --- by day and site ------------------------------------------------------------------------


def board(period: Period) -> dict[str, Any]:
    """The cells of a period with their totals."""
    marks = _marks(period)
    cells = [_cell(row, marks) for row in db.session.execute(_cells(period))]
    return {
        "cells": cells,
        "totals": totals(period, cells),
        "pending": [{"on": on, "site_id": site_id} for on, site_id in sorted(marks)],
        "settled_at": max((cell["settled_at"] for cell in cells), default=None),
    }


def _cells(period: Period) -> Select:
    return (
        select(SiteDay, Site.name.label("site_name"), Checkpoint.name.label("checkpoint_name"))
        .join(Site, and_(Site.organisation_id == SiteDay.organisation_id, Site.id == SiteDay.site_id))
        .outerjoin(
            Checkpoint,
            and_(
                Checkpoint.organisation_id == SiteDay.organisation_id,
                Checkpoint.id == SiteDay.longest_gap_checkpoint_id,
            ),
        )
        .where(period.covers(SiteDay))
        .order_by(SiteDay.on, Site.name)
    )


def _marks(period: Period) -> set[tuple[date, str]]:
    rows = db.session.execute(select(SiteDayMark.on, SiteDayMark.site_id).where(period.covers(SiteDayMark)))
    return {(on, site_id) for on, site_id in rows}


def _cell(row: Any, marks: set[tuple[date, str]]) -> dict[str, Any]:
    cell = {column.key: getattr(row.SiteDay, column.key) for column in SiteDay.__table__.columns}
    return cell | {
        "site_name": row.site_name,
        "longest_gap_checkpoint_name": row.checkpoint_name,
        "settled": (cell["on"], cell["site_id"]) not in marks,
    }


def totals(period: Period, cells: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Sums over the cells; each share with its parts and the rows behind it."""
    cells = list(cells)
    names = (*Visits().__dict__, "rounds", "rounds_done", "rounds_incomplete", "rounds_missed")
    sums = {name: sum(cell[name] for cell in cells) for name in names}
    return sums | shares(period, sums) | _worst(cells)


def shares(period: Period, sums: dict[str, int]) -> dict[str, Any]:
    visits = Visits(**{name: sums[name] for name in Visits().__dict__})
    closed = sums["rounds_done"] + sums["rounds_incomplete"] + sums["rounds_missed"]
    return {
        "done_share": _share(Share(visits.done, visits.counted), period.rows_url(*DONE, "missed")),
        "on_time_share": _share(Share(visits.on_time, visits.counted), period.rows_url(*DONE, "missed")),
        "rounds_done_share": _share(Share(sums["rounds_done"], closed), None),
    }


def _share(share: Share, rows_url: str | None) -> dict[str, Any]:
    return {
        "numerator": share.numerator,
        "denominator": share.denominator,
        "rate": share.rate,
        "rows_url": rows_url,
    }


def _worst(cells: list[dict[str, Any]]) -> dict[str, Any]:
    known = [cell for cell in cells if cell["longest_gap_s"] is not None]
    worst = max(known, key=lambda cell: cell["longest_gap_s"], default={})
    return {
        name: worst.get(name)
        for name in ("longest_gap_s", "longest_gap_checkpoint_id", "longest_gap_checkpoint_name")
    } | {"longest_gap_on": worst.get("on"), "longest_gap_site_id": worst.get("site_id")}


# --- the rows behind a number ---------------------------------------------------------------


def visits(period: Period, *, limit: int, cursor: str | None = None, **wanted: Any) -> dict[str, Any]:
    """One page of the visits that were due, the latest day first."""
    statement = _narrowed(_visit_rows(period), **wanted)
    return page_of(
        statement, Visit.on, Visit.due_from_at, Visit.id, limit=limit, cursor=cursor, descending=True
    )


def all_visits(period: Period, *, cursor: str | None = None, limit: int = 0, **wanted: Any) -> list[Any]:
    """Every visit of the period for a file; too many are refused rather than cut off."""
    page = visits(period, limit=MOST_EXPORTED, **wanted)
    if page["next"]:
        raise Problem("coverage.export_too_long", 422, rows=MOST_EXPORTED)
    return page["items"]


def _visit_rows(period: Period) -> Select:
    return (
        select(
            Visit.id,
            Visit.on,
            Visit.site_id,
            Site.name.label("site_name"),
            Visit.checkpoint_id,
            Checkpoint.name.label("checkpoint_name"),
            Visit.patrol_id,
            Patrol.name.label("patrol_name"),
            Patrol.person_id,
            Person.name.label("person_name"),
            Visit.position,
            Visit.due_from_at,
            Visit.due_until_at,
            Visit.state,
            Visit.scanned_at,
            Visit.scan_id,
        )
        .join(Patrol, visited_in())
        .join(Site, _same(Site, Visit.site_id))
        .join(Checkpoint, _same(Checkpoint, Visit.checkpoint_id))
        .outerjoin(
            Person, and_(Person.organisation_id == Patrol.organisation_id, Person.id == Patrol.person_id)
        )
        .where(period.covers(Visit), period.covers(Patrol), was_planned())
    )


def _same(table: Any, column: Any):
    return and_(table.organisation_id == Visit.organisation_id, table.id == column)


def _narrowed(
    statement: Select,
    *,
    state: list[str] | None = None,
    checkpoint_id: str | None = None,
    person_id: str | None = None,
    patrol_id: str | None = None,
) -> Select:
    if state:
        statement = statement.where(Visit.state.in_(state))
    if checkpoint_id:
        statement = statement.where(Visit.checkpoint_id == checkpoint_id)
    if person_id:
        statement = statement.where(Patrol.person_id == person_id)
    if patrol_id:
        statement = statement.where(Visit.patrol_id == patrol_id)
    return statement


# --- by checkpoint --------------------------------------------------------------------------


def checkpoints(period: Period) -> dict[str, Any]:
    """Each checkpoint that was due or scanned in the period, site by site."""
    due = {row.checkpoint_id: row for row in db.session.execute(_due_by_checkpoint(period))}
    scans = {row.checkpoint_id: row for row in db.session.execute(_scans_by_checkpoint(period))}
    places = db.session.execute(_places(period))
    return {
        "items": [
            _checkpoint(place, due.get(place.checkpoint_id), scans.get(place.checkpoint_id))
            for place in places
            if place.checkpoint_id in due or place.checkpoint_id in scans
        ],
        "next": None,
    }


def _due_by_checkpoint(period: Period) -> Select:
    counts = [func.sum(getattr(CheckpointVisitDay, name)).label(name) for name in ("required", *STATES)]
    longest = func.max(CheckpointVisitDay.longest_gap_s).label("longest_gap_s")
    return (
        select(CheckpointVisitDay.checkpoint_id, *counts, longest)
        .where(period.covers(CheckpointVisitDay))
        .group_by(CheckpointVisitDay.checkpoint_id)
    )


def _scans_by_checkpoint(period: Period) -> Select:
    return (
        select(
            CheckpointDay.checkpoint_id,
            func.sum(CheckpointDay.scans).label("scans"),
            func.sum(CheckpointDay.flagged).label("flagged"),
        )
        .where(period.covers(CheckpointDay))
        .group_by(CheckpointDay.checkpoint_id)
    )


def _places(period: Period) -> Select:
    """The period's checkpoints, each with its latest scan: one probe of an index for each."""
    last = (
        select(func.max(Scan.occurred_at, type_=Scan.occurred_at.type))
        .where(Scan.organisation_id == Checkpoint.organisation_id, Scan.checkpoint_id == Checkpoint.id)
        .correlate(Checkpoint)
        .scalar_subquery()
    )
    return (
        select(
            Checkpoint.id.label("checkpoint_id"),
            Checkpoint.name.label("checkpoint_name"),
            Checkpoint.site_id,
            Site.name.label("site_name"),
            Zone.name.label("zone_name"),
            last.label("last_scan_at"),
        )
        .join(Site, and_(Site.organisation_id == Checkpoint.organisation_id, Site.id == Checkpoint.site_id))
        .outerjoin(
            Zone, and_(Zone.organisation_id == Checkpoint.organisation_id, Zone.id == Checkpoint.zone_id)
        )
        .where(
            Checkpoint.organisation_id == period.actor.organisation_id,
            Checkpoint.site_id.in_(period.site_ids),
        )
        .order_by(Site.name, Checkpoint.name)
    )


def _checkpoint(place: Any, due: Any, scans: Any) -> dict[str, Any]:
    counts = Visits.of(due) if due else Visits()
    return {
        **place._mapping,
        **counts.__dict__,
        "longest_gap_s": due and due.longest_gap_s,
        "scans": scans.scans if scans else 0,
        "flagged": scans.flagged if scans else 0,
        "done_share": _share(Share(counts.done, counts.counted), None),
        "on_time_share": _share(Share(counts.on_time, counts.counted), None),
    }
