"""Offers made by the desk and by guards, what colleagues say, and how they end."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update

from guard_api.clock import now
from guard_api.database import db, get_owned, new_id
from guard_api.errors import NotFound, Problem
from guard_api.identity.actor import GUARD, SUPERVISOR, Actor
from guard_api.identity.models import Person
from guard_api.records import note_change
from schedules.offers import rules
from schedules.offers.candidates import fitting, refuse_unfit, sites_served
from schedules.offers.models import Claim, Offer
from schedules.offers.telling import (
    PHONE_LINK,
    ask,
    screens,
    sides,
    tell_decision,
    tell_desk,
    tell_people,
)
from schedules.rosters import reasons, writing
from schedules.rosters.models import Roster, Shift
from schedules.rosters.reach import DESK, locked, own_shift, shift_for

GUARDS = (GUARD, SUPERVISOR)


# --- made -------------------------------------------------------------------------------------


def offer_open(
    actor: Actor, *, shift_id: str, mode: str, closes_at: datetime | None = None, note: str = ""
) -> Offer:
    """A vacant shift, told to everybody who may take it."""
    shift, _ = _fresh(actor, shift_for(actor, shift_id, roles=DESK))
    if shift.person_id is not None:
        raise Problem("offers.shift_taken", 409)
    offer = _offer(actor, shift, rules.OPEN_SHIFT, mode=mode, closes_at=closes_at, reason=note)
    note_change(actor, "offer", "shift", shift.id, mode=mode)
    tell_people(shift, fitting(shift), "shift_offered", PHONE_LINK, once=offer.id)
    return offer


def give_away(actor: Actor, *, shift_id: str, to_person_id: str | None = None, reason: str = "") -> Offer:
    """One's own shift, to one colleague or to whoever is qualified; a supervisor approves."""
    shift = _mine(actor, shift_id)
    _refuse_oneself(actor, to_person_id)
    offer = _offer(actor, shift, rules.GIVE_AWAY, to_person_id=to_person_id, reason=reason)
    if to_person_id is None:
        tell_people(shift, fitting(shift) - {actor.person_id}, "shift_offered", PHONE_LINK, once=offer.id)
    else:
        ask(actor, offer, shift)
    return offer


def swap(
    actor: Actor,
    *,
    shift_id: str,
    return_shift_id: str | None = None,
    to_person_id: str | None = None,
    reason: str = "",
) -> Offer:
    """One's own shift against one of a colleague: named here, or chosen by the colleague."""
    shift = _mine(actor, shift_id)
    if return_shift_id is not None:
        other = _return_shift(actor, shift, return_shift_id)
        if to_person_id not in (None, other.person_id) or other.person_id is None:
            raise Problem("offers.return_not_theirs", 422)
        to_person_id = other.person_id
    if to_person_id is None:
        raise Problem("offers.to_oneself", 422)
    _refuse_oneself(actor, to_person_id)
    offer = _offer(
        actor,
        shift,
        rules.SWAP,
        to_person_id=to_person_id,
        return_shift_id=return_shift_id,
        reason=reason,
    )
    ask(actor, offer, shift)
    return offer


def _mine(actor: Actor, shift_id: str) -> Shift:
    shift, _ = own_shift(actor, shift_id)
    if shift.person_id != actor.person_id or shift.cancelled_at is not None:
        raise NotFound()
    _refuse_begun(shift)
    return shift


def _fresh(actor: Actor, shift: Shift) -> tuple[Shift, Roster]:
    roster = locked(actor.organisation_id, shift.roster_id)
    db.session.refresh(shift)
    if not roster.version:
        raise Problem("rosters.not_published", 409)
    if shift.cancelled_at is not None:
        raise Problem("rosters.shift_cancelled", 409)
    _refuse_begun(shift)
    return shift, roster


def _refuse_begun(shift: Shift) -> None:
    if shift.start_at <= now():
        raise Problem("offers.begun", 409)


