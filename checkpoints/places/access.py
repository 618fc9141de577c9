"""Who reaches what of a site's places: everybody on site reads, supervisors and administrators write."""

from typing import TypeVar

from guard_api.database import get_owned
from guard_api.identity.actor import ADMINISTRATOR, CLIENT, GUARD, SUPERVISOR, Actor
from guard_api.tenants.models import Site

T = TypeVar("T")

READERS = (GUARD, SUPERVISOR, ADMINISTRATOR, CLIENT)
WRITERS = (SUPERVISOR, ADMINISTRATOR)


def site_in_reach(actor: Actor, site_id: str, roles: tuple[str, ...]) -> Site:
    """The site, or 404 for a stranger and 403 for who reaches it without one of the roles."""
    site = get_owned(Site, actor.organisation_id, site_id)
    actor.reach(site.id, *roles)
    return site


def in_reach(actor: Actor, model: type[T], id_: str, roles: tuple[str, ...]) -> T:
    """A thing of a site, as `site_in_reach`."""
    thing = get_owned(model, actor.organisation_id, id_)
    actor.reach(thing.site_id, *roles)
    return thing
