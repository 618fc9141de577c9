from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from guard_api.clock import now
from guard_api.database import db, get_owned, write_transaction
from guard_api.errors import Problem
from guard_api.identity.actor import ADMINISTRATOR, SUPERVISOR, Actor
from guard_api.records import note_change
from guard_api.tenants.models import Organisation, Site

_founders: list[Callable[..., None]] = []


def founded_with(*founders: Callable[..., None]) -> None:
    """What slices give to each organisation, as far as it lacks it; called once by app.py."""
    _founders[:] = founders


def found_organisation(*, name: str, language: str) -> Organisation:
    """A new tenant with what every slice gives it."""
    organisation = Organisation(name=name, language=language)
    db.session.add(organisation)
    db.session.flush()
    _found(organisation.id)
    return organisation


def _found(organisation_id: str) -> None:
    for founder in _founders:
        founder(organisation_id=organisation_id)


def bring_up_to_date() -> None:
    """Give each organisation what a newer version of the product has for it."""
    for organisation_id in db.session.scalars(select(Organisation.id).order_by(Organisation.id)).all():
        with write_transaction():
            _found(organisation_id)


def change_organisation(*, actor: Actor, changes: dict[str, Any]) -> Organisation:
    organisation = db.session.get(Organisation, actor.organisation_id)
    chosen = changes.pop("settings", {})
    organisation.settings = {**organisation.settings, **chosen}
    for name, value in changes.items():
        setattr(organisation, name, value)
    note_change(actor, "organisation.changed", "organisation", organisation.id, **changes, **chosen)
    return organisation


def add_site(*, actor: Actor, values: dict[str, Any]) -> Site:
    _refuse_taken_name(actor, values["name"])
    site = Site(organisation_id=actor.organisation_id, **values)
    db.session.add(site)
    db.session.flush()
    note_change(actor, "site.added", "site", site.id, **values)
    return site


def change_site(*, actor: Actor, site_id: str, changes: dict[str, Any]) -> Site:
    site = get_owned(Site, actor.organisation_id, site_id)
    actor.reach(site_id, SUPERVISOR, ADMINISTRATOR)
    if changes.get("name", site.name) != site.name:
        _refuse_taken_name(actor, changes["name"])
    note_change(actor, "site.changed", "site", site.id, **changes)
    archived = changes.pop("archived", None)
    if archived is not None:
        site.archived_at = (site.archived_at or now()) if archived else None
    for name, value in changes.items():
        setattr(site, name, value)
    return site


def _refuse_taken_name(actor: Actor, name: str) -> None:
    taken = select(Site.id).where(Site.organisation_id == actor.organisation_id, Site.name == name)
    if db.session.scalar(taken):
        raise Problem("tenants.site_name_taken", 409)
