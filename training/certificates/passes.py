"""Who has passed what is kept on the floor above; `app.py` hands the question in."""

from collections.abc import Callable, Collection, Mapping
from datetime import date

Passed = Callable[[str, Collection[str], date], Mapping[str, set[str]]]
_asked: list[Passed] = []


def ask(passed: Passed) -> None:
    """`passed(organisation_id, person_ids, on)`: person → the modules whose passing holds that day."""
    _asked[:] = [passed]


def current(organisation_id: str, person_ids: Collection[str], on: date) -> Mapping[str, set[str]]:
    return _asked[0](organisation_id, person_ids, on) if _asked and person_ids else {}
