"""The estate set up as an administrator would do it: through the services."""

import secrets
from dataclasses import dataclass
from datetime import date, time
from math import cos, radians
from pathlib import Path

from sqlalchemy import select

from checkpoints.findings.categories import ensure_categories
from checkpoints.patrols.plans.service import add_plan
from checkpoints.places.checklists.service import ensure_templates
from checkpoints.places.floor_plans.pictures import prepare
from checkpoints.places.floor_plans.queries import file_key
from checkpoints.places.models import Checklist, FloorPlan
from checkpoints.places.points.service import add_checkpoint, add_zone
from checkpoints.places.walks.distances import minutes
from checkpoints.places.walks.service import add_route
from demo.drawings import draw
from demo.estate import ESTATES, ORGANISATION, PEOPLE, Estate, Point, Round, Someone
from guard_api.clock import now
from guard_api.database import db, new_id
from guard_api.files import store
from guard_api.identity.actor import Actor
from guard_api.identity.models import Person, Phone
from guard_api.identity.passwords import hash_secret
from guard_api.identity.people.service import add_person
from guard_api.identity.queries import grants_of
from guard_api.identity.service import create_administrator
from guard_api.tenants.service import add_site, found_organisation

TIME_ZONE = "Asia/Shanghai"
METRES_A_DEGREE = 111_320
SLOWEST_LEG_MINUTES = 1.5


@dataclass(frozen=True)
class Secrets:
    """What the demonstration's people sign in with; made anew for each installation."""

    password: str
    pin: str


def build(fonts: Path, words: Secrets, first_on: date) -> str:
    """Everything that stands before the first round is walked; the organisation's id."""
    organisation_id = found_organisation(name=ORGANISATION, language="zh-CN").id
    ensure_categories(organisation_id)
    ensure_templates(organisation_id=organisation_id)
    first, *others = PEOPLE
    administrator = create_administrator(
        organisation_id=organisation_id,
        name=first.name,
        login=first.login,
        password=words.password,
        language=first.language,
    )
    actor = acting(administrator)
    sites = [_site(actor, estate) for estate in ESTATES]
    _people(actor, others, sites, words)
    for estate, site_id in zip(ESTATES, sites, strict=True):
        _furnish(actor, estate, site_id, fonts, first_on)
    return organisation_id


def acting(person: Person, phone_id: str | None = None) -> Actor:
    """The person as if signed in."""
    return Actor(
        organisation_id=person.organisation_id,
        person_id=person.id,
        session_id=new_id(),
        language=person.language,
        grants=frozenset(grants_of(person.organisation_id, person.id)),
        phone_id=phone_id,
    )


def _site(actor: Actor, estate: Estate) -> str:
    lat, lon = where(estate, (0.5, 0.5))
    values = {"name": estate.name, "address": estate.address, "lat": lat, "lon": lon, "time_zone": TIME_ZONE}
    return add_site(actor=actor, values=values).id


def where(estate: Estate, at: tuple[float, float]) -> tuple[float, float]:
    """A place of the site as latitude and longitude."""
    (north, west), (width, height) = estate.north_west, estate.size_m
    lat = north - at[1] * height / METRES_A_DEGREE
    lon = west + at[0] * width / (METRES_A_DEGREE * cos(radians(north)))
    return round(lat, 6), round(lon, 6)


def _people(actor: Actor, people: list[Someone], sites: list[str], words: Secrets) -> None:
    hashes = {"password_hash": hash_secret(words.password), "pin_hash": hash_secret(words.pin)}
    for number, someone in enumerate(people, 2):
        login = "email" if "@" in someone.login else "phone_number"
        grants = [{"role": someone.role, "site_id": sites[place]} for place in someone.at]
        values = {
            "name": someone.name,
            login: someone.login,
            "language": someone.language,
            "employee_number": f"JL-{number:03d}",
            "grants": grants or [{"role": someone.role, "site_id": None}],
        }
        add_person(actor=actor, values=values | hashes)
    for place, site_id in enumerate(sites):
        db.session.add(
            Phone(
                organisation_id=actor.organisation_id,
                site_id=site_id,
                name=f"{ESTATES[place].name} 巡更手机",
                token_digest=secrets.token_hex(32),
                enrolled_by=actor.person_id,
                enrolled_at=now(),
            )
        )
    db.session.flush()


