"""What a row of the table would do, and why it may not. Plain data."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from people.employment.rules import Span, fits_beside

ADD, LEAVE, KEEP, REFUSE = "add", "leave", "keep", "refuse"
ACTIONS = (ADD, LEAVE, KEEP, REFUSE)


@dataclass
class Meant:
    """Whom some rows are about. `spells` are on file already; `id` is None for who is new.

    `reachable`: has a phone number or an e-mail; `signs_in`: needs no password of ours.
    """

    id: str | None = None
    reachable: bool = False
    signs_in: bool = False
    spells: list[Span] = field(default_factory=list)
    rows: list[Any] = field(default_factory=list)


def check_days(row: Any, today: date) -> None:
    """The days of one row, and what somebody who still works here needs."""
    values = row.values
    hired_on, left_on = values["hired_on"], values["left_on"]
    unread = {column for column, _, _ in row.errors}
    if (left_on is None) != (values["exit_reason"] is None) and not unread & {"left_on", "exit_reason"}:
        row.refuse("left_on" if left_on is None else "exit_reason", "people.import_exit_incomplete")
    if hired_on and left_on and left_on < hired_on:
        row.refuse("left_on", "people.left_before_hired")
    for first, second in (("hired_on", "probation_until_on"), ("notice_on", "left_on")):
        if values[first] and values[second] and values[second] < values[first]:
            row.refuse(second, "people.days_in_order")
    if works(values, today) and not values["site"] and "site" not in unread:
        row.refuse("site", "people.import_site_needed")


def works(values: dict[str, Any], today: date) -> bool:
    return values["left_on"] is None or values["left_on"] >= today


def check_reachable(meant: Meant, today: date) -> None:
    """Who still works here signs in by phone number or e-mail."""
    if meant.reachable or any(row.values["phone_number"] or row.values["email"] for row in meant.rows):
        return
    for row in meant.rows:
        if works(row.values, today) and not {c for c, _, _ in row.errors} & {"phone_number", "email"}:
            row.refuse("phone_number", "people.import_unreachable")


def decide(meant: Meant) -> Iterable[tuple[Any, str]]:
    """What each row of somebody does; spells may not meet, those on file nor those of the table."""
    known = {span.from_on: span for span in meant.spells}
    spans = list(meant.spells)
    for row in sorted(meant.rows, key=lambda row: (row.values["hired_on"] or date.max, row.number)):
        if row.errors:
            yield row, REFUSE
            continue
        span = Span(row.values["hired_on"], row.values["left_on"])
        action = _same(row, known[span.from_on]) if span.from_on in known else _new(row, span, spans)
        if action == ADD:
            spans.append(span)
        yield row, action


def _same(row: Any, on_file: Span) -> str:
    """The same first day: the same employment, which may have ended meanwhile."""
    left_on = row.values["left_on"]
    if left_on in (None, on_file.until_on):
        return KEEP
    if on_file.until_on is None:
        return LEAVE
    row.refuse("left_on", "people.import_differs", on=on_file.until_on.isoformat())
    return REFUSE


def _new(row: Any, span: Span, others: list[Span]) -> str:
    if fits_beside(span, others):
        return ADD
    row.refuse("hired_on", "people.spells_overlap")
    return REFUSE
