"""The rows behind each figure."""

from typing import Any

from guard_api.errors import Problem
from guard_api.identity.actor import Actor
from people.employment.reach import people_names
from people.turnover import names, queries, rules
from people.turnover.queries import Asked
from people.turnover.rules import Spell, Tally

BASE = dict(rules.RATIOS.values())


def rows(
    actor: Actor, *, figure: str, group: str | None, limit: int, cursor: str | None, **query: Any
) -> dict[str, Any]:
    """One page of the employments behind a figure, the longest ago first."""
    question = queries.asked(actor, **query)
    found = _behind(question, figure, group)
    start = _after(found, cursor)
    page = found[start : start + limit]
    more = start + limit < len(found)
    return {"items": _shown(question, page), "next": page[-1].id if more else None}


def all_rows(actor: Actor, *, figure: str, group: str | None, **query: Any) -> list[dict[str, Any]]:
    question = queries.asked(actor, **query)
    return _shown(question, _behind(question, figure, group))


def _behind(question: Asked, figure: str, group: str | None) -> list[Spell]:
    every = queries.spells(question.actor.organisation_id, question.period.to_on)
    tally = _tally(question, every, group)
    _refuse_few(tally, figure)
    return getattr(tally, figure)


def _tally(question: Asked, every: list[Spell], group: str | None) -> Tally:
    total = queries.whole(question, every)
    if group is None or question.by is None:
        if total.people < rules.LEAST_PEOPLE:
            raise _too_few()
        return total
    groups = queries.grouped(question, every)
    if group not in groups:
        raise Problem("people.group_unknown", 422, paths=["/group"])
    sizes = {key: queries.size_of(question, one) for key, one in groups.items()}
    if group in rules.suppressed(sizes):
        raise _too_few()
    return groups[group]


def _refuse_few(tally: Tally, figure: str) -> None:
    base = BASE.get(figure)
    if base and 0 < len(getattr(tally, base)) < rules.LEAST_PEOPLE:
        raise _too_few()


def _too_few() -> Problem:
    return Problem("people.too_few", 422, least=rules.LEAST_PEOPLE)


def _after(found: list[Spell], cursor: str | None) -> int:
    if cursor is None:
        return 0
    places = {spell.id: place for place, spell in enumerate(found)}
    if cursor not in places:
        raise Problem("cursor_unreadable", 422)
    return places[cursor] + 1


def _shown(question: Asked, spells: list[Spell]) -> list[dict[str, Any]]:
    actor, until = question.actor, question.period.to_on
    called = people_names(actor.organisation_id, {one.person_id for one in spells})
    days = {one.id: one.left_on if question.period.holds(one.left_on) else until for one in spells}
    places = {one.id: one.place_on(max(days[one.id], one.hired_on)) for one in spells}
    sites = names.of(actor, "site", {place.site_id for place in places.values()})
    grades = names.of(actor, "grade", {place.grade_id for place in places.values()})
    return [
        {
            "employment_id": one.id,
            "person_id": one.person_id,
            "name": called.get(one.person_id, ""),
            "site": sites[places[one.id].site_id][1],
            "grade": grades[places[one.id].grade_id][1],
            "hired_on": one.hired_on,
            "left_on": one.left_on,
            "exit_reason": one.exit_reason,
            "days": (min(one.left_on or until, until) - one.hired_on).days,
        }
        for one in spells
    ]
