"""Turnover of an organisation, or of the sites that somebody supervises."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from guard_api.database import db
from guard_api.errors import Problem, sentence
from guard_api.identity.actor import SUPERVISOR, Actor, Scope
from people.dates import today_of
from people.employment.models import Employment, Placement
from people.employment.rules import kind_of_exit
from people.roles import OFFICE
from people.turnover import curves, names, rules
from people.turnover.rules import Period, Place, Spell, Tally

MOST_CURVES = 8
ALL = "all"
UNKNOWN = ""
OF_PLACE = {"site": "site_id", "grade": "grade_id", "pattern": "shift_pattern", "manager": "manager_id"}
TENURE = "tenure"
OF_EXIT: dict[str, Callable[[str], str]] = {"reason": str, "kind": kind_of_exit}
DIMENSIONS = (*OF_PLACE, TENURE, *OF_EXIT)


@dataclass(frozen=True)
class Asked:
    """What somebody wants to know about, as far as it may be told."""

    actor: Actor
    period: Period
    sites: Scope
    narrowed: bool
    by: str | None = None
    hired_from_on: date | None = None

    def inside(self, spell: Spell, day: date) -> bool:
        return not self.narrowed or spell.place_on(day).site_id in self.sites


def asked(
    actor: Actor,
    *,
    from_on: date,
    to_on: date,
    site_id: str | None = None,
    by: str | None = None,
    hired_from_on: date | None = None,
) -> Asked:
    """The period ends today at the latest: nobody has left tomorrow."""
    today = today_of(actor.organisation_id)
    if from_on > to_on:
        raise Problem("people.days_in_order", 422, paths=["/to_on"])
    if from_on > today:
        raise Problem("people.period_to_come", 422, paths=["/from_on"])
    sites = actor.scope(SUPERVISOR, *OFFICE)
    if site_id:
        actor.reach(site_id, SUPERVISOR, *OFFICE)
        sites = Scope(every=False, site_ids=frozenset((site_id,)))
    return Asked(actor, Period(from_on, min(to_on, today)), sites, not sites.every, by, hired_from_on)


def spells(organisation_id: str, until: date) -> list[Spell]:
    """All employments that had begun by then, in two queries."""
    places: dict[str, list[Place]] = {}
    rows = db.session.execute(
        select(
            Placement.employment_id,
            Placement.from_on,
            Placement.site_id,
            Placement.grade_id,
            Placement.shift_pattern,
            Placement.manager_id,
        )
        .where(Placement.organisation_id == organisation_id, Placement.from_on <= until)
        .order_by(Placement.from_on)
    )
    for employment_id, *place in rows:
        places.setdefault(employment_id, []).append(Place(*place))
    rows = db.session.execute(
        select(
            Employment.id,
            Employment.person_id,
            Employment.hired_on,
            Employment.left_on,
            Employment.exit_reason,
        )
        .where(Employment.organisation_id == organisation_id, Employment.hired_on <= until)
        .order_by(Employment.hired_on, Employment.id)
    )
    return [Spell(*row, places=tuple(places.get(row.id, ()))) for row in rows]


def turnover(actor: Actor, **query: Any) -> dict[str, Any]:
    """The figures of a period, in all and by group, and how long people stay."""
    question = asked(actor, **query)
    every = spells(actor.organisation_id, question.period.to_on)
    total = whole(question, every)
    groups = grouped(question, every)
    hidden = rules.suppressed({key: size_of(question, tally) for key, tally in groups.items()})
    cohort = _cohort(question, every)
    shown_curve = (
        {"points": [], "median_days": None} if _small(total) else curves.curve(_seen(question, cohort))
    )
    return {
        "period": {"from_on": question.period.from_on, "to_on": question.period.to_on},
        "by": question.by,
        "least_people": rules.LEAST_PEOPLE,
        "total": _figures(question, total) | {"half_life_days": shown_curve["median_days"]},
        "groups": _groups(question, groups, hidden, total),
        "curve": {
            "people": len(cohort),
            "points": shown_curve["points"] if len(cohort) >= rules.LEAST_PEOPLE else [],
            **_curves_by_group(question, cohort),
        },
    }


def whole(question: Asked, every: list[Spell]) -> Tally:
    """Of everybody inside."""
    found = rules.tallies(
        every, question.period, lambda spell, day: ALL if question.inside(spell, day) else None
    )
    return found.get(ALL) or Tally(headcounts=[0] * len(question.period.counted_on()))


def grouped(question: Asked, every: list[Spell]) -> dict[Hashable, Tally]:
    if question.by is None:
        return {}
    if question.by in OF_EXIT:
        return _by_exit(question.by, whole(question, every))
    key = key_of(question.by)
    return rules.tallies(
        every, question.period, lambda spell, day: key(spell, day) if question.inside(spell, day) else None
    )


def _by_exit(by: str, total: Tally) -> dict[Hashable, Tally]:
    """Leavers alone: who has stayed has no reason."""
    groups: dict[Hashable, Tally] = {}
    for spell in total.leavers:
        key = OF_EXIT[by](spell.exit_reason) if spell.exit_reason else UNKNOWN
        groups.setdefault(key, Tally(headcounts=total.headcounts)).leavers.append(spell)
    return groups


def key_of(by: str) -> Callable[[Spell, date], str]:
    if by == TENURE:
        return rules.tenure_of
    name = OF_PLACE[by]
    return lambda spell, day: getattr(spell.place_on(day), name) or UNKNOWN


def size_of(question: Asked, tally: Tally) -> int:
    return len(tally.leavers) if question.by in OF_EXIT else tally.people


def _small(tally: Tally) -> bool:
    return tally.people < rules.LEAST_PEOPLE


def _figures(question: Asked, tally: Tally, *, hide: bool | None = None) -> dict[str, Any]:
    """As FiguresSchema shows them; nothing but the names when they are about too few."""
    if _small(tally) if hide is None else hide:
        return {"suppressed": True}
    mean = tally.mean_headcount
    rate = rules.share(len(tally.leavers), mean)
    a_year, why = rules.annualised(rate, months=question.period.months(), mean_headcount=mean)
    return {
        "suppressed": False,
        **{name: len(getattr(tally, name)) for name in rules.FIGURES[:6]},
        "mean_headcount": mean,
        "headcounts": [
            {"on": on, "count": count}
            for on, count in zip(question.period.counted_on(), tally.headcounts, strict=True)
        ],
        "rate": rate,
        "annualised": a_year,
        "not_annualised": why and _why(question.actor, why),
        **{name: _ratio(tally, *parts) for name, parts in rules.RATIOS.items()},
    }


def _why(actor: Actor, code: str) -> dict[str, str]:
    return {"code": code, "detail": sentence(code, actor.language, team=rules.SMALL_TEAM)}


def _ratio(tally: Tally, numerator: str, denominator: str) -> dict[str, Any]:
    count, of = len(getattr(tally, numerator)), len(getattr(tally, denominator))
    few = 0 < of < rules.LEAST_PEOPLE
    return {
        "num": None if few else count,
        "den": of,
        "value": None if few else rules.share(count, of),
        "suppressed": few,
    }


def _groups(
    question: Asked, groups: dict[Hashable, Tally], hidden: set[Hashable], total: Tally
) -> list[dict[str, Any]]:
    named = names.of(question.actor, question.by, groups)
    ordered = sorted(groups, key=lambda key: (named[key][0], named[key][1]))
    return [
        {"key": key, "name": named[key][1]} | _group(question, groups[key], key in hidden, total)
        for key in ordered
    ]


def _group(question: Asked, tally: Tally, hide: bool, total: Tally) -> dict[str, Any]:
    if hide or question.by not in OF_EXIT:
        return _figures(question, tally, hide=hide)
    leavers = len(tally.leavers)
    return {
        "suppressed": False,
        "leavers": leavers,
        "mean_headcount": tally.mean_headcount,
        "rate": rules.share(leavers, tally.mean_headcount),
        "share_of_leavers": rules.share(leavers, len(total.leavers)),
    }


def _cohort(question: Asked, every: Iterable[Spell]) -> list[Spell]:
    """Everybody hired by the end of the period, or since a day that was named; by where they began."""
    since = question.hired_from_on or date.min
    return [one for one in every if one.hired_on >= since and question.inside(one, one.hired_on)]


def _seen(question: Asked, cohort: Iterable[Spell]) -> list[rules.Observed]:
    return [rules.observed(one, question.period.to_on) for one in cohort]


def _curves_by_group(question: Asked, cohort: list[Spell]) -> dict[str, Any]:
    """By the group in which people began: only that is known before they stay or leave."""
    if question.by not in OF_PLACE:
        return {"groups": [], "logrank": None}
    key = key_of(question.by)
    began: dict[str, list[Spell]] = {}
    for one in cohort:
        began.setdefault(key(one, one.hired_on), []).append(one)
    hidden = rules.suppressed({group: len(of_one) for group, of_one in began.items()})
    seen = {group: _seen(question, of_one) for group, of_one in began.items() if group not in hidden}
    largest = sorted(seen, key=lambda group: (-len(seen[group]), group))[:MOST_CURVES]
    named = names.of(question.actor, question.by, largest)
    return {
        "groups": [
            {"key": group, "name": named[group][1], "people": len(seen[group]), **curves.curve(seen[group])}
            for group in largest
        ],
        "logrank": curves.logrank(seen),
    }