def _refuse_oneself(actor: Actor, to_person_id: str | None) -> None:
    if to_person_id is None:
        return
    if to_person_id == actor.person_id:
        raise Problem("offers.to_oneself", 422)
    if not get_owned(Person, actor.organisation_id, to_person_id).active:
        raise NotFound()


def _return_shift(actor: Actor, shift: Shift, return_shift_id: str) -> Shift:
    other = db.session.get(Shift, (actor.organisation_id, return_shift_id), populate_existing=True)
    if other is None or other.cancelled_at is not None:
        raise NotFound()
    if other.roster_id != shift.roster_id:
        raise Problem("offers.same_roster", 422)
    _refuse_begun(other)
    return other


def _offer(
    actor: Actor,
    shift: Shift,
    kind: str,
    *,
    mode: str = rules.MANAGER,
    closes_at: datetime | None = None,
    to_person_id: str | None = None,
    return_shift_id: str | None = None,
    reason: str = "",
) -> Offer:
    if db.session.scalar(select(Offer.id).where(*_live(shift)).limit(1)):
        raise Problem("offers.offered_already", 409)
    offer = Offer(
        organisation_id=actor.organisation_id,
        id=new_id(),
        shift_id=shift.id,
        kind=kind,
        offered_by=actor.person_id,
        to_person_id=to_person_id,
        return_shift_id=return_shift_id,
        mode=mode,
        reason=reason,
        closes_at=min(closes_at or shift.start_at, shift.start_at),
    )
    db.session.add(offer)
    db.session.flush()
    screens(offer, shift)
    return offer


def _live(shift: Shift) -> tuple:
    return (
        Offer.organisation_id == shift.organisation_id,
        Offer.shift_id == shift.id,
        Offer.state.in_(rules.LIVE),
    )


# --- answered ---------------------------------------------------------------------------------


def claim(actor: Actor, *, offer_id: str, return_shift_id: str | None = None) -> Offer:
    """I take it. First come: at once, if the law lets me. Else it waits for the supervisor."""
    offer, shift, roster = _open(actor, offer_id)
    if offer.offered_by == actor.person_id and offer.kind != rules.OPEN_SHIFT:
        raise Problem("offers.own", 409)
    if not _is_for(actor, offer, shift):
        raise NotFound()
    if offer.kind == rules.SWAP:
        _choose_return(actor, offer, shift, return_shift_id)
    refuse_unfit(roster, _moves(offer, shift, actor.person_id))
    _note_claim(offer, actor.person_id, rules.WAITING)
    if offer.kind == rules.OPEN_SHIFT and offer.mode == rules.FIRST_COME:
        _win(offer, shift, roster, actor.person_id, by=actor.person_id, state=rules.TAKEN)
        tell_desk(shift, actor.person_id, "shift_claimed", offer)
    else:
        _await(offer, actor.person_id)
        tell_desk(shift, actor.person_id, "swap_to_approve", offer)
    screens(offer, shift)
    return offer


def _open(actor: Actor, offer_id: str, states: Iterable[str] = (rules.OPEN,)) -> tuple[Offer, Shift, Roster]:
    """Offer and shift, fresh under the lock of the roster: of fifty who come at once one is first."""
    offer = get_owned(Offer, actor.organisation_id, offer_id)
    shift = get_owned(Shift, actor.organisation_id, offer.shift_id)
    roster = locked(actor.organisation_id, shift.roster_id)
    db.session.refresh(offer)
    db.session.refresh(shift)
    if offer.state not in states or offer.closes_at <= now() or _moved(offer, shift):
        raise Problem("offers.over", 409)
    return offer, shift, roster


def _moved(offer: Offer, shift: Shift) -> bool:
    """Somebody else stands there by now, or nobody needs to."""
    holder = None if offer.kind == rules.OPEN_SHIFT else offer.offered_by
    return shift.cancelled_at is not None or shift.person_id != holder


def _is_for(actor: Actor, offer: Offer, shift: Shift) -> bool:
    """To me by name; or to all who serve the site."""
    if offer.to_person_id is not None:
        return offer.to_person_id == actor.person_id
    return shift.site_id in sites_served(actor)


