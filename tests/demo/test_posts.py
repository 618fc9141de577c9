"""The demonstration's posts: what they need can be looked at, planned for, and nearly met."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

import demo
from guard_api.clock import local_date, now
from guard_api.database import db
from guard_api.tenants.models import Organisation
from people.queries import workforce
from schedules.leave.models import LeaveRequest
from schedules.leave.queries import away_between
from schedules.posts.models import Post
from schedules.posts.queries import demand, shift_types_of
from schedules.terms.models import Wish
from schedules.terms.queries import packs_of, terms_of


@pytest.fixture
def organisation_id(app) -> str:
    with app.app_context():
        demo.load(days=1)
        return db.session.scalar(select(Organisation.id))


def test_the_demonstration_can_be_planned_for(app, organisation_id):
    with app.app_context():
        _assert_twelve_posts_need_about_what_the_guards_can_work(organisation_id)
        _assert_guards_have_terms_law_leave_and_wishes(organisation_id)
        _assert_a_second_load_adds_no_posts()


def _assert_twelve_posts_need_about_what_the_guards_can_work(organisation_id):
    posts = db.session.scalars(select(Post)).all()
    assert sorted(Counter(post.site_id for post in posts).values()) == [3, 4, 5]
    today = local_date(now(), "Asia/Shanghai")
    needs = demand(organisation_id, from_on=today, until_on=today + timedelta(days=27))
    types = shift_types_of(organisation_id)
    minutes = sum(need.need * types[need.shift_type_id].minutes for need in needs)
    guards = [one for one in workforce(organisation_id, today) if one.roles == {"guard"}]
    share = minutes / (len(guards) * 4 * 40 * 60)
    assert 0.7 < share < 1.05


def _assert_guards_have_terms_law_leave_and_wishes(organisation_id):
    today = local_date(now(), "Asia/Shanghai")
    ids = [one.person_id for one in workforce(organisation_id, today) if one.roles == {"guard"}]
    systems = Counter(one.hour_system for one in terms_of(organisation_id, ids, today).values())
    assert set(systems) == {"standard", "comprehensive"}
    assert len(packs_of(organisation_id, ids, today)) == len(ids)
    states = Counter(db.session.scalars(select(LeaveRequest.state)))
    assert states["approved"] >= 3
    assert states["asked"] >= 2
    assert states["refused"] == 1
    assert away_between(organisation_id, today - timedelta(days=10), today + timedelta(days=20))
    assert len(db.session.scalars(select(Wish)).all()) == 6


def _assert_a_second_load_adds_no_posts():
    demo.load(days=1)
    assert len(db.session.scalars(select(Post)).all()) == 12
