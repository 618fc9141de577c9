"""Photos go after the organisation's time, unless a severe or unsettled finding needs them."""

from datetime import timedelta

import pytest

from checkpoints.findings import jobs
from guard_api import clock
from guard_api.database import db, write_transaction
from guard_api.tenants.models import Organisation
from tests.checkpoints.findings.test_findings import declared, shown, step
from tests.evidence.pictures import photo, upload


def settled(ana, sam, reporter, content: bytes, **facts) -> str:
    finding_id = reporter.found(ana, photos=[declared(content)], **facts)
    upload(ana, content)
    step(sam, finding_id, "fix")
    return finding_id


def days_later(app, monkeypatch, days: int) -> None:
    later = clock.now() + timedelta(days=days)
    monkeypatch.setattr(jobs, "now", lambda: later)
    with app.app_context():
        jobs.expire_photos()


@pytest.mark.both_databases
def test_only_photos_of_settled_harmless_findings_go(app, ana, sam, admin, reporter, monkeypatch):
    ids = {
        "harmless": settled(ana, sam, reporter, photo(1), severity=2),
        "severe": settled(ana, sam, reporter, photo(2), severity=3),
        "unsettled": settled(ana, sam, reporter, photo(3), severity=1),
    }
    for name in ("harmless", "severe"):
        step(admin, ids[name], "verify", fixed=True)

    def states() -> dict[str, str]:
        return {name: shown(sam, id_)["photos"][0]["state"] for name, id_ in ids.items()}

    days_later(app, monkeypatch, 89)
    assert states() == dict.fromkeys(ids, "verified")
    days_later(app, monkeypatch, 91)
    assert states() == {"harmless": "expired", "severe": "verified", "unsettled": "verified"}


def test_the_organisation_chooses_how_long(app, ana, sam, admin, reporter, cast, monkeypatch):
    with app.app_context(), write_transaction():
        db.session.get(Organisation, cast.organisation_id).settings = {"keep_photos_days": 7}
    finding_id = settled(ana, sam, reporter, photo(4), severity=1)
    step(admin, finding_id, "verify", fixed=True)
    days_later(app, monkeypatch, 8)
    assert shown(sam, finding_id)["photos"][0]["state"] == "expired"
