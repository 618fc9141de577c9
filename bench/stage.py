"""What every contestant finds: an estate of twenty labels and a guard; and what a phone sends."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app import create_app
from guard_api.database import db, new_id
from guard_api.identity.models import Grant, Person
from guard_api.identity.passwords import hash_secret
from guard_api.settings import Settings
from guard_api.tenants.models import Organisation, Site
from tests.support.estate import Estate, build_estate, plan_round
from tests.support.phone import scan

PASSWORD = "correct horse battery"
LOGIN = "guard@example.org"
SECRET = "a key for benchmarks only, long enough for HS256"
CHECKPOINTS = 20
FIRST = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass
class Stage:
    """A fresh database with everybody in it."""

    settings: Settings
    person_id: str
    estate: Estate

    @property
    def organisation_id(self) -> str:
        return self.estate.organisation_id


def settings_for(database_url: str, folder: Path) -> Settings:
    return Settings(
        secret_key=SECRET,
        data=folder,
        database_url=database_url,
        public_url="http://localhost",
        scheduler="off",
    )


def set_stage(database_url: str, folder: Path) -> Stage:
    """Make the tables and the people."""
    settings = settings_for(database_url, folder)
    with create_app(settings).app_context():
        db.create_all()
        organisation = Organisation(name="Bench")
        db.session.add(organisation)
        db.session.flush()
        owner = {"organisation_id": organisation.id}
        site = Site(name="Estate", lat=31.2304, lon=121.4737, **owner)
        person = Person(name="Guard", email=LOGIN, password_hash=hash_secret(PASSWORD), **owner)
        db.session.add_all([site, person])
        db.session.flush()
        db.session.add(Grant(person_id=person.id, role="guard", site_id=site.id, **owner))
        db.session.commit()
        stage = Stage(settings, person.id, build_estate(organisation.id, site.id, checkpoints=CHECKPOINTS))
        db.session.remove()
        db.engine.dispose()
    return stage


def loose_scans(estate: Estate, size: int, number: int) -> list[str]:
    """The scans of one batch, two minutes apart, that name no round."""
    start = FIRST + timedelta(hours=4 * number)
    return [
        scan(estate.spots[n % CHECKPOINTS], start + timedelta(minutes=2 * n), new_id()) for n in range(size)
    ]


def planned_scans(stage: Stage, size: int, number: int) -> list[str]:
    """The same scans, each of a planned round of twenty checkpoints, which is made for them."""
    texts = []
    with create_app(stage.settings).app_context():
        for first in range(0, size, CHECKPOINTS):
            start = FIRST + timedelta(hours=4 * number, minutes=2 * first)
            patrol_id = plan_round(stage.estate, start)
            texts += [
                scan(spot, start + timedelta(minutes=2 * n), patrol_id=patrol_id)
                for n, spot in enumerate(stage.estate.spots)
            ]
        db.session.remove()
        db.engine.dispose()
    return texts[:size]
