"""What a slice declares so that phones may send it a kind of event."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from guard_api.errors import Problem
from guard_api.identity.actor import Actor


class Payload(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Base of every payload: unknown fields are refused."""


@dataclass(frozen=True, slots=True)
class Received:
    """A new event, decoded. `clock_skew_s` is the phone's clock minus the server's when it was sent."""

    id: str
    kind: str
    occurred_at: datetime
    received_at: datetime
    clock_skew_s: float
    payload: Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an event: stored (perhaps with flags), or refused with a problem."""

    flags: tuple[str, ...] = ()
    refused: Problem | None = None


ACCEPTED = Outcome()
Record = Callable[[Actor, Sequence[Received]], dict[str, Outcome]]


@dataclass(frozen=True)
class Handler:
    """`record` stores all new events of one kind at once, in the caller's transaction, and answers by id.

    An id it leaves out is accepted. It refuses by Outcome, one event at a time; it raises only when
    the bulk step as a whole failed, upon which it is called again event by event in savepoints.
    """

    payload: type[Payload]
    record: Record
