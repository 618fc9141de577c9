"""Violations of a whole roster, of some people in it, and of changes that nobody has made yet."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, or_, select

from guard_api.database import db
from guard_api.errors import Problem
from schedules.law.shapes import HARD, SOFT, Words
from schedules.rosters.facts import Facts, facts_of
from schedules.rosters.judging import Found, judge
from schedules.rosters.models import Roster, Shift
from schedules.rosters.works import COLUMNS, Work, by_person, work_after, work_of

Patch = tuple[Shift, Mapping[str, Any]]
MOST_NAMED = 200


class Delta(NamedTuple):
    """`works` are the shifts of each person who is touched, as they are or would be afterwards."""

    new: list[Found]
    gone: list[Found]
    facts: Facts
    works: Mapping[str, Sequence[Work]]


def violations_of(
    roster: Roster, *, person_ids: Iterable[str] | None = None, works: Sequence[Work] | None = None
) -> list[dict[str, Any]]:
    """As the roster stands, or as `works` would have it; about everybody in it, or those named."""
    return [shown(one) for one in found_in(roster, person_ids=person_ids, works=works)]


def found_in(
    roster: Roster,
    *,
    person_ids: Iterable[str] | None = None,
    works: Sequence[Work] | None = None,
    facts: Facts | None = None,
) -> list[Found]:
    works = works_of(roster) if works is None else works
    ids = {work.person_id for work in works if work.person_id} if person_ids is None else set(person_ids)
    facts = facts or facts_about(roster, ids)
    return judge(facts, works, ids)


def facts_about(roster: Roster, person_ids: Iterable[str]) -> Facts:
    return facts_of(
        roster.organisation_id,
        person_ids,
        roster.from_on,
        roster.until_on,
        without_roster_ids=[roster.id],
    )


def _people_of(roster: Roster, shift_ids: Sequence[str]) -> set[str]:
    rows = db.session.scalars(
        select(Shift.person_id).where(
            Shift.organisation_id == roster.organisation_id,
            Shift.id.in_(shift_ids),
            Shift.person_id.is_not(None),
        )
    )
    return set(rows)


def _near(facts: Facts, touched: set[str], shift_ids: Sequence[str]) -> ColumnElement[bool]:
    """The shifts that say something about these people: theirs, those of who is paired with them, and the
    places of posts where several must be together."""
    people = set(touched)
    for pair in facts.pairings:
        both = {pair.person_a, pair.person_b}
        people |= both if both & touched else set()
    crowded = [post.id for post in facts.posts.values() if post.least_together > 1]
    return or_(Shift.person_id.in_(people), Shift.id.in_(shift_ids), Shift.post_id.in_(crowded))


def works_of(roster: Roster, *conditions: ColumnElement[bool]) -> list[Work]:
    """All places that are not cancelled, or those that meet the conditions."""
    rows = db.session.execute(
        select(*COLUMNS)
        .where(
            Shift.organisation_id == roster.organisation_id,
            Shift.roster_id == roster.id,
            Shift.cancelled_at.is_(None),
            *conditions,
        )
        .order_by(Shift.on, Shift.start_at, Shift.id)
    )
    return [work_of(row) for row in rows]


def delta_of(roster: Roster, patches: Sequence[Patch]) -> Delta:
    """What changes would break that holds now, and what they would mend. Only who is touched is looked at."""
    changed_ids = [shift.id for shift, _ in patches]
    touched = _people_of(roster, changed_ids) | {
        one.person_id for shift, after in patches if (one := work_after(shift, after)) and one.person_id
    }
    facts = facts_about(roster, touched)
    before = works_of(roster, _near(facts, touched, changed_ids))
    changed = {shift.id: work_after(shift, after) for shift, after in patches}
    after = [work for work in before if work.id not in changed] + [one for one in changed.values() if one]
    new, gone = difference(judge(facts, before, touched), judge(facts, after, touched))
    return Delta(new, gone, facts, by_person(work for work in after if work.person_id in touched))


def difference(before: Sequence[Found], after: Sequence[Found]) -> tuple[list[Found], list[Found]]:
    """A finding that got worse is new; one that got better is neither new nor gone."""
    was, is_ = {one.key: one for one in before}, {one.key: one for one in after}
    new = [one for key, one in is_.items() if key not in was or _grew(was[key], one)]
    return new, [one for key, one in was.items() if key not in is_]


def _grew(before: Found, after: Found) -> bool:
    return after.worse > before.worse or (before.level != HARD and after.level == HARD)


def refuse_hard(found: Iterable[Found]) -> None:
    """409 that names every violation which may not be."""
    hard = [one for one in found if one.level == HARD]
    if hard:
        raise Problem("rosters.breaks_rules", 409, count=len(hard), more=_listed(hard))


def refuse_unread(found: Iterable[Found], *, accept: bool) -> None:
    """409 that names the warnings, unless somebody says to have read them."""
    soft = [one for one in found if one.level == SOFT]
    if soft and not accept:
        raise Problem("rosters.warnings", 409, count=len(soft), more=_listed(soft))


def _listed(found: Sequence[Found]) -> dict[str, Any]:
    return {"violations": [plain(one) for one in found[:MOST_NAMED]]}


def shown(one: Found) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "level": one.level,
        "rule_id": one.rule_id,
        "article": in_both(one.article),
        "person_id": one.person_id,
        "from_on": one.from_on,
        "until_on": one.until_on,
        "shift_ids": list(one.shift_ids),
        "sentence": in_both(one.sentence),
        "forecast": one.forecast,
    }


def plain(one: Found) -> dict[str, Any]:
    """The same for a problem's body."""
    days = {"from_on": one.from_on.isoformat(), "until_on": one.until_on.isoformat()}
    return shown(one) | days


def in_both(text: Words | None) -> dict[str, str] | None:
    return text and {"zh": text["zh-CN"], "en": text["en"]}
