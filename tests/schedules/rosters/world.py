"""Two sites, each with a published roster and a draft, for the matrix of who may do what."""

from datetime import date

from guard_api.database import db, new_id
from schedules.posts.models import ShiftType
from schedules.rosters import publishing
from schedules.rosters.models import Roster, RosterSite, Shift
from schedules.rosters.places import times
from tests.schedules.rosters.stock import ask_for, make_post, make_shift_type

ON = date(2033, 5, 2)


def make_rosters(cast, things: dict[str, str]) -> None:
    """Once, whoever of the matrix asks first."""
    if "roster_here" in things:
        return
    things["roster_day"] = make_shift_type(cast, "RD", "08:00")
    for place, site_id in (("here", cast.north_gate), ("there", cast.south_tower)):
        post = things[f"roster_post_{place}"] = make_post(cast, "Roster gate", site_id)
        ask_for(cast, post, things["roster_day"])
        _roster(cast, things, place, site_id, post)


def _roster(cast, things: dict[str, str], place: str, site_id: str, post_id: str) -> None:
    """One that is published, of which Ana and Sam have a shift each, and a draft."""
    for name, from_on in (("roster", ON), ("draft", ON.replace(month=7))):
        roster = Roster(
            organisation_id=cast.organisation_id,
            id=new_id(),
            name=f"{name} {place}",
            from_on=from_on,
            until_on=from_on.replace(day=20),
            created_by=cast.admin,
        )
        db.session.add(roster)
        db.session.flush()
        db.session.add(RosterSite(organisation_id=cast.organisation_id, roster_id=roster.id, site_id=site_id))
        things[f"{name}_{place}"] = roster.id
        standing = {"ana": cast.ana, "sam": cast.sam, "free": None, "spare": None, "more": cast.ana}
        for number, (who, person_id) in enumerate(standing.items(), 4):
            shift = _shift(cast, roster, site_id, post_id, things["roster_day"], number, person_id)
            things[f"{name}_{who}_{place}"] = shift.id
        if name == "roster":
            things[f"version_{place}"] = publishing.first(roster, by=cast.admin).id


def _shift(cast, roster, site_id, post_id, shift_type_id, number, person_id) -> Shift:
    kind = db.session.get(ShiftType, (cast.organisation_id, shift_type_id))
    on = roster.from_on.replace(day=number)
    start_at, end_at = times(kind, on, "Asia/Shanghai")
    shift = Shift(
        organisation_id=cast.organisation_id,
        id=new_id(),
        roster_id=roster.id,
        site_id=site_id,
        post_id=post_id,
        shift_type_id=shift_type_id,
        on=on,
        start_at=start_at,
        end_at=end_at,
        person_id=person_id,
    )
    db.session.add(shift)
    db.session.flush()
    return shift
