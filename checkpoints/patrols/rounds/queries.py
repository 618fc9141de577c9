from collections.abc import Iterable

from sqlalchemy import select

from checkpoints.patrols.models import RemovedRound
from guard_api.database import db


def removed_routes(organisation_id: str, patrol_ids: Iterable[str]) -> dict[str, str]:
    """The route of each round that was planned once and taken out again."""
    rows = db.session.execute(
        select(RemovedRound.id, RemovedRound.route_id).where(
            RemovedRound.organisation_id == organisation_id, RemovedRound.id.in_(list(patrol_ids))
        )
    )
    return dict(rows.tuples())
