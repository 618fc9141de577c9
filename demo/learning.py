"""Learning of the demonstration: what is asked of whom, who has passed, who must try again, who is late."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from demo.build import TIME_ZONE, acting
from evidence.sync.kinds import Received
from guard_api.clock import moved_to
from guard_api.database import db, new_id
from guard_api.identity.actor import GUARD, HR, Actor
from guard_api.identity.models import Grant, Person
from training.attempts.lessons import record_lessons
from training.attempts.papers import draw_lacking, open_papers
from training.attempts.payloads import AttemptPayload, LessonReadPayload
from training.attempts.service import record_attempts
from training.attempts.standing import settle
from training.duties.models import Requirement
from training.duties.service import add_requirement, assign
from training.modules.library import ensure_library
from training.modules.models import Module, ModuleVersion, Question
from training.modules.questions.queries import by_id, places_of
from training.modules.rules import right_keys

IN_THE_MORNING, QUIET_HOUR = time(9, 40), time(2, 20)
ASKED = (
    ("patrol-basics", "role", "guard", 5),
    ("fire-patrol", "role", "guard", 10),
    ("law-for-guards", "everyone", None, 30),
    ("report-writing", "role", "supervisor", 14),
)
ASSIGNED, ASSIGNED_DAYS = "first-aid-basics", 21
LESSON_SECONDS, QUESTION_SECONDS = 210, 25


@dataclass(frozen=True)
class Try:
    """On which day after the first a guard takes the test, and how many questions go wrong."""

    day: int
    code: str
    wrong: int


# By the guard's number, again from the first where they run out.
TRIES = (
    (Try(1, "patrol-basics", 0), Try(2, "fire-patrol", 1), Try(4, "law-for-guards", 0)),
    (Try(1, "patrol-basics", 3), Try(2, "patrol-basics", 1), Try(5, "fire-patrol", 4)),
    (Try(2, "patrol-basics", 1), Try(3, "fire-patrol", 0)),
    (),
    (Try(3, "patrol-basics", 0), Try(5, "law-for-guards", 1)),
    (Try(2, "patrol-basics", 4), Try(4, "fire-patrol", 1)),
)


def add(organisation_id: str, first_on: date, at: datetime) -> None:
    """HR asks on the first day; guards learn in the quiet hours of the nights after. Only once."""
    asked = select(Requirement.id).where(Requirement.organisation_id == organisation_id)
    if db.session.scalar(asked.limit(1)):
        return
    with moved_to(_at(first_on, IN_THE_MORNING)):
        ensure_library(organisation_id)
        _ask(organisation_id, first_on)
    guards = _people(organisation_id, GUARD)
    tries = [(one.day, guard, one) for n, guard in enumerate(guards) for one in TRIES[n % len(TRIES)]]
    for day, guard, one in sorted(tries, key=lambda each: each[0]):
        moment = _at(first_on + timedelta(days=day), QUIET_HOUR)
        if moment <= at:
            with moved_to(moment):
                _learn(acting(guard), _module(organisation_id, one.code), one.wrong, moment)


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, ZoneInfo(TIME_ZONE))


def _ask(organisation_id: str, first_on: date) -> None:
    actor = acting(_people(organisation_id, HR)[0])
    for code, kind, value, due_days in ASKED:
        module = _module(organisation_id, code)
        add_requirement(actor, module_id=module.id, kind=kind, value=value, due_days=due_days)
    some = [guard.id for guard in _people(organisation_id, GUARD)[:4]]
    module = _module(organisation_id, ASSIGNED)
    assign(actor, module_id=module.id, person_ids=some, due_on=first_on + timedelta(days=ASSIGNED_DAYS))


def _people(organisation_id: str, role: str) -> list[Person]:
    return list(
        db.session.scalars(
            select(Person)
            .join(Grant, (Grant.organisation_id == Person.organisation_id) & (Grant.person_id == Person.id))
            .where(Grant.organisation_id == organisation_id, Grant.role == role)
            .order_by(Person.employee_number, Person.id)
            .distinct()
        )
    )


def _module(organisation_id: str, code: str) -> Module:
    return db.session.scalars(
        select(Module).where(Module.organisation_id == organisation_id, Module.code == code)
    ).one()


def _learn(guard: Actor, module: Module, wrong: int, moment: datetime) -> None:
    """The lessons one after the other, then the paper, as a phone would send them."""
    version = db.session.get(ModuleVersion, (module.organisation_id, module.version_id))
    for lesson in version.content["lessons"]:
        moment += timedelta(seconds=LESSON_SECONDS)
        read = LessonReadPayload(
            module_id=module.id, version_id=version.id, lesson=lesson["key"], seconds=LESSON_SECONDS
        )
        record_lessons(guard, [_event("training.lesson_read", moment, read)])
    draw_lacking(guard)
    paper = open_papers(guard.organisation_id, guard.person_id)[module.id]
    done_at = moment + timedelta(seconds=QUESTION_SECONDS * len(paper.items))
    answers = _answers(guard.organisation_id, paper.items, wrong)
    handed_in = AttemptPayload(paper_id=paper.id, started_at=moment, answers=answers)
    record_attempts(guard, [_event("training.attempt", done_at, handed_in)])
    settle(guard, [module.id])


def _event(kind: str, at: datetime, payload) -> Received:
    return Received(new_id(), kind, at, at, 0.0, payload)


def _answers(organisation_id: str, items: list[dict], wrong: int) -> dict[str, list[str]]:
    """All right but the last few."""
    asked = by_id(organisation_id, [item["question_id"] for item in items])
    right = len(items) - wrong
    return {
        item["question_id"]: _chosen(asked[item["question_id"]], item["options"], place < right)
        for place, item in enumerate(items)
    }


def _chosen(question: Question, order: list[str], right: bool) -> list[str]:
    wanted = places_of(order, right_keys(question.kind, question.content["options"]))
    if right:
        return wanted
    others = [place for place in places_of(order, order) if place not in wanted]
    return others[:1] or wanted[::-1]
