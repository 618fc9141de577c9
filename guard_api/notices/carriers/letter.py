"""What is handed over, and what came of it. Plain data."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Letter:
    """One message in its reader's language. `id` stays the same however often it is tried."""

    id: str
    to: str | dict[str, Any] | None
    organisation: str
    language: str
    text: str
    kind: str
    params: dict[str, Any]
    link: str | None
    urgent: bool
    at: datetime
    name: str | None = None
    people: list[dict[str, str]] = field(default_factory=list)
    notice_id: str | None = None


@dataclass(frozen=True)
class Outcome:
    """`error` is a code of messages.py; `final` means that trying again is of no use."""

    sent: bool
    error: str | None = None
    answer: str | None = None
    final: bool = False
    gone: bool = False
    after_s: float | None = None
    line_down: bool = False


SENT = Outcome(True)


def failed(error: str, answer: object = None, **more: Any) -> Outcome:
    said = None if answer is None else " ".join(str(answer).split())[:300]
    return Outcome(False, error, said, **more)


def shortened(text: str, most_bytes: int) -> str:
    """At most so many bytes of UTF-8, never half a character."""
    data = text.encode()
    return text if len(data) <= most_bytes else data[: most_bytes - 3].decode(errors="ignore") + "…"
