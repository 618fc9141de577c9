"""The rosters of the demonstration: lawful, published around today, mostly confirmed, with a draft after."""

from sqlalchemy import func, select

import demo
from guard_api.database import db
from schedules.law.shapes import HARD
from schedules.offers.models import Offer
from schedules.rosters import checks, queries
from schedules.rosters.models import Acknowledgement, CallOff, Roster


def test_a_published_roster_and_a_draft_that_break_no_rule(app):
    with app.app_context():
        demo.load(days=1)
        published, later = db.session.scalars(select(Roster).order_by(Roster.from_on)).all()
        assert (published.state, later.state) == ("published", "draft")
        assert later.from_on > published.until_on
        for roster in (published, later):
            assert [one for one in checks.found_in(roster) if one.level == HARD] == []
        filled = [shift.person_id is not None for shift in queries.shifts_of(published)]
        assert sum(filled) > len(filled) * 0.6, (sum(filled), len(filled))
        assert {offer.kind for offer in db.session.scalars(select(Offer))} == {"open", "give_away"}
        assert db.session.scalar(select(func.count()).select_from(CallOff)) == 1
        assert db.session.scalar(select(func.count()).select_from(Acknowledgement)) > 10
        before = db.session.scalar(select(func.count()).select_from(Roster))
        demo.load(days=1)
        assert db.session.scalar(select(func.count()).select_from(Roster)) == before
