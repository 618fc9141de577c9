"""What is open at a site is known on floors above, which say so through app.py."""

from collections.abc import Callable, Iterable
from typing import Any

# (organisation_id, site_ids) → [{"kind": "finding", "id", "site_id", "text", "since"}]
Ask = Callable[[str, Iterable[str]], list[dict[str, Any]]]
_asked: list[Ask] = []


def ask(call: Ask) -> None:
    """Called once by app.py for each floor that knows something open."""
    if call not in _asked:
        _asked.append(call)


def open_matters(organisation_id: str, site_ids: Iterable[str]) -> list[dict[str, Any]]:
    site_ids = list(site_ids)
    return [matter for call in _asked for matter in call(organisation_id, site_ids)]
