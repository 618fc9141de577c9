"""Whether a site would have enough people left on the days of a leave."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from guard_api.identity.actor import GUARD
from people.dates import today_of
from people.queries import Worker, workforce
from schedules.leave.hooks import Clash, clashes_of
from schedules.leave.models import LeaveRequest
from schedules.leave.queries import away_between
from schedules.posts.queries import demand, names_of_sites
from schedules.spans import days

LONGEST_LOOK = timedelta(days=92)
Needs = dict[str, Counter[date]]


def all_clashes(organisation_id: str, requests: Sequence[LeaveRequest]) -> dict[str, list[Clash]]:
    """Published shifts that the leave would leave behind, and days on which a site would be short."""
    found = clashes_of(organisation_id, requests)
    for id_, short in short_days(organisation_id, requests).items():
        found.setdefault(id_, []).extend(short)
    return found


def short_days(organisation_id: str, requests: Sequence[LeaveRequest]) -> dict[str, list[Clash]]:
    """By request, the days from today on for which more are needed than would be there.

    Each person works once a day, so this is the least that must be wrong. Constant number of queries.
    """
    today = today_of(organisation_id)
    first = max(today, min((one.from_on for one in requests), default=today))
    last = min(max((one.until_on for one in requests), default=today), first + LONGEST_LOOK)
    coming = [one for one in requests if one.until_on >= first and one.from_on <= last]
    if not coming:
        return {}
    workers = [one for one in workforce(organisation_id, first) if GUARD in one.roles or not one.roles]
    sites = _sites_of(workers)
    needs = _needs(organisation_id, first, last)
    away = away_between(organisation_id, first, last)
    names = names_of_sites(organisation_id, needs)
    return {
        one.id: [
            _clash(site_id, names[site_id], on, needed, there)
            for site_id in sorted(sites.get(one.person_id, frozenset()) & set(needs))
            for on, needed, there in _short(one, site_id, needs[site_id], workers, away, (first, last))
        ]
        for one in coming
    }


def _sites_of(workers: Sequence[Worker]) -> dict[str, frozenset[str]]:
    return {one.person_id: one.site_ids for one in workers}


def _needs(organisation_id: str, first: date, last: date) -> Needs:
    found: Needs = defaultdict(Counter)
    for need in demand(organisation_id, from_on=first, until_on=last):
        found[need.site_id][need.on] += need.need
    return dict(found)


def _short(
    request: LeaveRequest,
    site_id: str,
    needs: Counter[date],
    workers: Sequence[Worker],
    away: dict[str, frozenset[date]],
    looked: tuple[date, date],
) -> Iterator[tuple[date, int, int]]:
    others = [one.person_id for one in workers if site_id in one.site_ids]
    for on in days(max(request.from_on, looked[0]), min(request.until_on, looked[1])):
        there = sum(id_ != request.person_id and on not in away.get(id_, frozenset()) for id_ in others)
        if there < needs[on]:
            yield on, needs[on], there


def _clash(site_id: str, name: str, on: date, needed: int, there: int) -> Clash:
    return Clash(
        "coverage",
        on,
        {
            "zh": f"{name}{on.month}月{on.day}日需要{needed}人，批准后可安排的只有{there}人。",
            "en": f"{name} needs {needed} people on {on.isoformat()}; with this leave there "
            f"{'is' if there == 1 else 'are'} {there}.",
        },
        site_id=site_id,
    )
