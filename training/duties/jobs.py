from collections import defaultdict
from datetime import date, datetime, timedelta

from sqlalchemy import select

from guard_api.clock import now
from guard_api.database import db, write_transaction
from guard_api.jobs import Job
from guard_api.records import AuditEntry
from guard_api.tenants.models import Organisation
from people.dates import today_of
from training.certificates.models import Certificate
from training.duties import rules
from training.duties.materialise import difference, requirements_in_force, resolve
from training.duties.models import Duty
from training.duties.queries import state_in_sql
from training.duties.rules import Asked, Worker
from training.duties.service import UNSETTLED, remind_of
from training.duties.workers import workers
from training.modules.models import Module

FOLLOW_EVERY_S = 30
SLACK = timedelta(minutes=2)
PEOPLE_AT_ONCE = 1000


class Followed:
    """What this process saw of an organisation when it last made its duties."""

    def __init__(self):
        self.at: datetime | None = None
        self.today: date | None = None
        self.among: dict[str, Worker] = {}
        self.asked: list[Asked] = []

    def whose(self, among: dict[str, Worker], asked: list[Asked], today: date) -> list[str]:
        """The people whose duties may have become others."""
        if self.today != today or self.asked != asked:
            return list(among | self.among)
        return [id_ for id_ in among | self.among if among.get(id_) != self.among.get(id_)]


_followed: dict[str, Followed] = defaultdict(Followed)


def follow_workforce() -> None:
    """Who comes, moves, rises or goes is asked for other modules; looked at when something was changed."""
    for organisation_id in db.session.scalars(select(Organisation.id).order_by(Organisation.id)).all():
        follow(organisation_id, _followed[organisation_id])
        db.session.rollback()


def follow(organisation_id: str, seen: Followed) -> int:
    """Bring the duties of those who changed up to date; how many people that were."""
    at, today = now(), today_of(organisation_id)
    if seen.today == today and not _changed_since(organisation_id, seen.at - SLACK):
        return 0
    among = workers(organisation_id, today)
    asked = rules.in_force(requirements_in_force(organisation_id), today)
    whose = seen.whose(among, asked, today)
    for first in range(0, len(whose), PEOPLE_AT_ONCE):
        _follow_some(organisation_id, among, whose[first : first + PEOPLE_AT_ONCE])
    seen.at, seen.today, seen.among, seen.asked = at, today, among, asked
    return len(whose)


def _follow_some(organisation_id: str, among: dict[str, Worker], person_ids: list[str]) -> None:
    """Looked at first, so that nobody's writing waits where nothing is to be written."""
    if difference(organisation_id, among=among, person_ids=person_ids):
        with write_transaction():
            resolve(organisation_id, among=among, person_ids=person_ids)


def _changed_since(organisation_id: str, instant: datetime) -> bool:
    """Every change from the desk leaves its row; who passes may get a certificate without anybody's doing."""
    changed = (
        select(AuditEntry.id).where(AuditEntry.organisation_id == organisation_id, AuditEntry.at > instant),
        select(Certificate.id).where(
            Certificate.organisation_id == organisation_id, Certificate.issued_at > instant
        ),
    )
    return any(db.session.scalar(one.limit(1)) for one in changed)


def remind_all() -> None:
    """A week before, a day before, and every week after the due date."""
    for organisation_id in db.session.scalars(select(Organisation.id).order_by(Organisation.id)).all():
        today = today_of(organisation_id)
        for (module_id, due_on), person_ids in _due(organisation_id, today).items():
            about = rules.reminders_on(due_on, today)
            if about:
                with write_transaction() as session:
                    module = session.get(Module, (organisation_id, module_id))
                    about = f"{due_on.isoformat()}:{about}"
                    remind_of(organisation_id, module, person_ids, due_on, today, about=about)


def _due(organisation_id: str, today: date) -> dict[tuple[str, date], list[str]]:
    rows = db.session.execute(
        select(Duty.module_id, Duty.due_on, Duty.person_id)
        .join(Module, (Module.organisation_id == Duty.organisation_id) & (Module.id == Duty.module_id))
        .where(
            Duty.organisation_id == organisation_id,
            Duty.required,
            Duty.due_on <= today + timedelta(days=max(rules.REMIND_DAYS_BEFORE)),
            Module.archived_at.is_(None),
            state_in_sql(today).in_(UNSETTLED),
        )
    )
    due: dict[tuple[str, date], list[str]] = defaultdict(list)
    for module_id, due_on, person_id in rows:
        due[module_id, due_on].append(person_id)
    return due


JOBS = [
    Job("follow_workforce", follow_workforce, every_s=FOLLOW_EVERY_S),
    Job("remind_learners", remind_all, daily_at="01:30"),
]