def _furnish(actor: Actor, estate: Estate, site_id: str, fonts: Path, first_on: date) -> None:
    plans = {
        drawing.key: _floor_plan(actor, estate, site_id, position, fonts)
        for position, drawing in enumerate(estate.drawings)
    }
    zones = dict.fromkeys(point.zone for point in estate.points)
    zones = {name: add_zone(actor=actor, site_id=site_id, name=name).id for name in zones}
    checklist_id = db.session.scalar(
        select(Checklist.id).where(
            Checklist.organisation_id == actor.organisation_id, Checklist.template == "fire_patrol"
        )
    )
    checkpoints = {
        point.name: _checkpoint(actor, estate, site_id, point, plans, zones, checklist_id)
        for point in estate.points
    }
    for round_ in estate.rounds:
        _round(actor, estate, site_id, round_, checkpoints, first_on)


def _floor_plan(actor: Actor, estate: Estate, site_id: str, position: int, fonts: Path) -> str:
    """As the service keeps one, but inside this transaction: the estate is there whole or not at all."""
    drawing = estate.drawings[position]
    picture = prepare(draw(drawing, estate.size_m, fonts))
    store().put(file_key(actor.organisation_id, picture.sha256), picture.content)
    plan = FloorPlan(
        organisation_id=actor.organisation_id,
        id=new_id(),
        site_id=site_id,
        name=drawing.name,
        position=position,
        image_sha256=picture.sha256,
        width_px=picture.width_px,
        height_px=picture.height_px,
        metres_per_px=estate.size_m[0] / picture.width_px,
    )
    db.session.add(plan)
    db.session.flush()
    return plan.id


def _checkpoint(
    actor: Actor,
    estate: Estate,
    site_id: str,
    point: Point,
    plans: dict[str, str],
    zones: dict[str, str],
    checklist_id: str,
) -> str:
    lat, lon = where(estate, point.at)
    return add_checkpoint(
        actor=actor,
        site_id=site_id,
        name=point.name,
        kind=point.kind,
        zone_id=zones[point.zone],
        lat=lat,
        lon=lon,
        radius_m=60 if point.indoors else 40,
        floor_plan_id=plans[point.plan],
        plan_x=point.at[0],
        plan_y=point.at[1],
        instructions=point.instructions,
        checklist_id=checklist_id if point.checklist else None,
    ).id


def _round(
    actor: Actor, estate: Estate, site_id: str, round_: Round, checkpoints: dict[str, str], first_on: date
) -> None:
    places = {point.name: point.at for point in estate.points}
    stops, before = [], None
    for name in round_.stops:
        stops.append({"checkpoint_id": checkpoints[name], "minutes": _leg(estate, before, places[name])})
        before = places[name]
    route = add_route(actor=actor, site_id=site_id, name=round_.name, ordered=round_.ordered, stops=stops)
    add_plan(
        actor=actor,
        site_id=site_id,
        route_id=route.id,
        name=round_.name,
        rule=round_.rule,
        first_on=first_on,
        last_on=None,
        starts_at=time.fromisoformat(round_.starts_at),
        window_minutes=round_.window_minutes,
        tolerance_minutes=round_.tolerance_minutes,
        randomised=round_.window_minutes > 0,
        post=round_.post,
        person_ids=[],
    )


def _leg(estate: Estate, start: tuple[float, float] | None, end: tuple[float, float]) -> float:
    """Minutes from one stop to the next, with a look around."""
    if start is None:
        return 1.0
    (x0, y0), (x1, y1), (width, height) = start, end, estate.size_m
    metres = abs(x1 - x0) * width + abs(y1 - y0) * height
    return max(SLOWEST_LEG_MINUTES, round(minutes(metres) + 0.5, 1))
