from guard_api.database import db, new_id
from schedules.offers.models import Claim, Offer
from schedules.rosters.models import Shift
from tests.matrix.rosters import API, DESK, GUARDS, MY_SHIFT, READERS, SHIFT, UNLAWFUL
from tests.matrix.rows import Row
from tests.schedules.rosters.world import make_rosters

OFFER, MINE = API + "/offers/<offer_id>", API + "/my/offers/<offer_id>"
HERE, THERE = {"offer_id": "offer_here"}, {"offer_id": "offer_there"}
CLAIMED, CLAIMED_THERE = {"offer_id": "claimed_here"}, {"offer_id": "claimed_there"}
VACANT, VACANT_THERE = {"shift_id": "roster_spare_here"}, {"shift_id": "roster_spare_there"}
ANAS = {"shift_id": "roster_ana_here"}
# What belongs to Ana is not there for Sam.
NOT_SAMS = {404}


def make(cast, things: dict[str, str]) -> None:
    make_rosters(cast, things)
    for place in ("here", "there"):
        for name in ("offer", "claimed"):
            things[f"{name}_{place}"] = _offer(cast, things[f"roster_free_{place}"], "open", cast.admin)
    _claim(cast, things["claimed_here"], cast.ana, cast.sam)
    _claim(cast, things["claimed_there"], cast.ana)
    things["asked_of_ana"] = _offer(cast, things["roster_sam_here"], "give_away", cast.sam, cast.ana)
    things["given_by_ana"] = _offer(cast, things["roster_more_here"], "give_away", cast.ana)


def _claim(cast, offer_id: str, *person_ids: str) -> None:
    db.session.add_all(
        Claim(organisation_id=cast.organisation_id, offer_id=offer_id, person_id=person_id)
        for person_id in person_ids
    )


def _offer(cast, shift_id: str, kind: str, by: str, to: str | None = None) -> str:
    shift = db.session.get(Shift, (cast.organisation_id, shift_id))
    offer = Offer(
        organisation_id=cast.organisation_id,
        id=new_id(),
        shift_id=shift.id,
        kind=kind,
        offered_by=by,
        to_person_id=to,
        mode="manager",
        closes_at=shift.start_at,
    )
    db.session.add(offer)
    db.session.flush()
    return offer.id


ANA = {"person_id": "@ana"}
ROWS = [
    Row("GET", API + "/offers", READERS),
    Row("POST", SHIFT + "/offer", DESK, url=VACANT, foreign=VACANT_THERE, json={"mode": "first_come"}),
    Row("POST", OFFER + "/approve", DESK, url=CLAIMED, foreign=CLAIMED_THERE, json=ANA, also=UNLAWFUL),
    Row("POST", OFFER + "/refuse", DESK, url=CLAIMED, foreign=CLAIMED_THERE, json=ANA),
    Row("POST", OFFER + "/withdraw", DESK, url=HERE, foreign=THERE),
    Row("GET", API + "/my/offers", GUARDS),
    Row("POST", MINE + "/claim", GUARDS, url=HERE, foreign=THERE, json={}, also=UNLAWFUL),
    Row("POST", MINE + "/unclaim", GUARDS, url=CLAIMED),
    Row("POST", MINE + "/decline", GUARDS, url={"offer_id": "asked_of_ana"}, also=NOT_SAMS),
    Row("POST", MINE + "/withdraw", GUARDS, url={"offer_id": "given_by_ana"}, also=NOT_SAMS),
    Row("POST", MY_SHIFT + "/give-away", GUARDS, url=ANAS, json={}, also=NOT_SAMS),
    Row("POST", MY_SHIFT + "/swap", GUARDS, url=ANAS, json={"to_person_id": "@ben"}, also=NOT_SAMS),
    Row("GET", MY_SHIFT + "/colleagues", GUARDS, url=ANAS, also=NOT_SAMS),
]
