"""Slows guessing down: failures are counted by what was guessed at and by where from."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import delete, select

from guard_api.clock import now
from guard_api.database import db, write_transaction
from guard_api.errors import Problem
from guard_api.identity.models import SignInFailure

WITHIN = timedelta(minutes=15)
MOST_AT_ONE = 5
MOST_FROM_ONE_ADDRESS = 50
WRONG = (
    "identity.wrong_credentials",
    "identity.wrong_password",
    "identity.wrong_pin",
    "identity.code_unknown",
)


@contextmanager
def counted(target: str, address: str) -> Iterator[None]:
    """Refuse with 429 when there were too many failures; a wrong secret is one more, success forgives."""
    guessed = _subject("at", target)
    limits = {guessed: MOST_AT_ONE, _subject("from", address): MOST_FROM_ONE_ADDRESS}
    for subject, most in limits.items():
        _refuse_beyond(subject, most)
    try:
        yield
    except Problem as problem:
        if problem.code in WRONG:
            _remember(limits)
        raise
    _forgive(guessed)


def spend(kind: str, address: str, *, most: int) -> None:
    """Count a look-up that needs no sign-in, and refuse with 429 what comes too often from one address."""
    subject = _subject(kind, address)
    _refuse_beyond(subject, most)
    _remember([subject])


def _subject(kind: str, value: str) -> str:
    """A digest: what people mistype at a sign-in is nobody's to read."""
    return f"{kind}:{hashlib.sha256(value.encode()).hexdigest()}"


def _refuse_beyond(subject: str, most: int) -> None:
    failures = db.session.scalars(
        select(SignInFailure.failed_at)
        .where(SignInFailure.subject == subject, SignInFailure.failed_at > now() - WITHIN)
        .order_by(SignInFailure.failed_at.desc())
        .limit(most)
    ).all()
    if len(failures) == most:
        seconds = max(1, round((failures[-1] + WITHIN - now()).total_seconds()))
        raise Problem("too_many_requests", 429, headers={"Retry-After": str(seconds)}, seconds=seconds)


def _remember(subjects: Iterable[str]) -> None:
    """In a transaction of its own: the request that failed is rolled back."""
    with write_transaction() as session:
        session.add_all(SignInFailure(subject=subject) for subject in subjects)


def _forgive(subject: str) -> None:
    known = select(SignInFailure.id).where(SignInFailure.subject == subject).limit(1)
    if db.session.scalar(known):
        with write_transaction() as session:
            session.execute(delete(SignInFailure).where(SignInFailure.subject == subject))


def forget_old_failures() -> None:
    with write_transaction() as session:
        session.execute(delete(SignInFailure).where(SignInFailure.failed_at < now() - WITHIN))
