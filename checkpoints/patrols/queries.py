"""What the rooms of patrols read alike."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Text, cast, select

from guard_api.database import db


def named(model: Any, organisation_id: str, ids: Iterable[str | None]) -> dict[str, dict[str, str]]:
    """{id, name} of people, sites or checkpoints by id."""
    rows = db.session.execute(
        select(model.id, model.name).where(
            model.organisation_id == organisation_id, model.id.in_({id_ for id_ in ids if id_})
        )
    )
    return {row.id: {"id": row.id, "name": row.name} for row in rows}


def holds(column: Any, value: str) -> Any:
    """Whether a JSON list of plain words or ids holds this one; the same text on both databases."""
    return cast(column, Text).contains(f'"{value}"', autoescape=True)
