from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from checkpoints.findings.models import Finding, FindingStep
from checkpoints.findings.rules import UNSETTLED, VERIFIED
from checkpoints.findings.service import READERS, REPORTERS
from checkpoints.findings.views import shown, shown_step
from checkpoints.places.queries import names_of
from evidence.uploads import queries as uploads
from guard_api.clock import day_bounds, now
from guard_api.database import db
from guard_api.errors import NotFound
from guard_api.fields import page_of
from guard_api.identity.actor import Actor
from guard_api.identity.models import Person
from guard_api.tenants.models import Site

MOST_OPEN = 500
MOST_EXPORTED = 10_000
SEVERE = 3
LATELY = timedelta(days=90)
EQUAL = ("status", "severity", "category", "assigned_to", "checkpoint_id", "patrol_id")


# --- for the floors above -----------------------------------------------------------------------


def openings(organisation_id: str, site_of: Mapping[str, str]) -> dict[str, list[datetime]]:
    """When findings were opened in each round (id → its site), in order. Rounds without any are left out.

    A phone may name any round; one of another site is not its finding's.
    """
    rows = db.session.execute(
        select(Finding.patrol_id, Finding.site_id, Finding.opened_at)
        .where(Finding.organisation_id == organisation_id, Finding.patrol_id.in_(list(site_of)))
        .order_by(Finding.opened_at)
    )
    found: dict[str, list[datetime]] = {}
    for patrol_id, site_id, opened_at in rows:
        if site_id == site_of[patrol_id]:
            found.setdefault(patrol_id, []).append(opened_at)
    return found


def open_at_checkpoints(organisation_id: str, site_ids: Iterable[str]) -> list[dict[str, Any]]:
    """Findings that the next guard at their checkpoint is asked about, newest first."""
    findings = db.session.scalars(
        select(Finding)
        .where(
            Finding.organisation_id == organisation_id,
            Finding.site_id.in_(list(site_ids)),
            Finding.checkpoint_id.is_not(None),
            Finding.status != VERIFIED,
        )
        .order_by(Finding.opened_at.desc(), Finding.id)
        .limit(MOST_OPEN)
    ).all()
    files = uploads.files_of(organisation_id, [finding.id for finding in findings])
    return [_for_phone(finding, files.get(finding.id, [])) for finding in findings]


def _for_phone(finding: Finding, files: list[uploads.File]) -> dict[str, Any]:
    fields = ("id", "site_id", "checkpoint_id", "category", "severity", "text", "opened_at", "status")
    return {name: getattr(finding, name) for name in fields} | {"thumb": thumb_url(files)}


def thumb_url(files: list[uploads.File]) -> str | None:
    """Where the first photo that is here can be fetched, small."""
    here = (file for file in files if file.state == "verified" and file.width_px)
    return next((f"/api/v1/photos/{file.sha256}?size=thumb" for file in here), None)


def of_patrol(organisation_id: str, patrol_id: str, site_id: str) -> list[dict[str, Any]]:
    """The findings of a round at its own site, in order, as the list shows them."""
    findings = db.session.scalars(
        select(Finding)
        .where(Finding.organisation_id == organisation_id, Finding.patrol_id == patrol_id)
        .where(Finding.site_id == site_id)
        .order_by(Finding.opened_at, Finding.id)
    ).all()
    return _shown_all(organisation_id, findings)


def whose_photos_stay(organisation_id: str, finding_ids: Iterable[str]) -> set[str]:
    """Findings that are severe or not settled: their photos outlive the usual time."""
    return set(
        db.session.scalars(
            select(Finding.id).where(
                Finding.organisation_id == organisation_id,
                Finding.id.in_(list(finding_ids)),
                or_(Finding.severity >= SEVERE, Finding.status != VERIFIED),
            )
        )
    )


def rounds_with_unsettled(organisation_id: str, site_id: str, before: datetime) -> set[str]:
    """The rounds of the site in which a finding was made that is not settled yet."""
    return set(
        db.session.scalars(
            select(Finding.patrol_id).where(
                Finding.organisation_id == organisation_id,
                Finding.site_id == site_id,
                Finding.patrol_id.is_not(None),
                Finding.opened_at < before,
                Finding.status != VERIFIED,
            )
        )
    )


def reopened_of(actor: Actor) -> tuple[int, int]:
    """Findings of the last months that the actor opened or fixed: how many were reopened, of how many."""
    reopened = (
        select(FindingStep.id)
        .where(
            FindingStep.organisation_id == Finding.organisation_id,
            FindingStep.finding_id == Finding.id,
            FindingStep.action == "reopened",
        )
        .exists()
    )
    number, of = db.session.execute(
        select(func.coalesce(func.sum(case((reopened, 1), else_=0)), 0), func.count()).where(
            Finding.organisation_id == actor.organisation_id,
            Finding.site_id.in_(actor.scope(*REPORTERS).site_ids),
            Finding.opened_at > now() - LATELY,
            or_(Finding.opened_by == actor.person_id, Finding.fixed_by == actor.person_id),
        )
    ).one()
    return int(number), of


# --- the board ----------------------------------------------------------------------------------


def findings(actor: Actor, *, limit: int, cursor: str | None = None, **filters: Any) -> dict[str, Any]:
    """One page of what the actor may see, the newest first."""
    page = page_of(
        _chosen(actor, **filters),
        Finding.opened_at,
        Finding.id,
        limit=limit,
        cursor=cursor,
        descending=True,
    )
    return page | {"items": _shown_all(actor.organisation_id, page["items"])}


