"""A believable estate with a history, for looking around. Never loaded beside real data by itself.

Its password and PIN are drawn anew for each installation and kept in the data folder, so that they can be
printed at every start and no two installations share them.
"""

import json
import secrets
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from flask import current_app

from checkpoints.coverage.jobs import settle_cells
from demo import afterwards, certificates, history, learning, posts, punches, rosters, staff
from demo.build import Secrets, build
from demo.estate import ORGANISATION, PEOPLE
from guard_api.clock import local_date, moved_to, now
from guard_api.database import db, write_transaction
from guard_api.identity.rules import pin_weakness
from guard_api.tenants.models import Organisation

KEPT = "demonstration.json"
WORDS = ("lantern", "harbour", "willow", "bridge", "orchid", "granite", "heron", "maple", "copper", "meadow")
SHOWN = ("administrator", "supervisor", "guard", "client", "hr")
STEP_DAYS = 5


def load(days: int, if_empty: bool = False) -> list[str]:
    """The estate with that many days of history; a day that was lived through before stays as it is."""
    if if_empty and db.session.scalar(db.select(Organisation.id).limit(1)):
        return []
    at = now()
    today = local_date(at, history.ZONE.key)
    first_on = today - timedelta(days=days)
    organisation_id = _organisation_id()
    with write_transaction():
        if organisation_id is None:
            organisation_id = _build(first_on)
            staff.employ(organisation_id, today)
        cast = history.cast_of(organisation_id)
        history.plan_from(cast, first_on, at)
    for since in range(0, days + 1, STEP_DAYS):
        with write_transaction():
            for number in range(since, min(since + STEP_DAYS, days + 1)):
                afterwards.follow_up(cast, first_on + timedelta(days=number), at)
                history.live_through(cast, first_on + timedelta(days=number), at)
    with write_transaction():
        certificates.add(organisation_id, first_on, at)
    with write_transaction():
        learning.add(organisation_id, first_on, at)
    with write_transaction():
        posts.add(organisation_id, first_on, at)
    with write_transaction():
        rosters.add(organisation_id, first_on, at)
    with write_transaction():
        punches.add(organisation_id, first_on, at)
    with write_transaction():
        history.walk_now(cast, at)
    settle_cells()
    return list(lines())


def _build(first_on) -> str:
    words = Secrets(password=_password(), pin=_pin())
    with moved_to(history.midnight(first_on)):
        organisation_id = build(current_app.extensions["anxun.settings"].fonts, words, first_on)
    kept = {"organisation_id": organisation_id, "password": words.password, "pin": words.pin}
    _file().write_text(json.dumps(kept))
    _file().chmod(0o600)
    return organisation_id


def _password() -> str:
    first, second = secrets.SystemRandom().sample(WORDS, 2)
    return f"{first}-{second}-{secrets.randbelow(90) + 10}"


def _pin() -> str:
    while pin_weakness(pin := f"{secrets.randbelow(1_000_000):06d}", None):
        pass
    return pin


def _file() -> Path:
    return current_app.extensions["anxun.settings"].data / KEPT


def _kept() -> dict[str, str] | None:
    """What was kept of a demonstration that is still in the database."""
    try:
        kept = json.loads(_file().read_text())
    except FileNotFoundError:
        return None
    return kept if db.session.get(Organisation, kept["organisation_id"]) else None


def _organisation_id() -> str | None:
    kept = _kept()
    return kept and kept["organisation_id"]


def lines() -> Iterator[str]:
    """Who may sign in to the demonstration, if it is here."""
    kept = _kept()
    if kept is None:
        return
    yield f"Demonstration: {ORGANISATION}, for looking around only. Everybody's password: {kept['password']}"
    for role in SHOWN:
        someone = next(person for person in PEOPLE if person.role == role)
        yield f"  {role:14} {someone.login:24} {someone.name}"
    yield f"  PIN on an enrolled phone: {kept['pin']}"
