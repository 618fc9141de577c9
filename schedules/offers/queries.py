"""Offers as the desk sees them, and those that a guard may take."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select

from guard_api.clock import now
from guard_api.database import db, get_owned
from guard_api.errors import NotFound
from guard_api.fields import page_of
from guard_api.identity.actor import Actor
from people.employment.reach import people_names
from schedules.offers import rules
from schedules.offers.candidates import fits, sites_served
from schedules.offers.models import Claim, Offer
from schedules.rosters import queries as rosters
from schedules.rosters import views
from schedules.rosters.models import Shift
from schedules.rosters.reach import READERS

SAME = (
    "id",
    "kind",
    "mode",
    "state",
    "reason",
    "created_at",
    "closes_at",
    "decided_at",
    "note",
)


def is_offered() -> ColumnElement[bool]:
    """A condition on a `Shift`, for the rosters: it is offered and nobody has it yet."""
    return exists().where(
        Offer.organisation_id == Shift.organisation_id,
        Offer.shift_id == Shift.id,
        Offer.kind == rules.OPEN_SHIFT,
        Offer.state.in_(rules.LIVE),
        Offer.closes_at > now(),
    )


# --- the desk ---------------------------------------------------------------------------------


def offers(
    actor: Actor,
    *,
    limit: int,
    cursor: str | None = None,
    site_id: str | None = None,
    kind: str | None = None,
    state: str | None = None,
    from_on: date | None = None,
    until_on: date | None = None,
) -> dict[str, Any]:
    """One page of the offers at the sites that the actor reaches, the newest first."""
    if site_id is not None:
        actor.reach(site_id, *READERS)
    statement = (
        select(Offer)
        .join(Shift, _its_shift())
        .where(Offer.organisation_id == actor.organisation_id, actor.scope(*READERS).where(Shift.site_id))
    )
    chosen = ((Shift.site_id, site_id), (Offer.kind, kind), (Offer.state, state))
    for column, value in chosen:
        if value is not None:
            statement = statement.where(column == value)
    if from_on is not None:
        statement = statement.where(Shift.on >= from_on)
    if until_on is not None:
        statement = statement.where(Shift.on <= until_on)
    page = page_of(statement, Offer.created_at, Offer.id, limit=limit, cursor=cursor, descending=True)
    return page | {"items": shown_all(actor, page["items"])}


def offer(actor: Actor, offer_id: str) -> dict[str, Any]:
    return shown_all(actor, [get_owned(Offer, actor.organisation_id, offer_id)])[0]


def _its_shift():
    return and_(Shift.organisation_id == Offer.organisation_id, Shift.id == Offer.shift_id)


# --- the guard --------------------------------------------------------------------------------


def my_offers(actor: Actor) -> list[dict[str, Any]]:
    """What I may take, was asked, offered or claimed, and is not decided; the next shift first.

    Of open shifts only those that I could stand in are shown. A constant number of queries.
    """
    found = list(
        db.session.scalars(
            select(Offer)
            .join(Shift, _its_shift())
            .where(
                Offer.organisation_id == actor.organisation_id,
                Offer.state.in_(rules.LIVE),
                Offer.closes_at > now(),
                Shift.cancelled_at.is_(None),
                _concerns(actor),
            )
            .order_by(Shift.start_at, Offer.id)
            .limit(200)
        )
    )
    shifts = rosters.shifts_named(actor.organisation_id, {one.shift_id for one in found})
    asking = [one for one in found if _for_all(actor, one)]
    able = fits(actor.organisation_id, actor.person_id, [shifts[one.shift_id] for one in asking])
    mine = [one for one in found if one not in asking or one.shift_id in able]
    return shown_for(actor, mine)


def _concerns(actor: Actor) -> ColumnElement[bool]:
    claimed = exists().where(
        Claim.organisation_id == Offer.organisation_id,
        Claim.offer_id == Offer.id,
        Claim.person_id == actor.person_id,
        Claim.state == rules.WAITING,
    )
    to_all = and_(Offer.to_person_id.is_(None), Shift.site_id.in_(sites_served(actor)))
    return or_(to_all, Offer.to_person_id == actor.person_id, Offer.offered_by == actor.person_id, claimed)


def _for_all(actor: Actor, offer: Offer) -> bool:
    """Offered to whoever can: not by me, not to me by name, and nobody is waiting with it."""
    return offer.to_person_id is None and offer.offered_by != actor.person_id


def my_offer(actor: Actor, offer_id: str) -> dict[str, Any]:
    """One that I have just answered."""
    found = get_owned(Offer, actor.organisation_id, offer_id)
    shown = shown_for(actor, [found])
    if not shown:
        raise NotFound()
    return shown[0]


def shown_for(actor: Actor, found: Sequence[Offer]) -> list[dict[str, Any]]:
    """What one guard sees: the own claim, and nothing of who else would take it."""
    claims = {
        claim.offer_id: claim
        for claim in _claims(actor.organisation_id, [one.id for one in found])
        if claim.person_id == actor.person_id
    }
    result = []
    for one in shown_all(actor, found):
        claim = claims.get(one["id"])
        hidden = one["kind"] == rules.OPEN_SHIFT and one["taken_by"] != actor.person_id
        result.append(
            {name: value for name, value in one.items() if name != "claims"}
            | {"mine": one["offered_by"]["id"] == actor.person_id, "my_claim": claim and claim.state}
            | ({"taken_by": None} if hidden else {})
        )
    return result


# --- shown ------------------------------------------------------------------------------------


def shown_all(actor: Actor, found: Sequence[Offer]) -> list[dict[str, Any]]:
    """Offers with their shifts and claims. A constant number of queries."""
    cells = _cells(actor.organisation_id, found)
    claims = _claims(actor.organisation_id, [one.id for one in found])
    names = people_names(actor.organisation_id, _people(found, claims))
    return [
        {name: getattr(one, name) for name in SAME}
        | {
            "shift": cells[one.shift_id],
            "return_shift": cells.get(one.return_shift_id),
            "offered_by": views.named(one.offered_by, names),
            "to_person": views.named(one.to_person_id, names),
            "taken_by": views.named(one.taken_by, names),
            "decided_by": views.named(one.decided_by, names),
            "claims": [
                {"person": views.named(claim.person_id, names), "at": claim.at, "state": claim.state}
                for claim in claims
                if claim.offer_id == one.id
            ],
        }
        for one in found
    ]


def _cells(organisation_id: str, found: Sequence[Offer]) -> dict[str, dict[str, Any]]:
    ids = {id_ for one in found for id_ in (one.shift_id, one.return_shift_id) if id_}
    rows = rosters.shift_rows(organisation_id, Shift.id.in_(ids), cancelled=True)
    return {cell["id"]: cell for cell in views.shifts(organisation_id, rows)}


def _claims(organisation_id: str, offer_ids: Iterable[str]) -> list[Claim]:
    return list(
        db.session.scalars(
            select(Claim)
            .where(Claim.organisation_id == organisation_id, Claim.offer_id.in_(list(offer_ids)))
            .order_by(Claim.at, Claim.id)
        )
    )


def _people(found: Sequence[Offer], claims: Sequence[Claim]) -> set[str | None]:
    people = {claim.person_id for claim in claims}
    return people.union(*({one.offered_by, one.to_person_id, one.taken_by, one.decided_by} for one in found))
