"""What other floors may ask about who works here."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, or_, select

from guard_api.database import db
from guard_api.identity.models import Grant, Person
from people.employment.models import Employment, LeaveOfAbsence, Placement
from people.employment.queries import placement_then
from people.roles import SITE_STAFF
from people.staff.way_up import ways_up

PLACE = (
    Placement.site_id,
    Placement.grade_id,
    Placement.post,
    Placement.shift_pattern,
    Placement.manager_id,
)
__all__ = ["Worker", "ways_up", "workforce"]


class Worker(NamedTuple):
    """Somebody who is employed on a day. `site_ids` are all sites of the person, `roles` the roles held."""

    person_id: str
    name: str
    site_id: str | None
    grade_id: str | None
    post: str
    shift_pattern: str | None
    manager_id: str | None
    hired_on: date | None
    site_ids: frozenset[str]
    roles: frozenset[str]
    absent: bool


def workforce(organisation_id: str, on: date, site_ids: Iterable[str] | None = None) -> list[Worker]:
    """Who is employed on that day, by name; of some sites if they are named. Four queries, however many.

    Who has no employment on file counts by the roles of guard and supervisor, from one site or several.
    """
    grants = _grants(organisation_id)
    placed = _placed(organisation_id, on)
    on_file = set(
        db.session.scalars(
            select(Employment.person_id).where(Employment.organisation_id == organisation_id).distinct()
        )
    )
    absent = _absent(organisation_id, on)
    workers = [_of_placement(*row, grants, absent) for row in placed]
    workers += [_of_grants(*key, held) for key, held in grants.items() if key[0] not in on_file]
    chosen = None if site_ids is None else set(site_ids)
    if chosen is not None:
        workers = [at for worker in workers if (at := _at(worker, chosen))]
    return sorted((one for one in workers if one), key=lambda one: (one.name, one.person_id))


Grants = dict[tuple[str, str], list[tuple[str, str | None]]]


def _grants(organisation_id: str) -> Grants:
    """Roles of everybody who may sign in."""
    rows = db.session.execute(
        select(Person.id, Person.name, Grant.role, Grant.site_id)
        .join(Grant, (Grant.organisation_id == Person.organisation_id) & (Grant.person_id == Person.id))
        .where(Person.organisation_id == organisation_id, Person.active)
        .order_by(Grant.site_id)
    )
    grants: Grants = {}
    for person_id, name, role, site_id in rows:
        grants.setdefault((person_id, name), []).append((role, site_id))
    return grants


def _placed(organisation_id: str, on: date) -> list[tuple]:
    return db.session.execute(
        select(Person.id, Person.name, Employment.hired_on, *PLACE)
        .select_from(Employment)
        .join(
            Person,
            (Person.organisation_id == Employment.organisation_id) & (Person.id == Employment.person_id),
        )
        .outerjoin(Placement, and_(*placement_then(on)))
        .where(
            Employment.organisation_id == organisation_id,
            Employment.hired_on <= on,
            or_(Employment.left_on.is_(None), Employment.left_on >= on),
        )
    ).all()


def _absent(organisation_id: str, on: date) -> set[str]:
    return set(
        db.session.scalars(
            select(LeaveOfAbsence.person_id).where(
                LeaveOfAbsence.organisation_id == organisation_id,
                LeaveOfAbsence.from_on <= on,
                or_(LeaveOfAbsence.until_on.is_(None), LeaveOfAbsence.until_on >= on),
            )
        )
    )


def _of_placement(
    person_id: str,
    name: str,
    hired_on: date,
    site_id: str | None,
    grade_id: str | None,
    post: str | None,
    shift_pattern: str | None,
    manager_id: str | None,
    grants: Grants,
    absent: set[str],
) -> Worker:
    held = grants.get((person_id, name), [])
    return Worker(
        person_id,
        name,
        site_id,
        grade_id,
        post or "",
        shift_pattern,
        manager_id,
        hired_on,
        _sites(held) | ({site_id} if site_id else set()),
        frozenset(role for role, _ in held),
        person_id in absent,
    )


def _of_grants(person_id: str, name: str, held: list[tuple[str, str | None]]) -> Worker | None:
    sites = _sites(held)
    if not sites:
        return None
    roles = frozenset(role for role, _ in held)
    return Worker(person_id, name, min(sites), None, "", None, None, None, sites, roles, False)


def _sites(held: list[tuple[str, str | None]]) -> frozenset[str]:
    return frozenset(site for role, site in held if role in SITE_STAFF and site)


def _at(worker: Worker | None, chosen: set[str]) -> Worker | None:
    """The worker as one of the chosen sites sees them; None when of none of them."""
    if worker is None or not worker.site_ids & chosen:
        return None
    if worker.site_id in chosen:
        return worker
    return worker._replace(site_id=min(worker.site_ids & chosen))
