"""What the desk and a person see of terms, pairings, law and wishes."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased

from guard_api.database import db, get_owned
from guard_api.fields import page_of
from guard_api.identity.actor import SUPERVISOR, Actor
from guard_api.identity.models import Person
from guard_api.tenants.models import Site
from people.dates import today_of
from people.employment.reach import at_sites, is_staff, people_names, person_in_reach
from people.roles import LEADS, OFFICE
from schedules.law.checks import CHECKS
from schedules.law.packs import OWN_KINDS
from schedules.law.shapes import Pack, Rule, Words
from schedules.posts.queries import names_of_sites, shift_types_of
from schedules.terms.models import Pairing, TermsOfWork, Wish
from schedules.terms.queries import choices_of, rows_on
from schedules.terms.rules import CHOICES, FIXED_RULES, TUNABLE, Choices

SAME = (
    "from_on",
    "hour_system",
    "law_pack",
    "period",
    "week_minutes",
    "month_min_minutes",
    "month_max_minutes",
    "max_nights_month",
    "site_ids",
    "max_walking",
    "languages",
    "waivers",
    "worked_before_months",
    "note",
)
NOTHING_AGREED: dict[str, Any] = {
    **dict.fromkeys(SAME),
    "hour_system": "standard",
    "site_ids": (),
    "max_walking": "much",
    "languages": (),
    "waivers": {},
    "worked_before_months": 0,
    "note": "",
}


# --- terms ------------------------------------------------------------------------------------


def terms_of_person(actor: Actor, person_id: str) -> dict[str, Any]:
    """What holds today, and all that is on file."""
    person = person_in_reach(actor, person_id)
    rows = db.session.scalars(
        select(TermsOfWork)
        .where(TermsOfWork.organisation_id == actor.organisation_id, TermsOfWork.person_id == person.id)
        .order_by(TermsOfWork.from_on.desc())
    ).all()
    today = today_of(actor.organisation_id)
    row = next((one for one in rows if one.from_on <= today), None)
    default = choices_of(actor.organisation_id).default_pack
    return {
        "person_id": person.id,
        "name": person.name,
        "today": terms_shown(row, default),
        "history": [terms_shown(one, default) for one in rows],
    }


def terms_shown(row: TermsOfWork | None, default_pack: str) -> dict[str, Any]:
    if row is None:
        return NOTHING_AGREED | {"law_pack": default_pack}
    return {name: getattr(row, name) for name in SAME}


def terms_page(actor: Actor, *, limit: int, cursor: str | None = None, **filters: Any) -> dict[str, Any]:
    """One page of the people whom the actor reaches, by name, with the terms that hold today."""
    statement = select(Person).where(*people_in_reach(actor, **filters))
    page = page_of(statement, Person.name, Person.id, limit=limit, cursor=cursor)
    return page | {"items": _terms_rows(actor, page["items"])}


def people_in_reach(
    actor: Actor, *, site_id: str | None = None, also_left: bool = False
) -> list[ColumnElement[bool]]:
    """Of `Person`: staff of the sites that the actor leads, or of one of them."""
    today = today_of(actor.organisation_id)
    conditions = [Person.organisation_id == actor.organisation_id, is_staff()]
    if not also_left:
        conditions.append(Person.active)
    if site_id is not None:
        get_owned(Site, actor.organisation_id, site_id)
        actor.reach(site_id, *LEADS)
        conditions.append(at_sites([site_id], today))
    elif not actor.has(*OFFICE):
        conditions.append(at_sites(actor.scope(SUPERVISOR).site_ids, today))
    return conditions


def _terms_rows(actor: Actor, people: Sequence[Person]) -> list[dict[str, Any]]:
    rows = rows_on(actor.organisation_id, [one.id for one in people], today_of(actor.organisation_id))
    default = choices_of(actor.organisation_id).default_pack
    wanted = {id_ for row in rows.values() for id_ in row.site_ids}
    sites = names_of_sites(actor.organisation_id, wanted) if wanted else {}
    return [_terms_row(one, rows.get(one.id), default, sites) for one in people]


def _terms_row(
    person: Person, row: TermsOfWork | None, default: str, sites: dict[str, str]
) -> dict[str, Any]:
    shown = terms_shown(row, default)
    return shown | {
        "person_id": person.id,
        "name": person.name,
        "employee_number": person.employee_number,
        "site_names": [sites[id_] for id_ in shown["site_ids"] if id_ in sites],
    }


# --- pairings ---------------------------------------------------------------------------------


def pairings_page(
    actor: Actor, *, limit: int, cursor: str | None = None, site_id: str | None = None
) -> dict[str, Any]:
    """Pairings of two people whom the actor both reaches."""
    first, second = aliased(Person), aliased(Person)
    reached = select(Person.id).where(*people_in_reach(actor, site_id=site_id))
    statement = (
        select(Pairing)
        .join(first, and_(first.organisation_id == Pairing.organisation_id, first.id == Pairing.person_a))
        .join(second, and_(second.organisation_id == Pairing.organisation_id, second.id == Pairing.person_b))
        .where(
            Pairing.organisation_id == actor.organisation_id,
            first.id.in_(reached),
            second.id.in_(reached),
        )
    )
    page = page_of(statement, Pairing.created_at, Pairing.id, limit=limit, cursor=cursor)
    return page | {"items": pairings_shown(actor, page["items"])}


def pairings_shown(actor: Actor, rows: Sequence[Pairing]) -> list[dict[str, Any]]:
    names = people_names(actor.organisation_id, {id_ for row in rows for id_ in (row.person_a, row.person_b)})
    return [
        {name: getattr(row, name) for name in ("id", "kind", "hard", "reason")}
        | {key: {"id": id_, "name": names[id_]} for key, id_ in _two(row)}
        for row in rows
    ]


def _two(row: Pairing) -> Iterable[tuple[str, str]]:
    return (("person_a", row.person_a), ("person_b", row.person_b))


# --- law --------------------------------------------------------------------------------------


def law(actor: Actor) -> dict[str, Any]:
    """The packs as the organisation uses them, and its own rules."""
    choices = choices_of(actor.organisation_id)
    return {
        "default_pack": choices.default_pack,
        "packs": [_pack(pack, choices) for pack in TUNABLE.values()],
        "own_rules": choices.own_rules,
        "own_kinds": [{"kind": kind, "unit": unit} for kind, unit in OWN_KINDS.items()],
    }


def _pack(pack: Pack, choices: Choices) -> dict[str, Any]:
    return {
        "id": pack.id,
        "name": _both(pack.name),
        "note": _both(pack.note),
        "rules": [_rule(rule, choices.rules.get(rule.id, {})) for rule in pack.rules],
    }


def _rule(rule: Rule, choice: dict[str, Any]) -> dict[str, Any]:
    usual = {name: getattr(rule, name) for name in CHOICES}
    return {
        "id": rule.id,
        "kind": rule.kind,
        "unit": CHECKS[rule.kind][1],
        "article": _both(rule.article),
        "source": rule.source,
        "note": _both(rule.note),
        "waiver": rule.waiver,
        "fixed": rule.id in FIXED_RULES,
        "changed": (usual | choice) != usual,
        "usual": usual,
        **usual,
        **choice,
    }


def _both(text: Words | None) -> dict[str, str] | None:
    return text and {"zh": text["zh-CN"], "en": text["en"]}


# --- wishes -----------------------------------------------------------------------------------


def my_wishes(actor: Actor) -> list[Wish]:
    """One's own that are not over, the newest first."""
    return list(
        db.session.scalars(
            _open_wishes(actor, today_of(actor.organisation_id))
            .where(Wish.person_id == actor.person_id)
            .order_by(Wish.created_at.desc(), Wish.id)
        )
    )