def _choose_return(actor: Actor, offer: Offer, shift: Shift, return_shift_id: str | None) -> None:
    wanted = offer.return_shift_id or return_shift_id
    if wanted is None:
        raise Problem("offers.return_needed", 422)
    if _return_shift(actor, shift, wanted).person_id != actor.person_id:
        raise Problem("offers.return_not_theirs", 409)
    offer.return_shift_id = wanted


def _moves(offer: Offer, shift: Shift, person_id: str) -> list[writing.Patch]:
    """What approving it changes."""
    moves: list[writing.Patch] = [(shift, {"person_id": person_id, "locked": False})]
    if offer.kind == rules.SWAP:
        back = get_owned(Shift, offer.organisation_id, offer.return_shift_id)
        moves.append((back, {"person_id": offer.offered_by, "locked": False}))
    return moves


def _note_claim(offer: Offer, person_id: str, state: str) -> None:
    found = db.session.scalar(
        select(Claim).where(
            Claim.organisation_id == offer.organisation_id,
            Claim.offer_id == offer.id,
            Claim.person_id == person_id,
        )
    )
    if found is None:
        found = Claim(organisation_id=offer.organisation_id, offer_id=offer.id, person_id=person_id, at=now())
        db.session.add(found)
    found.state = state
    db.session.flush()


def _await(offer: Offer, person_id: str) -> None:
    """Of an open shift several may ask; of one's own the first yes counts."""
    if offer.kind != rules.OPEN_SHIFT:
        offer.state, offer.taken_by = rules.AWAITING, person_id
        db.session.flush()


def _win(offer: Offer, shift: Shift, roster: Roster, person_id: str, *, by: str, state: str) -> None:
    moves = _moves(offer, shift, person_id)
    writing.write(roster, moves, by=by, label=reasons.OFFER)
    _settle(offer, state, by=by, taken_by=person_id)
    others = update(Claim).where(
        Claim.organisation_id == offer.organisation_id,
        Claim.offer_id == offer.id,
        Claim.state == rules.WAITING,
        Claim.person_id != person_id,
    )
    db.session.execute(others.values(state=rules.LOST).execution_options(synchronize_session="fetch"))
    _note_claim(offer, person_id, rules.WON)


def _settle(offer: Offer, state: str, *, by: str | None, taken_by: str | None = None, note: str = "") -> None:
    offer.state, offer.decided_by, offer.decided_at = state, by, now()
    offer.taken_by, offer.note = taken_by, note
    db.session.flush()


def unclaim(actor: Actor, *, offer_id: str) -> Offer:
    """I would rather not, as long as nobody has decided."""
    offer, shift, _ = _open(actor, offer_id, rules.LIVE)
    _refuse_strange_claim(offer, actor.person_id)
    _note_claim(offer, actor.person_id, rules.TAKEN_BACK)
    if offer.state == rules.AWAITING:
        offer.state, offer.taken_by = rules.OPEN, None
        db.session.flush()
    screens(offer, shift)
    return offer


def decline(actor: Actor, *, offer_id: str) -> Offer:
    """No, to a colleague who asked me."""
    offer, shift, _ = _open(actor, offer_id)
    if offer.to_person_id != actor.person_id:
        raise NotFound()
    _note_claim(offer, actor.person_id, rules.DECLINED)
    _settle(offer, rules.REFUSED, by=actor.person_id)
    tell_decision(offer, shift, rules.DECLINED, [offer.offered_by])
    screens(offer, shift)
    return offer


# --- decided ----------------------------------------------------------------------------------


