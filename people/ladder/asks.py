"""What a step asks of floors above, certificates and modules. `app.py` hands their providers in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

CERTIFICATE, MODULE = "certificate", "module"
Names = dict[str, tuple[str, str]]
Held = set[tuple[str, str]]


@dataclass(frozen=True)
class Provider:
    """`names(organisation_id, ids)` → id: (Chinese, English), for ids that exist (all when ids is None).

    `held(organisation_id, person_ids, ids, on)` → (person_id, id) of what holds on that day; in a constant
    number of queries.
    """

    names: Callable[[str, Iterable[str] | None], Names]
    held: Callable[[str, Iterable[str], Iterable[str], date], Held]


_providers: dict[str, Provider] = {}


def provide(kind: str, provider: Provider) -> None:
    """Called by app.py, once for each kind."""
    _providers[kind] = provider


def names(kind: str, organisation_id: str, ids: Iterable[str]) -> Names:
    ids = set(ids)
    return _providers[kind].names(organisation_id, ids) if ids and kind in _providers else {}


def held(kind: str, organisation_id: str, person_ids: Iterable[str], ids: Iterable[str], on: date) -> Held:
    ids = set(ids)
    if not ids or kind not in _providers:
        return set()
    return _providers[kind].held(organisation_id, list(person_ids), ids, on)


def unknown(kind: str, organisation_id: str, ids: Iterable[str]) -> set[str]:
    """Those of the ids that nothing is known of."""
    return set(ids) - set(names(kind, organisation_id, ids))


def shown(named: Names, ids: Iterable[str]) -> list[dict[str, Any]]:
    """As IdNamesSchema; what is no longer there is left out."""
    return [{"id": id_, "name_zh": named[id_][0], "name_en": named[id_][1]} for id_ in ids if id_ in named]
