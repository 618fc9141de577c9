"""What each person has of annual leave and time off. Constant number of queries, however many people."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from guard_api.database import db
from people.employment.models import Employment
from people.employment.queries import employments_of
from schedules.leave import words
from schedules.leave.models import LeaveEntitlement, LeaveRequest
from schedules.leave.rules import (
    ANNUAL,
    APPROVED,
    HOLDING,
    LAWS,
    PERSONAL,
    SICK,
    WITH_BALANCE,
    Balance,
    Law,
    Service,
    doubts,
    due,
    totals,
)
from schedules.terms.queries import Terms, terms_of

Key = tuple[str, str, int]


def balances_of(
    organisation_id: str, person_ids: Iterable[str], years: Iterable[int], on: date
) -> dict[Key, Balance]:
    """(person, kind, year) → balance, for every person, kind with a balance and year."""
    ids, years = list(dict.fromkeys(person_ids)), sorted(set(years))
    if not ids or not years:
        return {}
    terms = terms_of(organisation_id, ids, on)
    services = services_of(organisation_id, terms, years[-1])
    kept, asked = _entitlements(organisation_id, ids, years), _requests(organisation_id, ids, years)
    return {
        (id_, kind, year): _balance(
            kind, year, on, terms[id_], services[id_], kept.get((id_, kind, year)), asked[id_]
        )
        for id_ in ids
        for kind in WITH_BALANCE
        for year in years
    }


def _balance(
    kind: str,
    year: int,
    on: date,
    terms: Terms,
    service: Service,
    kept: LeaveEntitlement | None,
    asked: Mapping[str, list],
) -> Balance:
    law, used = LAWS[terms.law_pack], totals(asked[kind], year)
    return Balance(
        kind,
        year,
        by_law=due(law, service, year, on) if kind == ANNUAL else 0,
        set=kept.half_days if kept else None,
        carried=kept.carried_half_days if kept else 0,
        adjusted=kept.adjusted_half_days if kept else 0,
        taken=used["approved"],
        asked=used["asked"],
        law=law,
        doubts=_doubts(law, service, year, on, asked) if kind == ANNUAL else (),
    )


def _doubts(law: Law, service: Service, year: int, on: date, asked: Mapping[str, list]) -> tuple[str, ...]:
    personal, sick = (totals(asked[kind], year)[APPROVED] for kind in (PERSONAL, SICK))
    return doubts(law, service, on, personal=personal, sick=sick)


def services_of(organisation_id: str, terms: Mapping[str, Terms], year: int) -> dict[str, Service]:
    """The newest spell of each that began by the end of the year, with the months before it."""
    spells: dict[str, list[Employment]] = defaultdict(list)
    for spell in employments_of(organisation_id, terms):
        if spell.hired_on.year <= year:
            spells[spell.person_id].append(spell)
    return {id_: _service(spells[id_], one.worked_before_months) for id_, one in terms.items()}


def _service(spells: list[Employment], before_months: int) -> Service:
    """Months of earlier spells with us count as those with others do."""
    if not spells:
        return Service(None, None, before_months)
    *earlier, newest = spells
    earlier_days = sum((one.left_on - one.hired_on).days + 1 for one in earlier if one.left_on)
    return Service(newest.hired_on, newest.left_on, before_months + earlier_days * 12 // 365)


def _entitlements(organisation_id: str, ids: list[str], years: list[int]) -> dict[Key, LeaveEntitlement]:
    rows = db.session.scalars(
        select(LeaveEntitlement).where(
            LeaveEntitlement.organisation_id == organisation_id,
            LeaveEntitlement.person_id.in_(ids),
            LeaveEntitlement.year.in_(years),
        )
    )
    return {(row.person_id, row.kind, row.year): row for row in rows}


def _requests(organisation_id: str, ids: list[str], years: list[int]) -> dict[str, dict[str, list]]:
    """Person → kind → (state, half days by year)."""
    rows = db.session.execute(
        select(LeaveRequest.person_id, LeaveRequest.kind, LeaveRequest.state, LeaveRequest.by_year).where(
            LeaveRequest.organisation_id == organisation_id,
            LeaveRequest.person_id.in_(ids),
            LeaveRequest.kind.in_((*WITH_BALANCE, PERSONAL, SICK)),
            LeaveRequest.state.in_(HOLDING),
            LeaveRequest.from_on <= date(years[-1], 12, 31),
            LeaveRequest.until_on >= date(years[0], 1, 1),
        )
    )
    found: dict[str, dict[str, list]] = defaultdict(lambda: defaultdict(list))
    for person_id, kind, state, by_year in rows:
        found[person_id][kind].append((state, by_year))
    return found


def shown(balance: Balance) -> dict[str, Any]:
    article = balance.law.article if balance.kind == ANNUAL else None
    note = balance.law.note if balance.kind == ANNUAL else None
    return {
        "kind": balance.kind,
        "year": balance.year,
        "by_law_half_days": balance.by_law,
        "set_half_days": balance.set,
        "carried_half_days": balance.carried,
        "adjusted_half_days": balance.adjusted,
        "taken_half_days": balance.taken,
        "asked_half_days": balance.asked,
        "remaining_half_days": balance.remaining,
        "article": article and {"zh": article["zh-CN"], "en": article["en"]},
        "note": note and {"zh": note["zh-CN"], "en": note["en"]},
        "doubts": [{"code": code, "sentence": words.both(words.DOUBTS, code)} for code in balance.doubts],
    }
