"""Who is asking, and what they may reach. Plain data: services take it as an argument."""

from dataclasses import dataclass

from guard_api.errors import Forbidden, NotFound

GUARD, SUPERVISOR, HR, ADMINISTRATOR, CLIENT = "guard", "supervisor", "hr", "administrator", "client"
ROLES = (GUARD, SUPERVISOR, HR, ADMINISTRATOR, CLIENT)
SITE_ROLES = frozenset({GUARD, SUPERVISOR, CLIENT})
EVERYONE = ROLES


@dataclass(frozen=True)
class Scope:
    """The sites a person reaches: all of the organisation's, or those named."""

    every: bool
    site_ids: frozenset[str] = frozenset()

    def __contains__(self, site_id: str | None) -> bool:
        return self.every or site_id in self.site_ids

    def where(self, column):
        """A condition for a query over rows with a site."""
        return column.is_not(None) if self.every else column.in_(self.site_ids)


@dataclass(frozen=True)
class Actor:
    """A signed-in person. `grants` are (role, site_id or None for the whole organisation)."""

    organisation_id: str
    person_id: str
    session_id: str
    language: str
    grants: frozenset[tuple[str, str | None]]
    phone_id: str | None = None

    def has(self, *roles: str) -> bool:
        return any(role in roles for role, _ in self.grants)

    def scope(self, *roles: str) -> Scope:
        """The sites this person reaches through any of these roles (all roles when none is named)."""
        held = [(role, site) for role, site in self.grants if not roles or role in roles]
        if any(site is None for _, site in held):
            return Scope(every=True)
        return Scope(every=False, site_ids=frozenset(site for _, site in held))

    def reach(self, site_id: str | None, *roles: str) -> None:
        """Refuse unless one of the roles is held for the site: 404 for a stranger, 403 otherwise."""
        if site_id in self.scope(*roles):
            return
        raise Forbidden() if site_id in self.scope() else NotFound()
