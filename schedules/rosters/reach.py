"""Who reaches which roster: its sites' supervisors, administrators; HR reads."""

from collections.abc import Iterable, Sequence

from sqlalchemy import exists, select

from guard_api.database import db
from guard_api.errors import Forbidden, NotFound
from guard_api.identity.actor import ADMINISTRATOR, HR, SUPERVISOR, Actor, Scope
from schedules.rosters.models import Roster, RosterSite, Shift

DESK = (SUPERVISOR, ADMINISTRATOR)
READERS = (SUPERVISOR, HR, ADMINISTRATOR)


def roster_for(
    actor: Actor, roster_id: str, *, roles: Sequence[str] = READERS, whole: bool = False, lock: bool = False
) -> Roster:
    """The roster if one of its sites is reached; `whole` asks for all of them."""
    roster = db.session.get(
        Roster, (actor.organisation_id, roster_id), with_for_update=lock, populate_existing=lock
    )
    if roster is None:
        raise NotFound()
    sites, scope = sites_of(actor.organisation_id, [roster_id]).get(roster_id, []), actor.scope(*roles)
    if not any(site_id in scope for site_id in sites):
        raise NotFound()
    if whole and not all(site_id in scope for site_id in sites):
        raise Forbidden()
    return roster


def sites_of(organisation_id: str, roster_ids: Iterable[str]) -> dict[str, list[str]]:
    rows = db.session.execute(
        select(RosterSite.roster_id, RosterSite.site_id)
        .where(RosterSite.organisation_id == organisation_id, RosterSite.roster_id.in_(list(roster_ids)))
        .order_by(RosterSite.site_id)
    )
    found: dict[str, list[str]] = {}
    for roster_id, site_id in rows:
        found.setdefault(roster_id, []).append(site_id)
    return found


def within(scope: Scope):
    """Condition on a `Roster`: at least one of its sites is in the scope."""
    at_site = exists().where(
        RosterSite.organisation_id == Roster.organisation_id, RosterSite.roster_id == Roster.id
    )
    return at_site.where(scope.where(RosterSite.site_id))


def shift_for(actor: Actor, shift_id: str, *, roles: Sequence[str] = READERS) -> Shift:
    """The shift of a site that is reached."""
    shift = db.session.get(Shift, (actor.organisation_id, shift_id))
    if shift is None or shift.site_id not in actor.scope(*roles):
        raise NotFound()
    return shift


def own_shift(actor: Actor, shift_id: str) -> tuple[Shift, Roster]:
    """A shift of a published roster with its roster, which is locked; the state of both is fresh."""
    shift = db.session.get(Shift, (actor.organisation_id, shift_id))
    if shift is None:
        raise NotFound()
    roster = locked(actor.organisation_id, shift.roster_id)
    db.session.refresh(shift)
    if not roster.version:
        raise NotFound()
    return shift, roster


def locked(organisation_id: str, roster_id: str) -> Roster:
    """Whoever changes a roster holds its row: changes come one after the other."""
    return db.session.get(Roster, (organisation_id, roster_id), with_for_update=True, populate_existing=True)
