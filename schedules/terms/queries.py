"""What the floors above ask of terms: hours, law, wishes, pairings. Constant number of queries."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import or_, select

from guard_api.database import db
from guard_api.identity.models import Person
from people.queries import workforce
from people.records.models import Particulars
from schedules.law import shapes as law
from schedules.law.shapes import Pack
from schedules.terms.models import LawSettings, Pairing, TermsOfWork, Wish
from schedules.terms.rules import Choices, Terms, pack_of, waivers_of

__all__ = ["Terms", "law_people", "packs_of", "pairings_of", "terms_of", "wishes_between"]


def terms_of(organisation_id: str, person_ids: Iterable[str], on: date) -> dict[str, Terms]:
    """The terms of each of these people on a date; who has none has those of the organisation's pack."""
    ids = list(dict.fromkeys(person_ids))
    default = choices_of(organisation_id).default_pack
    rows = rows_on(organisation_id, ids, on)
    sites = {worker.person_id: worker.site_ids for worker in workforce(organisation_id, on)}
    return {id_: _terms(id_, rows.get(id_), sites.get(id_, frozenset()), default) for id_ in ids}


def _terms(person_id: str, row: TermsOfWork | None, sites: frozenset[str], default_pack: str) -> Terms:
    if row is None:
        return Terms(person_id, default_pack, site_ids=sites)
    return Terms(
        person_id=person_id,
        law_pack=row.law_pack,
        hour_system=row.hour_system,
        period=row.period,
        week_minutes=row.week_minutes,
        month_min_minutes=row.month_min_minutes,
        month_max_minutes=row.month_max_minutes,
        max_nights_month=row.max_nights_month,
        site_ids=frozenset(row.site_ids) or sites,
        max_walking=row.max_walking,
        languages=tuple(row.languages),
        waivers=waivers_of(row.waivers),
        worked_before_months=row.worked_before_months,
        from_on=row.from_on,
    )


def rows_on(organisation_id: str, person_ids: Iterable[str], on: date) -> dict[str, TermsOfWork]:
    """The row that holds on the date, by person."""
    rows = db.session.scalars(
        select(TermsOfWork)
        .where(
            TermsOfWork.organisation_id == organisation_id,
            TermsOfWork.person_id.in_(list(person_ids)),
            TermsOfWork.from_on <= on,
        )
        .order_by(TermsOfWork.from_on)
    )
    return {row.person_id: row for row in rows}


def choices_of(organisation_id: str) -> Choices:
    row = db.session.get(LawSettings, organisation_id)
    if row is None:
        return Choices()
    return Choices(row.default_pack, row.rules, tuple(row.own_rules))


def packs_of(organisation_id: str, person_ids: Iterable[str], on: date) -> dict[str, Pack]:
    """The law that binds each person on a date, with the organisation's levels and own rules.

    People under the same terms share one pack.
    """
    choices = choices_of(organisation_id)
    shared: dict[tuple, Pack] = {}
    found = {}
    for id_, terms in terms_of(organisation_id, person_ids, on).items():
        key = _what_binds(terms)
        if key not in shared:
            shared[key] = pack_of(choices, terms)
        found[id_] = shared[key]
    return found


def _what_binds(terms: Terms) -> tuple:
    return (
        terms.law_pack,
        terms.hour_system,
        terms.period,
        terms.week_minutes,
        terms.month_max_minutes,
        terms.max_nights_month,
    )


def law_people(
    organisation_id: str,
    person_ids: Iterable[str],
    on: date,
    *,
    away: dict[str, frozenset[date]] | None = None,
) -> dict[str, law.Person]:
    """Who they are to the law: name, birth, waivers, days away."""
    terms = terms_of(organisation_id, person_ids, on)
    rows = db.session.execute(
        select(Person.id, Person.name, Particulars.born_on)
        .outerjoin(
            Particulars,
            (Particulars.organisation_id == Person.organisation_id) & (Particulars.person_id == Person.id),
        )
        .where(Person.organisation_id == organisation_id, Person.id.in_(list(terms)))
    )
    return {
        id_: law.Person(id_, name, born_on, terms[id_].waivers, away=(away or {}).get(id_, frozenset()))
        for id_, name, born_on in rows
    }


def wishes_between(
    organisation_id: str, from_on: date, until_on: date, person_ids: Iterable[str] | None = None
) -> list[Wish]:
    """Wishes that touch these dates and were not withdrawn, the oldest first."""
    statement = select(Wish).where(
        Wish.organisation_id == organisation_id,
        Wish.withdrawn_at.is_(None),
        Wish.from_on <= until_on,
        or_(Wish.until_on.is_(None), Wish.until_on >= from_on),
    )
    if person_ids is not None:
        statement = statement.where(Wish.person_id.in_(list(person_ids)))
    return list(db.session.scalars(statement.order_by(Wish.created_at, Wish.id)))


def pairings_of(organisation_id: str, person_ids: Iterable[str] | None = None) -> list[Pairing]:
    """Who is to work together or apart; with people named, those in which both are among them."""
    statement = select(Pairing).where(Pairing.organisation_id == organisation_id)
    if person_ids is not None:
        ids = list(person_ids)
        statement = statement.where(Pairing.person_a.in_(ids), Pairing.person_b.in_(ids))
    return list(db.session.scalars(statement.order_by(Pairing.created_at, Pairing.id)))
