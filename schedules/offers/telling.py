"""Who learns what of an offer, and the screens that show it."""

from collections.abc import Iterable

from guard_api.database import get_owned
from guard_api.identity.actor import Actor
from guard_api.identity.models import Person
from guard_api.live.service import announce
from guard_api.notices.service import tell
from schedules.offers import rules
from schedules.offers.models import Offer
from schedules.rosters.call_offs import desk_of, place_words
from schedules.rosters.models import Shift

DESK_LINK, PHONE_LINK = "/desk/offers", "/shifts/offers"


def screens(offer: Offer, shift: Shift) -> None:
    announce(organisation_id=offer.organisation_id, changes=[("offer", offer.id, shift.site_id)])


def sides(offer: Offer, other: str | None) -> list[str]:
    """Who waits for the answer: both colleagues, or of an open shift the one who gets it."""
    both = [other] if offer.kind == rules.OPEN_SHIFT else [offer.offered_by, other]
    return [id_ for id_ in both if id_]


def ask(actor: Actor, offer: Offer, shift: Shift) -> None:
    person = get_owned(Person, actor.organisation_id, actor.person_id)
    tell_people(shift, [offer.to_person_id], "swap_asked", PHONE_LINK, once=offer.id, person=person.name)


def tell_desk(shift: Shift, person_id: str, kind: str, offer: Offer) -> None:
    person = get_owned(Person, shift.organisation_id, person_id)
    desk = desk_of(shift.organisation_id, shift.site_id)
    tell_people(shift, desk, kind, DESK_LINK, once=f"{offer.id}:{person_id}", person=person.name)


def tell_decision(offer: Offer, shift: Shift, decision: str, person_ids: list[str]) -> None:
    once = f"{offer.id}:{decision}"
    tell_people(shift, person_ids, "swap_decided", PHONE_LINK, once=once, decision=rules.DECISIONS[decision])


def tell_people(shift: Shift, person_ids: Iterable[str], kind: str, link: str, *, once: str, **more) -> None:
    tell(
        organisation_id=shift.organisation_id,
        person_ids=sorted(person_ids),
        kind=kind,
        params=place_words(shift) | more,
        link=link,
        dedupe=f"{kind}:{once}",
    )
