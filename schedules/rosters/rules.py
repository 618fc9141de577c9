"""States of a place, what a version says, and how places follow the demand."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

VACANT, OPEN, UNCONFIRMED, CONFIRMED = "vacant", "open", "unconfirmed", "confirmed"
PLACE_STATES = (VACANT, OPEN, UNCONFIRMED, CONFIRMED)
DRAFT, PUBLISHED = "draft", "published"
CALL_OFF_REASONS = ("sick", "family", "transport", "other")
LONGEST_DAYS = 62
LONGEST_SHIFT = timedelta(hours=24)

Key = tuple[str, date, str]


def place_state(*, person_id: str | None, confirmed: bool, offered: bool) -> str:
    """Vacant ≠ open ≠ unconfirmed ≠ confirmed."""
    if person_id is None:
        return OPEN if offered else VACANT
    return CONFIRMED if confirmed else UNCONFIRMED


# --- versions ---------------------------------------------------------------------------------


def canonical(content: Any) -> bytes:
    """The same bytes for the same content, whatever wrote it: keys sorted, no space, UTF-8."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(content: Any) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()


def people_of_changes(changes: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Whom each change concerns, and the shifts: who leaves, who comes, who stands there when it moves."""
    found: dict[str, list[str]] = {}
    for change in changes:
        before, after = change["before"], change["after"]
        who = {one["person_id"] for one in (before, after) if one and one["person_id"]}
        for person_id in sorted(who):
            found.setdefault(person_id, []).append(change["shift_id"])
    return found


def content_at(versions: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """The shifts as the last of these versions left them, by id."""
    shifts = {one["id"]: one for one in versions[0]["shifts"]} if versions else {}
    for version in versions[1:]:
        for change in version["changes"]:
            if change["after"] is None:
                shifts.pop(change["shift_id"], None)
            else:
                shifts[change["shift_id"]] = change["after"]
    return shifts


# --- places follow demand -----------------------------------------------------------------------


class Place(NamedTuple):
    """A row as far as demand asks: `filled` when somebody stands in it."""

    id: str
    slot: int
    filled: bool
    cancelled: bool
    extra: bool


@dataclass
class Steps:
    """What brings the places in step: new slots by key, and rows to cancel, restore, or count differently."""

    add: list[tuple[Key, int]] = field(default_factory=list)
    cancel: list[str] = field(default_factory=list)
    restore: list[str] = field(default_factory=list)
    to_extra: list[str] = field(default_factory=list)
    from_extra: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any((self.add, self.cancel, self.restore, self.to_extra, self.from_extra))

    def __len__(self) -> int:
        return sum(map(len, (self.add, self.cancel, self.restore, self.to_extra, self.from_extra)))


def in_step(needs: Mapping[Key, int], places: Mapping[Key, Sequence[Place]]) -> Steps:
    """No assignment is lost: a filled place that nobody asks for any more stays, as an extra one."""
    steps = Steps()
    for key in sorted({*needs, *places}):
        _key_in_step(steps, key, needs.get(key, 0), places.get(key, ()))
    return steps


def _key_in_step(steps: Steps, key: Key, need: int, places: Sequence[Place]) -> None:
    asked = [one for one in places if not one.extra and not one.cancelled]
    if len(asked) > need:
        _fewer(steps, asked, len(asked) - need)
    elif len(asked) < need:
        _more(steps, key, places, need - len(asked))


def _fewer(steps: Steps, asked: Sequence[Place], surplus: int) -> None:
    """Empty places go first, the highest slot first."""
    going = sorted(asked, key=lambda one: (one.filled, -one.slot))[:surplus]
    steps.cancel += [one.id for one in going if not one.filled]
    steps.to_extra += [one.id for one in going if one.filled]


def _more(steps: Steps, key: Key, places: Sequence[Place], lacking: int) -> None:
    """First extra places that somebody fills, then cancelled ones, then new."""
    extra = [one for one in places if one.extra and one.filled and not one.cancelled][:lacking]
    gone = [one for one in places if one.cancelled and not one.extra][: lacking - len(extra)]
    steps.from_extra += [one.id for one in extra]
    steps.restore += [one.id for one in gone]
    last = max((one.slot for one in places), default=0)
    new = lacking - len(extra) - len(gone)
    steps.add += [(key, last + number) for number in range(1, new + 1)]


# --- times --------------------------------------------------------------------------------------


def clock_end(on: date, starts_at: time, minutes: int) -> tuple[date, time]:
    """The date and the time on the wall at which a shift of that length ends."""
    ends = datetime.combine(on, starts_at) + timedelta(minutes=minutes)
    return ends.date(), ends.time()


def worked_minutes(start_at: datetime, end_at: datetime, breaks: Iterable[Mapping[str, Any]]) -> int:
    """The length without unpaid breaks."""
    unpaid = sum(one["minutes"] for one in breaks if not one.get("paid"))
    return max(0, (end_at - start_at) // timedelta(minutes=1) - unpaid)


def overlap(one: tuple[date, date], other: tuple[date, date]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
