"""Who wants to know that the demand changed, handed over by app.py."""

from collections.abc import Callable, Sequence

Listener = Callable[[str, Sequence[str] | None], None]
_listeners: list[Listener] = []


def when_demand_changed(*listeners: Listener) -> None:
    """Called in the same transaction with (organisation_id, site_ids); None: of all sites."""
    _listeners[:] = listeners


def demand_changed(organisation_id: str, site_ids: Sequence[str] | None) -> None:
    for listener in _listeners:
        listener(organisation_id, site_ids)
