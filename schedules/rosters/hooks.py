"""What other floors want to know of rosters, handed over by app.py."""

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import ColumnElement, false, or_

from schedules.rosters.models import Roster


class Changed(NamedTuple):
    """Shifts of a published roster that changed, and the version that says so."""

    organisation_id: str
    roster_id: str
    version: int
    shift_ids: tuple[str, ...]


_published: list[Callable[[Roster], None]] = []
_changed: list[Callable[[Changed], None]] = []
_going: list[Callable[[Roster], None]] = []
_offered: list[Callable[[], ColumnElement[bool]]] = []


def when_published(call: Callable[[Roster], None]) -> None:
    """Called in the transaction that publishes a roster for the first time."""
    _add(_published, call)


def when_changed(call: Callable[[Changed], None]) -> None:
    """Called in the transaction of each amendment, and of the first publication with all its shifts."""
    _add(_changed, call)


def when_deleted(call: Callable[[Roster], None]) -> None:
    """Called before a draft goes, so that what hangs on it goes first."""
    _add(_going, call)


def knows_offers(call: Callable[[], ColumnElement[bool]]) -> None:
    """A condition on a `Shift`: it is offered, and not yet taken."""
    _add(_offered, call)


def _add(calls: list, call: Callable) -> None:
    if call not in calls:
        calls.append(call)


def going(roster: Roster) -> None:
    for call in _going:
        call(roster)


def published(roster: Roster) -> None:
    for call in _published:
        call(roster)


def changed(what: Changed) -> None:
    for call in _changed:
        call(what)


def is_offered() -> ColumnElement[bool]:
    return or_(false(), *(call() for call in _offered))
