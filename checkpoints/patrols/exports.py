"""A list of the desk as a file, and a note of who took it."""

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from flask import Response

from guard_api.database import write_transaction
from guard_api.errors import Problem
from guard_api.identity.actor import Actor
from guard_api.records import note_read
from guard_api.tables import Column, every_page, export

# A spreadsheet of more is of no use to anybody, and would hold a server process for minutes.
MOST_ROWS = 100_000


def file_of(
    actor: Actor,
    name: str,
    query: Callable[..., dict[str, Any]],
    filters: dict[str, Any],
    columns: Sequence[Column],
    format: str,
) -> Response:
    """Every row of the filtered list; too many are refused, never cut off silently."""
    wanted = {key: value for key, value in filters.items() if key not in ("limit", "cursor")}
    rows = list(islice(every_page(query, actor, **wanted), MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise Problem("patrols.too_many_rows", 422, most=MOST_ROWS)
    with write_transaction():
        note_read(actor, "export", name)
    return export(rows, columns, format, name, language=actor.language)
