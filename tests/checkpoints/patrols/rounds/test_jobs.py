"""What the clock does to rounds: one that fails costs no other; positions go with all that told of them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from checkpoints.patrols import jobs
from checkpoints.patrols.models import Position
from checkpoints.patrols.rounds import service
from evidence.sync.models import FieldEvent
from guard_api.clock import moved_to
from guard_api.database import db
from tests.checkpoints.patrols.conftest import TEN, sync, walked
from tests.support.estate import plan_round
from tests.support.phone import event, send

pytestmark = pytest.mark.both_databases


def test_a_round_that_cannot_be_judged_costs_its_neighbours_nothing(
    app, estate, rounds, clock_strikes, monkeypatch
):
    with app.app_context():
        broken, sound = plan_round(estate, TEN), plan_round(estate, TEN)
        for one in rounds():
            db.session.merge(one).judge_at = TEN + timedelta(minutes=5)
        db.session.commit()
    judge_all = service.judge_rounds

    def judge(organisation_id, patrol_ids, now=None):
        if broken in patrol_ids:
            raise ArithmeticError("a round nobody thought of")
        judge_all(organisation_id, patrol_ids, now)

    monkeypatch.setattr(service, "judge_rounds", judge)
    clock_strikes(TEN + timedelta(minutes=6))
    states = {one.id: one for one in rounds()}
    assert (states[sound].state, states[broken].state) == ("missed", "planned")
    assert states[broken].judge_at == TEN + timedelta(minutes=66)


def test_the_text_of_an_event_goes_with_its_position(app, ana, estate, tonight, monkeypatch):
    here = {"patrol_id": tonight, "lat": 31.2, "lon": 121.4, "accuracy_m": 5}
    told = event("position", here, TEN + timedelta(minutes=3))
    sync(ana, *walked(estate, tonight), told)
    monkeypatch.setattr(jobs, "POSITIONS_AT_ONCE", 1)
    with app.app_context(), moved_to(TEN + timedelta(days=61)):
        jobs.forget_positions()
        assert db.session.scalars(select(Position)).all() == []
        texts = db.session.execute(select(FieldEvent.kind, FieldEvent.body)).all()
    assert {kind for kind, body in texts if not body} == {"position"}
    assert send(ana, told)[0]["verdict"] == "duplicate"