def _open_wishes(actor: Actor, from_on: date) -> Select:
    return select(Wish).where(
        Wish.organisation_id == actor.organisation_id,
        Wish.withdrawn_at.is_(None),
        or_(Wish.until_on.is_(None), Wish.until_on >= from_on),
    )


def wishes_page(
    actor: Actor,
    *,
    limit: int,
    cursor: str | None = None,
    site_id: str | None = None,
    from_on: date | None = None,
    until_on: date | None = None,
) -> dict[str, Any]:
    """Wishes of the people whom the actor reaches, as far as they touch the dates (from today on)."""
    statement = _open_wishes(actor, from_on or today_of(actor.organisation_id)).where(
        exists().where(Person.id == Wish.person_id, *people_in_reach(actor, site_id=site_id)).correlate(Wish)
    )
    if until_on:
        statement = statement.where(Wish.from_on <= until_on)
    page = page_of(statement, Wish.from_on, Wish.id, limit=limit, cursor=cursor)
    return page | {"items": _wishes_shown(actor, page["items"])}


OF_WISH = ("id", "person_id", "from_on", "until_on", "weekday", "shift_type_id", "kind", "note", "created_at")


def _wishes_shown(actor: Actor, rows: Sequence[Wish]) -> list[dict[str, Any]]:
    names = people_names(actor.organisation_id, {row.person_id for row in rows})
    types = shift_types_of(actor.organisation_id) if rows else {}
    return [
        {name: getattr(row, name) for name in OF_WISH}
        | {
            "name": names[row.person_id],
            "shift_code": types[row.shift_type_id].code if row.shift_type_id else None,
        }
        for row in rows
    ]
