from typing import Any

from sqlalchemy import select

from guard_api.database import db, get_owned
from guard_api.identity.actor import Actor, Scope
from guard_api.identity.models import Grant, Person
from guard_api.tenants.models import Organisation, Site


def grants_of(organisation_id: str, person_id: str) -> list[tuple[str, str | None]]:
    rows = db.session.execute(
        select(Grant.role, Grant.site_id)
        .where(Grant.organisation_id == organisation_id, Grant.person_id == person_id)
        .order_by(Grant.role, Grant.site_id)
    )
    return [(role, site_id) for role, site_id in rows]


def sites_in(organisation_id: str, scope: Scope) -> list[Site]:
    return list(
        db.session.scalars(
            select(Site)
            .where(Site.organisation_id == organisation_id, scope.where(Site.id), Site.archived_at.is_(None))
            .order_by(Site.name)
        )
    )


def me(actor: Actor) -> dict[str, Any]:
    """The signed-in person as MeSchema shows them."""
    person = get_owned(Person, actor.organisation_id, actor.person_id)
    organisation = db.session.get(Organisation, actor.organisation_id)
    return {
        "id": person.id,
        "name": person.name,
        "language": person.language,
        "theme": person.theme,
        "has_pin": person.pin_hash is not None,
        "organisation": organisation,
        "grants": [{"role": role, "site_id": site} for role, site in sorted(actor.grants, key=str)],
        "sites": sites_in(actor.organisation_id, actor.scope()),
    }
