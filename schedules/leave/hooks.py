"""What floors above tell this one: which shifts a leave would touch, who wants to know of decisions."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from guard_api.identity.actor import Actor
from schedules.leave.models import LeaveRequest
from schedules.leave.rules import RosterDays


@dataclass(frozen=True, slots=True)
class Clash:
    """Something that a leave would leave undone: a published shift, or a shift with too few people.

    `kind` is "published_shift" or "coverage"; `sentence` is {"zh": …, "en": …}.
    """

    kind: str
    on: date
    sentence: dict[str, str]
    shift_id: str | None = None
    site_id: str | None = None


Clashes = Callable[[str, Sequence[LeaveRequest]], dict[str, list[Clash]]]
Worked = Callable[[str, Iterable[str], date, date], dict[str, RosterDays]]
Listener = Callable[[Actor, LeaveRequest], Any]

_clashes: list[Clashes] = []
_worked: list[Worked] = []
_listeners: list[Listener] = []


def rosters_are_asked(*, clashes: Clashes, worked: Worked) -> None:
    """Handed over by app.py: clashes of requests by their id (organisation, requests), and what published
    rosters say of people (organisation, people, first and last date)."""
    _clashes[:], _worked[:] = [clashes], [worked]


def when_decided(*listeners: Listener) -> None:
    """Called in the same transaction once a leave was approved, or an approved one was taken back."""
    _listeners[:] = listeners


def clashes_of(organisation_id: str, requests: Sequence[LeaveRequest]) -> dict[str, list[Clash]]:
    found: dict[str, list[Clash]] = {}
    for ask in _clashes if requests else ():
        for id_, clashes in ask(organisation_id, requests).items():
            found.setdefault(id_, []).extend(clashes)
    return found


def roster_days(
    organisation_id: str, person_ids: Iterable[str], from_on: date, until_on: date
) -> dict[str, RosterDays]:
    found: dict[str, RosterDays] = {}
    for ask in _worked:
        found |= ask(organisation_id, person_ids, from_on, until_on)
    return found


def tell_decided(actor: Actor, request: LeaveRequest) -> None:
    for listener in _listeners:
        listener(actor, request)
