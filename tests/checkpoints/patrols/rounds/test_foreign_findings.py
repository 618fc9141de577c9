"""A phone may name any round in a finding; a round shows only what was found at its own site."""

from datetime import timedelta

import pytest

from guard_api.database import db, new_id
from guard_api.identity.models import Grant
from tests.checkpoints.patrols.conftest import TEN, sync, walked
from tests.support.phone import event

pytestmark = pytest.mark.both_databases


def found(site_id: str, patrol_id: str) -> str:
    facts = {"site_id": site_id, "category": "fire_hazard", "severity": 2, "patrol_id": patrol_id}
    return event("finding", facts, TEN + timedelta(minutes=3), new_id())


def test_a_finding_of_another_site_neither_shows_in_a_round_nor_pauses_it(
    app, cast, ana, ben, sam, estate, tonight
):
    with app.app_context():
        guards = {"organisation_id": cast.organisation_id, "role": "guard"}
        db.session.add(Grant(person_id=cast.ben, site_id=cast.south_tower, **guards))
        db.session.commit()
    sync(ana, *walked(estate, tonight, end=None))
    sync(ben, found(cast.south_tower, tonight))
    shown = sam.get(f"/api/v1/patrols/{tonight}").get_json()
    assert (shown["findings"], shown["pauses"]) == ([], [])
    sync(ben, found(cast.north_gate, tonight))
    shown = sam.get(f"/api/v1/patrols/{tonight}").get_json()
    assert (len(shown["findings"]), len(shown["pauses"])) == (1, 1)
