"""Posts, kinds of shift and rosters for stories, without the screens that usually make them."""

from datetime import date, time, timedelta

from guard_api.database import db, new_id
from schedules.posts.models import Demand, Post, ShiftType

MONDAY = date(2030, 3, 4)
BREAK = [{"after_minutes": 240, "minutes": 60, "paid": False}]


def make_post(cast, name: str = "Main gate", site_id: str | None = None, **more) -> str:
    post = Post(
        organisation_id=cast.organisation_id,
        id=new_id(),
        site_id=site_id or cast.north_gate,
        name=name,
        kind="gate",
        **more,
    )
    db.session.add(post)
    db.session.flush()
    return post.id


def make_shift_type(cast, code: str, starts: str, minutes: int = 480, breaks=()) -> str:
    kind = ShiftType(
        organisation_id=cast.organisation_id,
        id=new_id(),
        code=code,
        name_zh=f"{code}班",
        name_en=f"{code} shift",
        starts_at=time.fromisoformat(starts),
        minutes=minutes,
        breaks=list(breaks),
    )
    db.session.add(kind)
    db.session.flush()
    return kind.id


def ask_for(cast, post_id: str, shift_type_id: str, need: int = 1, weekdays=range(7)) -> None:
    db.session.add_all(
        Demand(
            organisation_id=cast.organisation_id,
            post_id=post_id,
            weekday=weekday,
            shift_type_id=shift_type_id,
            need=need,
            from_on=date(2020, 1, 1),
        )
        for weekday in weekdays
    )
    db.session.flush()


class Estate:
    """North Gate Estate: a main gate that is staffed by day and by night."""

    def __init__(self, cast):
        self.cast = cast
        self.gate = make_post(cast)
        self.day = make_shift_type(cast, "D", "08:00", breaks=BREAK)
        self.night = make_shift_type(cast, "N", "22:00")
        ask_for(cast, self.gate, self.day)
        ask_for(cast, self.gate, self.night)
        db.session.commit()


def draft(client, estate, *, days: int = 7, from_on: date = MONDAY, name: str = "March", sites=None) -> dict:
    answer = client.post(
        "/api/v1/rosters",
        json={
            "name": name,
            "from_on": from_on.isoformat(),
            "until_on": (from_on + timedelta(days=days - 1)).isoformat(),
            "site_ids": sites or [estate.cast.north_gate],
        },
    )
    assert answer.status_code == 201, answer.get_json()
    return answer.get_json()


def places(client, roster: dict) -> dict[tuple[str, str], dict]:
    """By date and code of the shift."""
    grid = client.get(f"/api/v1/rosters/{roster['id']}/grid?by=posts&limit=1000").get_json()
    listed = client.get(f"/api/v1/shifts?roster_id={roster['id']}&limit=500").get_json()["items"]
    codes = {one["id"]: one["shift_type"]["en"].split()[0] for one in listed}
    return {(one["on"], codes[one["id"]]): one for one in grid["shifts"]}


def edit(client, roster: dict, *changes: dict, status: int = 200, **more) -> dict:
    """As somebody who has just looked at the roster."""
    head = client.get(f"/api/v1/rosters/{roster['id']}").get_json()
    answer = client.post(
        f"/api/v1/rosters/{roster['id']}/edits",
        json={"edit_number": head["edit_number"], "changes": list(changes), **more},
    )
    assert answer.status_code == status, answer.get_json()
    return answer.get_json()


def publish(client, roster: dict, *, accept: bool = True, status: int = 200) -> dict:
    answer = client.post(f"/api/v1/rosters/{roster['id']}/publish?accept={str(accept).lower()}", json={})
    assert answer.status_code == status, answer.get_json()
    return answer.get_json()


def day(number: int) -> str:
    """Days from that Monday."""
    return (MONDAY + timedelta(days=number)).isoformat()
