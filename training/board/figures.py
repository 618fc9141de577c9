"""Coverage, pass rates, and the questions that most fail."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, case, func, select

from guard_api.clock import day_bounds
from guard_api.database import db
from guard_api.errors import Problem
from guard_api.identity.actor import Actor
from people.dates import today_of, zone_of
from training.attempts.models import AnsweredQuestion, Attempt
from training.board import rules
from training.board.people import shown_people
from training.board.queries import site_names
from training.duties import rules as standing
from training.duties.models import Duty
from training.duties.queries import state_in_sql
from training.modules.models import Module, Question
from training.modules.queries import modules_in_use

USUAL_PERIOD = timedelta(days=89)
PAPER = "paper"
FEWEST_ANSWERS = 5
MOST_HARD = 20
LETTER_OF = {
    standing.CURRENT: rules.CURRENT,
    standing.DUE: rules.DUE,
    standing.OVERDUE: rules.OVERDUE,
    standing.FAILED: rules.FAILED,
    standing.EXPIRED: rules.EXPIRED,
}
Counts = dict[Any, Counter[str]]


def figures(
    actor: Actor, *, from_on: date | None = None, to_on: date | None = None, site_id: str | None = None
) -> dict[str, Any]:
    """All figures of the people whom the actor looks after; of one site, if it is named."""
    today = today_of(actor.organisation_id)
    to_on = to_on or today
    from_on = from_on or to_on - USUAL_PERIOD
    if from_on > to_on:
        raise Problem("board.period_backwards", 422, paths=["/to_on"])
    people = shown_people(actor, today, site_id=site_id).order_by(None).subquery("shown")
    modules = modules_in_use(actor.organisation_id)
    stands = _standing(actor, people, today, modules)
    tries = _tries(actor, people, _bounds(actor, from_on, to_on), modules)
    return {
        "from_on": from_on,
        "to_on": to_on,
        "coverage": rules.coverage(_sum(stands["module"].values())),
        "people_current": _people_current(actor, people, today, modules),
        "first_pass": _first_pass(_sum(tries["module"].values())),
        "pass_rate": _pass_rate(_sum(tries["module"].values())),
        "by_module": [_of_module(one, stands["module"], tries["module"]) for one in modules.values()],
        "by_site": _by_site(actor, stands["site"], tries["site"]),
        "hardest": hardest(actor, people, _bounds(actor, from_on, to_on), modules),
    }


def _bounds(actor: Actor, from_on: date, to_on: date) -> tuple[datetime, datetime]:
    zone = zone_of(actor.organisation_id)
    return day_bounds(from_on, zone)[0], day_bounds(to_on, zone)[1]


def _standing(actor: Actor, people: Any, today: date, modules: dict[str, Module]) -> dict[str, Counts]:
    """How many stand how, by module and by site."""
    state = state_in_sql(today).label("state")
    rows = db.session.execute(
        select(Duty.module_id, people.c.site_id, state, func.count())
        .join(people, people.c.id == Duty.person_id)
        .where(Duty.organisation_id == actor.organisation_id, Duty.required)
        .group_by(Duty.module_id, people.c.site_id, state)
    )
    counts: dict[str, Counts] = {"module": defaultdict(Counter), "site": defaultdict(Counter)}
    for module_id, site_id, word, number in rows:
        if module_id in modules:
            counts["module"][module_id][LETTER_OF[word]] += number
            counts["site"][site_id][LETTER_OF[word]] += number
    return counts


def _people_current(actor: Actor, people: Any, today: date, modules: dict[str, Module]) -> dict[str, Any]:
    lacking = func.sum(case((state_in_sql(today) == standing.CURRENT, 0), else_=1)).label("lacking")
    each = (
        select(Duty.person_id, lacking)
        .join(people, people.c.id == Duty.person_id)
        .where(
            Duty.organisation_id == actor.organisation_id, Duty.required, Duty.module_id.in_(list(modules))
        )
        .group_by(Duty.person_id)
        .subquery()
    )
    fine = func.coalesce(func.sum(case((each.c.lacking == 0, 1), else_=0)), 0)
    number, of = db.session.execute(select(fine, func.count()).select_from(each)).one()
    return rules.share(int(number), of)


def _tries(
    actor: Actor, people: Any, bounds: tuple[datetime, datetime], modules: dict[str, Module]
) -> dict[str, Counts]:
    """Papers of the period by module and by site: how many, passed, first ones, first ones passed."""
    passed = case((Attempt.passed, 1), else_=0)
    first = case((Attempt.first, 1), else_=0)
    rows = db.session.execute(
        select(
            Attempt.module_id,
            people.c.site_id,
            func.count(),
            func.sum(passed),
            func.sum(first),
            func.sum(first * passed),
        )
        .join(people, people.c.id == Attempt.person_id)
        .where(
            Attempt.organisation_id == actor.organisation_id,
            Attempt.module_id.in_(list(modules)),
            Attempt.source == PAPER,
            Attempt.counted,
            Attempt.ended_at >= bounds[0],
            Attempt.ended_at < bounds[1],
        )
        .group_by(Attempt.module_id, people.c.site_id)
    )
    counts: dict[str, Counts] = {"module": defaultdict(Counter), "site": defaultdict(Counter)}
    for module_id, site_id, *numbers in rows:
        tried = Counter(dict(zip(("all", "passed", "first", "first_passed"), map(int, numbers), strict=True)))
        counts["module"][module_id] += tried
        counts["site"][site_id] += tried
    return counts


def _sum(counts: Iterable[Counter[str]]) -> Counter[str]:
    return sum(counts, Counter())


def _first_pass(tried: Counter[str]) -> dict[str, Any]:
    return rules.share(tried["first_passed"], tried["first"])


def _pass_rate(tried: Counter[str]) -> dict[str, Any]:
    return rules.share(tried["passed"], tried["all"])


def _of_module(module: Module, stands: Counts, tries: Counts) -> dict[str, Any]:
    letters, tried = stands.get(module.id, Counter()), tries.get(module.id, Counter())
    return {
        "module_id": module.id,
        "code": module.code,
        "title": module.title,
        "coverage": rules.coverage(letters),
        "first_pass": _first_pass(tried),
        "pass_rate": _pass_rate(tried),
        "due": letters[rules.DUE],
        "overdue": letters[rules.OVERDUE],
        "failed": letters[rules.FAILED],
        "expired": letters[rules.EXPIRED],
    }


def _by_site(actor: Actor, stands: Counts, tries: Counts) -> list[dict[str, Any]]:
    names = site_names(actor.organisation_id)
    rows = [
        {
            "site_id": site_id,
            "site": names.get(site_id),
            "coverage": rules.coverage(stands.get(site_id, Counter())),
            "first_pass": _first_pass(tries.get(site_id, Counter())),
        }
        for site_id in stands.keys() | tries.keys()
    ]
    return sorted(rows, key=lambda row: (row["site"] is None, row["site"] or ""))


def hardest(
    actor: Actor, people: Any, bounds: tuple[datetime, datetime], modules: dict[str, Module]
) -> list[dict[str, Any]]:
    """Questions that are answered wrongly by the greatest share, of those that were asked often enough."""
    wrong = func.sum(case((AnsweredQuestion.right, 0), else_=1)).label("wrong")
    number = func.count().label("number")
    rows = db.session.execute(
        select(AnsweredQuestion.module_id, AnsweredQuestion.key, wrong, number)
        .join(people, people.c.id == AnsweredQuestion.person_id)
        .where(
            AnsweredQuestion.organisation_id == actor.organisation_id,
            AnsweredQuestion.module_id.in_(list(modules)),
            AnsweredQuestion.answered_at >= bounds[0],
            AnsweredQuestion.answered_at < bounds[1],
        )
        .group_by(AnsweredQuestion.module_id, AnsweredQuestion.key)
        .having(number >= FEWEST_ANSWERS, wrong > 0)
    ).all()
    worst = sorted(rows, key=lambda row: (-row.wrong / row.number, -row.number, row.key))
    asked = _in_present_words(actor, worst)
    known = [row for row in worst if (row.module_id, row.key) in asked][:MOST_HARD]
    return [_hard(modules[row.module_id], asked[row.module_id, row.key], row) for row in known]


def _in_present_words(actor: Actor, rows: list[Any]) -> dict[tuple[str, str], Question]:
    statement: Select = select(Question).where(
        Question.organisation_id == actor.organisation_id,
        and_(Question.current, Question.retired_at.is_(None)),
        Question.module_id.in_({row.module_id for row in rows}),
        Question.key.in_({row.key for row in rows}),
    )
    return {(one.module_id, one.key): one for one in db.session.scalars(statement)}


def _hard(module: Module, question: Question, row: Any) -> dict[str, Any]:
    return {
        "module_id": module.id,
        "code": module.code,
        "key": row.key,
        "question_id": question.id,
        "text": question.content["text"],
        "wrong": rules.share(int(row.wrong), row.number),
    }