def all_findings(actor: Actor, **filters: Any) -> list[dict[str, Any]]:
    """The same without pages, for a file."""
    rows = db.session.scalars(
        _chosen(actor, **filters).order_by(Finding.opened_at.desc(), Finding.id.desc()).limit(MOST_EXPORTED)
    ).all()
    return _shown_all(actor.organisation_id, rows)


def finding(actor: Actor, finding_id: str) -> dict[str, Any]:
    """One finding with its history and files."""
    found = db.session.get(Finding, (actor.organisation_id, finding_id))
    if found is None:
        raise NotFound()
    actor.reach(found.site_id, *READERS)
    steps = db.session.scalars(
        select(FindingStep)
        .where(FindingStep.organisation_id == actor.organisation_id, FindingStep.finding_id == finding_id)
        .order_by(FindingStep.at, FindingStep.id)
    ).all()
    files = uploads.files_of(actor.organisation_id, [finding_id]).get(finding_id, [])
    names = _people(
        actor.organisation_id, {id_ for step in steps for id_ in (step.person_id, step.assigned_to)}
    )
    history = [
        shown_step(step, names, [file for file in files if file.event_id == step.id]) for step in steps
    ]
    return _shown_all(actor.organisation_id, [found])[0] | {"history": history}


def counts(actor: Actor, *, site_id: str | None = None) -> dict[str, Any]:
    """How many there are by status, and of the unsettled ones by severity."""
    here = _chosen(actor, site_id=site_id).whereclause
    by_status = _counted(Finding.status, here)
    by_severity = _counted(Finding.severity, and_(here, Finding.status.in_(UNSETTLED)))
    overdue = select(func.count()).select_from(Finding).where(here, _is_overdue())
    return {
        "by_status": by_status,
        "by_severity": {str(severity): number for severity, number in by_severity.items()},
        "unsettled": sum(by_status.get(status, 0) for status in UNSETTLED),
        "overdue": db.session.scalar(overdue),
    }


def _counted(column: Any, condition: ColumnElement[bool]) -> dict[Any, int]:
    rows = db.session.execute(select(column, func.count()).where(condition).group_by(column).order_by(column))
    return {row[0]: row[1] for row in rows}


def _chosen(
    actor: Actor,
    *,
    site_id: str | None = None,
    from_on: date | None = None,
    to_on: date | None = None,
    q: str | None = None,
    unsettled: bool | None = None,
    overdue: bool | None = None,
    **equal: Any,
) -> Select:
    conditions = [Finding.organisation_id == actor.organisation_id, _in_sites(actor, site_id)]
    conditions += [getattr(Finding, name) == equal[name] for name in EQUAL if equal.get(name) is not None]
    if from_on or to_on:
        conditions.append(_opened_between(actor, from_on, to_on))
    if q:
        conditions.append(Finding.text.icontains(q, autoescape=True))
    if unsettled is not None:
        conditions.append(Finding.status.in_(UNSETTLED) if unsettled else Finding.status == VERIFIED)
    if overdue:
        conditions.append(_is_overdue())
    return select(Finding).where(*conditions)


def _in_sites(actor: Actor, site_id: str | None) -> ColumnElement[bool]:
    if site_id is None:
        return actor.scope(*READERS).where(Finding.site_id)
    actor.reach(site_id, *READERS)
    return Finding.site_id == site_id


def _opened_between(actor: Actor, from_on: date | None, to_on: date | None) -> ColumnElement[bool]:
    """Days are those of the finding's site."""
    rows = db.session.execute(
        select(Site.time_zone, Site.id).where(Site.organisation_id == actor.organisation_id)
    )
    zones: dict[str, list[str]] = {}
    for zone, site_id in rows:
        zones.setdefault(zone, []).append(site_id)
    return or_(*(_in_zone(zone, ids, from_on, to_on) for zone, ids in sorted(zones.items())))


def _in_zone(zone: str, site_ids: list[str], from_on: date | None, to_on: date | None) -> ColumnElement[bool]:
    conditions = [Finding.site_id.in_(site_ids)]
    if from_on:
        conditions.append(Finding.opened_at >= day_bounds(from_on, zone)[0])
    if to_on:
        conditions.append(Finding.opened_at < day_bounds(to_on, zone)[1])
    return and_(*conditions)


def _is_overdue() -> ColumnElement[bool]:
    return and_(Finding.due_at < now(), Finding.status.not_in(("fixed", VERIFIED)))


def _shown_all(organisation_id: str, found: Iterable[Finding]) -> list[dict[str, Any]]:
    found = list(found)
    files = uploads.files_of(organisation_id, [one.id for one in found])
    people = _people(
        organisation_id,
        {id_ for one in found for id_ in (one.opened_by, one.assigned_to, one.fixed_by, one.verified_by)},
    )
    points = names_of(organisation_id, {one.checkpoint_id for one in found} - {None})
    sites = _sites(organisation_id, {one.site_id for one in found})
    at = now()
    return [
        shown(one, files.get(one.id, []), people=people, checkpoints=points, sites=sites, at=at)
        for one in found
    ]


def _people(organisation_id: str, ids: set[str | None]) -> dict[str, str]:
    return _named(Person, organisation_id, ids)


def _sites(organisation_id: str, ids: set[str]) -> dict[str, str]:
    return _named(Site, organisation_id, ids)


def _named(model: Any, organisation_id: str, ids: Iterable[str | None]) -> dict[str, str]:
    rows = db.session.execute(
        select(model.id, model.name).where(
            model.organisation_id == organisation_id, model.id.in_([id_ for id_ in ids if id_])
        )
    )
    return {row.id: row.name for row in rows}
