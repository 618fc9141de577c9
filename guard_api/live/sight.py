"""Who may follow what: a role shows some kinds of changes, at the sites where it is held."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, true

from guard_api.identity.actor import ADMINISTRATOR, CLIENT, GUARD, HR, ROLES, SUPERVISOR, Actor, Scope
from guard_api.live.models import Change

FOLLOWERS = ROLES
# What clients see of a site: that it is walked, and what is found there.
ROUNDS = frozenset({"patrol", "scan", "finding", "exception", "photo", "coverage"})
# What HR works with, at every site; how and where people walk is not among it.
PEOPLE = frozenset(
    {"certificate", "module", "session", "staff", "leave", "terms", "timesheet", "attendance", "correction"}
)
# About the organisation as a whole and about nobody, so that a desk of one site may know of it too.
COMMON = frozenset({"module"})


@dataclass(frozen=True)
class View:
    scope: Scope
    kinds: frozenset[str] | None = None

    def sees(self, kind: str, site_id: str | None) -> bool:
        return site_id in self.scope and (self.kinds is None or kind in self.kinds)

    def where(self) -> ColumnElement[bool]:
        at = true() if self.scope.every else Change.site_id.in_(self.scope.site_ids)
        return at if self.kinds is None else at & Change.kind.in_(sorted(self.kinds))


@dataclass(frozen=True)
class Sight:
    """All that one person may follow."""

    views: tuple[View, ...]

    def sees(self, kind: str, site_id: str | None) -> bool:
        return any(view.sees(kind, site_id) for view in self.views)

    def where(self) -> ColumnElement[bool]:
        return or_(*(view.where() for view in self.views))


def sight_of(actor: Actor) -> Sight:
    views = [
        View(actor.scope(GUARD, SUPERVISOR, ADMINISTRATOR)),
        View(actor.scope(CLIENT), ROUNDS),
        View(actor.scope(HR), PEOPLE),
    ]
    if actor.has(SUPERVISOR):
        views.append(View(Scope(every=True), COMMON))
    return Sight(tuple(views))
