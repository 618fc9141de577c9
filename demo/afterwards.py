"""What follows a round: guards answer, supervisors decide, findings are put right."""

import json
import random
from datetime import date, datetime, timedelta

from sqlalchemy import select

from checkpoints.findings import service as findings
from checkpoints.findings.models import Finding
from checkpoints.findings.rules import ASSIGNED, OPEN, REOPENED
from checkpoints.findings.rules import FIXED as IS_FIXED
from checkpoints.patrols.exceptions.service import decide
from checkpoints.patrols.models import PatrolException
from demo.found import FIXED, NOTES, REPLIES, UNEXCUSED
from demo.history import Cast, deliver, midnight
from evidence.uploads.declared import Photo
from guard_api.clock import moved_to
from guard_api.database import db, new_id
from guard_api.fields import iso
from guard_api.identity.actor import Actor

ANSWERED, DECIDED, EXCUSED = 0.75, 0.8, 0.65
ASSIGNED_SHARE, FIXED_SHARE, VERIFIED_SHARE, STILL_BROKEN = 0.75, 0.4, 0.6, 0.12


def follow_up(cast: Cast, day: date, now: datetime) -> None:
    """A morning at the desk, and the guards' answers before it."""
    morning = midnight(day) + timedelta(hours=9, minutes=20)
    if morning > now:
        return
    chance = random.Random(f"desk {day}")
    _answer(cast, morning, chance)
    _decide(cast, morning, chance)
    _put_right(cast, morning, chance)


def _waiting(cast: Cast, state: str, before: datetime) -> list[PatrolException]:
    return db.session.scalars(
        select(PatrolException)
        .where(
            PatrolException.organisation_id == cast.organisation_id,
            PatrolException.state == state,
            PatrolException.raised_at < before,
            PatrolException.raised_at > before - timedelta(days=4),
        )
        .order_by(PatrolException.raised_at, PatrolException.kind, PatrolException.checkpoint_id)
    ).all()


def _answer(cast: Cast, morning: datetime, chance: random.Random) -> None:
    """Guards tell their side. Nobody is asked about a round that nobody walked."""
    for exception in _waiting(cast, "open", morning):
        guard = _walker(cast, exception)
        if guard and chance.random() < ANSWERED:
            reason, text = chance.choice(REPLIES)
            at = min(morning, exception.raised_at + timedelta(minutes=chance.uniform(5, 90)))
            payload = {"exception_id": exception.id, "reason": reason, "text": text}
            event = {"id": new_id(), "kind": "exception.reply", "occurred_at": iso(at), "payload": payload}
            deliver(guard, [json.dumps(event, ensure_ascii=False)], at)


def _walker(cast: Cast, exception: PatrolException) -> Actor | None:
    guards = cast.guards[exception.site_id]
    return next((guard for guard in guards if guard.person_id == exception.person_id), None)


def _decide(cast: Cast, morning: datetime, chance: random.Random) -> None:
    waiting = [
        exception.id
        for state in ("answered", "open")
        for exception in _waiting(cast, state, morning)
        if chance.random() < (DECIDED if state == "answered" else 0.3)
    ]
    with moved_to(morning):
        for id_ in waiting:
            exception = db.session.get(PatrolException, (cast.organisation_id, id_))
            if exception.decision is None and exception.state in ("answered", "open"):
                excused = exception.state == "answered" and chance.random() < EXCUSED
                note = "" if excused else chance.choice(UNEXCUSED)
                supervisor = cast.supervisors[exception.site_id]
                decide(actor=supervisor, exception_id=id_, excused=excused, note=note)


def _put_right(cast: Cast, morning: datetime, chance: random.Random) -> None:
    open_ones = db.session.scalars(
        select(Finding)
        .where(
            Finding.organisation_id == cast.organisation_id,
            Finding.status.in_((OPEN, ASSIGNED, IS_FIXED, REOPENED)),
            Finding.opened_at < morning,
        )
        .order_by(Finding.opened_at, Finding.site_id)
    ).all()
    with moved_to(morning):
        for finding in open_ones:
            _step(cast, finding, morning, chance)


def _step(cast: Cast, finding: Finding, morning: datetime, chance: random.Random) -> None:
    supervisor, guards = cast.supervisors[finding.site_id], cast.guards[finding.site_id]
    language, drawn = supervisor.language, chance.random()
    if finding.status in (OPEN, REOPENED) and drawn < ASSIGNED_SHARE:
        findings.assign(
            supervisor,
            finding_id=finding.id,
            person_id=chance.choice(guards).person_id,
            due_at=morning + timedelta(days=chance.choice((1, 2, 3))),
            note=chance.choice(NOTES[language]),
        )
    elif finding.status == ASSIGNED and drawn < FIXED_SHARE:
        guard = next(guard for guard in guards if guard.person_id == finding.assigned_to)
        photo = chance.choice(cast.photos["mended"])
        proof = [Photo(sha256=photo.sha256, size_bytes=photo.size_bytes, type="image/jpeg")]
        note = chance.choice(FIXED[guard.language])
        findings.fix(guard, finding_id=finding.id, note=note, photos=proof if drawn < 0.25 else [])
    elif finding.status == IS_FIXED and drawn < VERIFIED_SHARE:
        findings.verify(supervisor, finding_id=finding.id, fixed=drawn > STILL_BROKEN)
