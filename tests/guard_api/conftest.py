"""Notices that leave: an installation that may speak to its own machine, and who hears of what."""

from dataclasses import replace

import pytest

from guard_api.database import db, write_transaction
from guard_api.notices.deliveries.models import Delivery
from guard_api.notices.deliveries.sending import send_due
from guard_api.notices.service import tell
from guard_api.notices.wording import register_notices, register_urgent
from tests.guard_api.notice_stage import HELLO, HELP
from tests.support.receivers import web_server


@pytest.fixture
def notice_kinds():
    register_notices({"tests.round": HELLO, "tests.help": HELP})
    register_urgent(["tests.help"])


@pytest.fixture
def at_home(app, notice_kinds, monkeypatch):
    """An installation that lets notices go to its own machine, as these tests need."""
    settings = replace(app.extensions["anxun.settings"], notice_networks=("127.0.0.0/8",))
    monkeypatch.setitem(app.extensions, "anxun.settings", settings)


@pytest.fixture
def web(at_home):
    with web_server() as web:
        yield web


@pytest.fixture
def told(app, notice_kinds, cast):
    """Tell some of the cast; by default something that is not urgent."""

    def say(*names: str, kind: str = "tests.round", **about) -> None:
        params = {"place": "Gate 2"} if kind == "tests.help" else {"n": 3}
        ids = [getattr(cast, name) for name in names]
        with app.app_context(), write_transaction():
            about = {"organisation_id": cast.organisation_id, "link": "/learn/inbox"} | about
            tell(person_ids=ids, kind=kind, params=params, **about)

    return say


@pytest.fixture
def sent(app):
    """Let the outbox be worked off once."""

    def send() -> None:
        with app.app_context():
            send_due()

    return send


@pytest.fixture
def rows(app):
    """The deliveries as they are stored, in the order in which they were written."""

    def look() -> list[Delivery]:
        with app.app_context():
            found = list(db.session.scalars(db.select(Delivery).order_by(Delivery.id)))
            db.session.expunge_all()
            return found

    return look