def approve(actor: Actor, *, offer_id: str, person_id: str | None = None, note: str = "") -> Offer:
    """The supervisor's yes: the law is asked once more, then the shift changes hands."""
    offer, shift, roster = _to_decide(actor, offer_id)
    chosen = person_id or offer.taken_by
    if chosen is None:
        raise Problem("offers.nobody_yet", 409)
    if offer.kind != rules.OPEN_SHIFT and chosen != offer.taken_by:
        raise Problem("offers.nobody_claimed", 409)
    if actor.person_id in (offer.offered_by, chosen) and offer.kind != rules.OPEN_SHIFT:
        raise Problem("offers.not_oneself", 409)
    _refuse_strange_claim(offer, chosen)
    if offer.kind == rules.SWAP:
        _refuse_gone_return(actor, offer, shift, chosen)
    refuse_unfit(roster, _moves(offer, shift, chosen))
    _win(offer, shift, roster, chosen, by=actor.person_id, state=rules.APPROVED)
    offer.note = note
    note_change(actor, "approve", "offer", offer.id, person=chosen)
    tell_decision(offer, shift, rules.APPROVED, sides(offer, chosen))
    screens(offer, shift)
    return offer


def _refuse_gone_return(actor: Actor, offer: Offer, shift: Shift, chosen: str) -> None:
    if _return_shift(actor, shift, offer.return_shift_id).person_id != chosen:
        raise Problem("offers.over", 409)


def refuse(actor: Actor, *, offer_id: str, person_id: str | None = None, note: str = "") -> Offer:
    """No to one who asked, or to the whole."""
    offer, shift, _ = _to_decide(actor, offer_id)
    if person_id is not None and offer.kind == rules.OPEN_SHIFT:
        _refuse_strange_claim(offer, person_id)
        _note_claim(offer, person_id, rules.LOST)
        tell_decision(offer, shift, rules.REFUSED, [person_id])
    else:
        taken_by = offer.taken_by
        _settle(offer, rules.REFUSED, by=actor.person_id, note=note)
        tell_decision(offer, shift, rules.REFUSED, sides(offer, taken_by))
    note_change(actor, "refuse", "offer", offer.id, person=person_id)
    screens(offer, shift)
    return offer


def withdraw(actor: Actor, *, offer_id: str) -> Offer:
    """I keep my shift after all."""
    offer = get_owned(Offer, actor.organisation_id, offer_id)
    if offer.offered_by != actor.person_id:
        raise NotFound()
    return _take_back(actor, offer)


def withdraw_at_desk(actor: Actor, *, offer_id: str) -> Offer:
    """By the desk, whoever offered it."""
    offer = get_owned(Offer, actor.organisation_id, offer_id)
    shift_for(actor, offer.shift_id, roles=DESK)
    note_change(actor, "withdraw", "offer", offer.id)
    return _take_back(actor, offer)


def _take_back(actor: Actor, offer: Offer) -> Offer:
    shift = get_owned(Shift, actor.organisation_id, offer.shift_id)
    locked(actor.organisation_id, shift.roster_id)
    db.session.refresh(offer)
    if offer.state not in rules.LIVE:
        raise Problem("offers.over", 409)
    _settle(offer, rules.WITHDRAWN, by=actor.person_id)
    screens(offer, shift)
    return offer


def _to_decide(actor: Actor, offer_id: str) -> tuple[Offer, Shift, Roster]:
    found = get_owned(Offer, actor.organisation_id, offer_id)
    shift_for(actor, found.shift_id, roles=DESK)
    return _open(actor, offer_id, rules.LIVE)


def _refuse_strange_claim(offer: Offer, person_id: str) -> None:
    claimed = select(Claim.id).where(
        Claim.organisation_id == offer.organisation_id,
        Claim.offer_id == offer.id,
        Claim.person_id == person_id,
        Claim.state == rules.WAITING,
    )
    if db.session.scalar(claimed) is None:
        raise Problem("offers.nobody_claimed", 409)


def expire(offer: Offer) -> None:
    """Its time is over; whoever offered a shift of their own keeps it, and is told."""
    shift = get_owned(Shift, offer.organisation_id, offer.shift_id)
    _settle(offer, rules.EXPIRED, by=None)
    if offer.kind != rules.OPEN_SHIFT:
        tell_decision(offer, shift, rules.EXPIRED, [offer.offered_by])
    screens(offer, shift)
