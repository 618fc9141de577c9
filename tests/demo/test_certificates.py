"""The demonstration's papers: most hold, one is about to end, one has ended, and HR knows."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from demo import certificates
from guard_api.clock import now
from guard_api.database import db, write_transaction
from guard_api.identity.models import Grant, Person
from training.certificates.models import Certificate, CertificateWarning


@pytest.mark.both_databases
def test_papers_are_entered_once_and_warned_of_as_the_days_went_by(app, cast, hui):
    with app.app_context():
        at = now()
        with write_transaction():
            for number in range(3):
                _guard(cast, number)
        for _ in range(2):
            with write_transaction():
                certificates.add(cast.organisation_id, at.date() - timedelta(days=90), at)
    shown = hui.get("/api/v1/certificates?limit=500").get_json()["items"]
    states = Counter((one["type"]["code"], one["state"]) for one in shown)
    assert states["guard_card", "current"] == 5
    assert states["first_aider", "expiring"] == states["first_aider", "expired"] == 1
    assert states["fire_patrol", "expired"] == 1
    with app.app_context():
        days = Counter(db.session.scalars(select(CertificateWarning.days)))
        assert days[90] >= 2
        assert days[0] >= 2
        assert db.session.scalar(select(func.count()).select_from(Certificate)) == len(shown)
    assert hui.get("/api/v1/my/notices").get_json()["unread"] > 0
    assert len(hui.get("/api/v1/qualification-rules").get_json()["items"]) == 3


def _guard(cast, number: int) -> None:
    own = {"organisation_id": cast.organisation_id}
    person = Person(**own, name=f"Guard {number}", email=f"guard{number}@example.org")
    db.session.add(person)
    db.session.flush()
    db.session.add(Grant(**own, person_id=person.id, role="guard", site_id=cast.north_gate))
