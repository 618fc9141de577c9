"""Posts of the demonstration, what they need, under which terms the guards work, some leave and wishes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from demo.build import TIME_ZONE, acting
from demo.estate import ESTATES
from guard_api.clock import local_date, moved_to
from guard_api.database import db
from guard_api.identity.actor import ADMINISTRATOR, GUARD, HR, SUPERVISOR, Actor
from guard_api.identity.models import Grant, Person
from guard_api.tenants.models import Site
from people.queries import Worker, workforce
from schedules.leave import service as leave
from schedules.posts import service as posts
from schedules.posts.models import Post, ShiftType
from schedules.posts.queries import shift_types_of
from schedules.terms import service as terms
from schedules.terms import wishing
from training.certificates import service as certificates
from training.certificates.kinds.queries import types_of

MORNING = time(9, 45)
WEEK, OFFICE_WEEK = tuple(range(7)), tuple(range(5))
EARLY, LATE, NIGHT, DAY, DAY12, NIGHT12, PAIR = "E", "L", "N", "D", "D12", "N12", "NP"


@dataclass(frozen=True)
class Place:
    """A post, and for each of its shifts on which weekdays how many are needed."""

    site: int
    name: str
    kind: str
    priority: int
    pattern: str
    shifts: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = WEEK
    need: int = 1
    together: int = 1
    certificate: str | None = None
    walking: str = "some"


# Names are those of the placements, so that a guard's usual post is one of these.
PLACES = (
    Place(0, "东大门岗", "gate", 1, "three_shift"),
    Place(0, "监控中心", "control_room", 1, "three_shift", walking="none"),
    Place(0, "西门岗", "gate", 3, "three_shift", (EARLY,)),
    Place(0, "巡逻岗", "patrol", 2, "three_shift", (NIGHT,), certificate="fire_patrol", walking="much"),
    Place(0, "车库岗", "fixed", 4, "fixed_day", weekdays=OFFICE_WEEK),
    Place(
        1, "消防控制室", "control_room", 1, "three_shift",
        need=2, together=2, certificate="fire_control_operator", walking="none",
    ),
    Place(1, "大堂岗", "fixed", 2, "fixed_day", weekdays=OFFICE_WEEK),
    Place(1, "卸货区岗", "fixed", 4, "fixed_day", weekdays=OFFICE_WEEK),
    Place(1, "巡逻岗", "patrol", 3, "three_shift", (NIGHT,), OFFICE_WEEK, walking="much"),
    Place(2, "北门岗", "gate", 1, "two_shift"),
    Place(2, "危化品仓库岗", "fixed", 1, "two_shift", certificate="guard_card"),
    Place(2, "巡逻岗", "patrol", 2, "night_pair", need=2, together=2, walking="much"),
)  # fmt: skip
HELPERS = 4
CONTROL_ROOM_SITE = 1
# Days from today, by the guard's number: kind, from, until, whether it is decided.
LEAVE = (
    (1, "annual", -6, -5, "approve"),
    (4, "sick", -3, -2, "approve"),
    (7, "annual", 8, 12, "approve"),
    (12, "personal", 10, 10, "refuse"),
    (16, "annual", 15, 19, None),
    (19, "marriage", 20, 29, None),
    (26, "personal", 5, 6, None),
    (30, "bereavement", 2, 4, "approve"),
)
WISHES = (
    (2, "avoids", NIGHT, None, "晚上要照顾老人。"),
    (5, "wants", EARLY, None, ""),
    (9, "avoids", None, 6, "周日陪孩子。"),
    (17, "wants", NIGHT, None, "夜班补贴。"),
    (20, "unavailable", None, 2, "周三晚上上课。"),
    (28, "avoids", NIGHT12, None, ""),
)


def add(organisation_id: str, first_on: date, at: datetime) -> None:
    """Set up on the first day; leave is asked for as its days come near. Only once."""
    if db.session.scalar(select(Post.id).where(Post.organisation_id == organisation_id).limit(1)):
        return
    today = local_date(at, TIME_ZONE)
    with moved_to(_morning(first_on)):
        sites = _sites(organisation_id)
        _set_up(_one(organisation_id, ADMINISTRATOR), sites, first_on)
        guards = _guards(organisation_id, today)
        _agree(_one(organisation_id, HR), guards, sites, first_on)
        _license(_one(organisation_id, HR), guards, sites, first_on)
    _ask_for_leave(organisation_id, guards, today, at)
    with moved_to(min(at, _morning(today - timedelta(days=1)))):
        _wish(guards, shift_types_of(organisation_id).values(), today)


def _morning(day: date) -> datetime:
    return datetime.combine(day, MORNING, ZoneInfo(TIME_ZONE))


def _sites(organisation_id: str) -> list[str]:
    rows = db.session.execute(select(Site.name, Site.id).where(Site.organisation_id == organisation_id))
    by_name = dict(tuple(row) for row in rows)
    return [by_name[estate.name] for estate in ESTATES]


def _one(organisation_id: str, role: str, site_id: str | None = None) -> Actor:
    """The first who holds the role (for the site)."""
    statement = (
        select(Person)
        .join(Grant, (Grant.organisation_id == Person.organisation_id) & (Grant.person_id == Person.id))
        .where(Grant.organisation_id == organisation_id, Grant.role == role)
        .order_by(Person.employee_number, Person.id)
    )
    if site_id:
        statement = statement.where(Grant.site_id == site_id)
    return acting(db.session.scalars(statement).first())


def _guards(organisation_id: str, today: date) -> list[Worker]:
    """Those who are here today, site by site in the order of their numbers."""
    numbers = dict(
        db.session.execute(
            select(Person.id, Person.employee_number).where(Person.organisation_id == organisation_id)
        ).all()
    )
    here = [one for one in workforce(organisation_id, today) if one.roles == frozenset({GUARD})]
    sites = {site_id: place for place, site_id in enumerate(_sites(organisation_id))}
    return sorted(here, key=lambda one: (sites[one.site_id], numbers[one.person_id] or "", one.person_id))


# --- posts and demand -------------------------------------------------------------------------


def _set_up(actor: Actor, sites: Sequence[str], first_on: date) -> None:
    types = {one.code: one.id for one in types_of(actor.organisation_id)}
    for place in PLACES:
        post = posts.add_post(
            actor,
            site_id=sites[place.site],
            name=place.name,
            kind=place.kind,
            priority=place.priority,
            least_together=place.together,
            walking=place.walking,
            break_relief=place.kind == "control_room",
            certificate_type_ids=[types[place.certificate]] if place.certificate else [],
        )
        posts.use_pattern(actor, post_id=post.id, pattern=place.pattern, need=place.need, from_on=first_on)
        if place.shifts or place.weekdays != WEEK:
            _only_some(actor, post, place, first_on)


def _only_some(actor: Actor, post: Post, place: Place, first_on: date) -> None:
    """Of a pattern only some shifts, or only on some days of the week; then none on holidays."""
    wanted = [
        one for one in shift_types_of(actor.organisation_id).values() if one.code in (place.shifts or (DAY,))
    ]
    lines = [
        {"weekday": weekday, "shift_type_id": one.id, "need": place.need}
        for one in wanted
        for weekday in place.weekdays
    ]
    if place.weekdays != WEEK:
        lines += [{"weekday": 7, "shift_type_id": one.id, "need": 0} for one in wanted]
    posts.set_template(actor, post_id=post.id, from_on=first_on, lines=lines)


# --- people -----------------------------------------------------------------------------------


def _agree(actor: Actor, guards: Sequence[Worker], sites: Sequence[str], first_on: date) -> None:
    """Shift workers on comprehensive hours by the month, day workers on standard ones."""
    helpers = {one.person_id for one in _of_site(guards, sites[0])[-HELPERS:]}
    for number, one in enumerate(guards):
        by_shifts = one.shift_pattern != "fixed_day"
        may_serve = set(one.site_ids) | ({sites[1]} if one.person_id in helpers else set())
        terms.set_terms(
            actor,
            person_id=one.person_id,
            from_on=max(one.hired_on, first_on.replace(month=1, day=1)),
            hour_system="comprehensive" if by_shifts else "standard",
            law_pack="cn_comprehensive" if by_shifts else "cn_standard",
            period="month" if by_shifts else None,
            week_minutes=40 * 60,
            month_min_minutes=140 * 60 if by_shifts else None,
            month_max_minutes=210 * 60 if by_shifts else None,
            max_nights_month=8 if number % 9 == 5 else None,
            site_ids=sorted(may_serve),
            max_walking="some" if number % 7 == 3 else "much",
            languages=["zh", "en"] if number % 8 == 6 else ["zh"],
            waivers={},
            worked_before_months=(number * 37) % 150,
            note="",
        )
    _pair(actor, guards)


def _of_site(guards: Sequence[Worker], site_id: str) -> list[Worker]:
    return [one for one in guards if one.site_id == site_id]


def _pair(actor: Actor, guards: Sequence[Worker]) -> None:
    first, second, third, fourth = (guards[place].person_id for place in (1, 2, -1, -2))
    terms.pair(actor, person_a=first, person_b=second, kind="together", hard=False, reason="师徒")
    terms.pair(actor, person_a=third, person_b=fourth, kind="apart", hard=True, reason="夫妻不同岗")


def _license(actor: Actor, guards: Sequence[Worker], sites: Sequence[str], first_on: date) -> None:
    """Most of the tower and its helpers have passed as operators of fire-control rooms."""
    type_ = next(one for one in types_of(actor.organisation_id) if one.code == "fire_control_operator")
    helpers = _of_site(guards, sites[0])[-HELPERS:]
    for number, one in enumerate([*_of_site(guards, sites[CONTROL_ROOM_SITE])[:-1], *helpers]):
        certificates.enter(
            actor,
            type_id=type_.id,
            person_id=one.person_id,
            number=f"XF{first_on.year - 2}{5000 + number * 13}",
            issued_on=first_on - timedelta(days=420 + number * 9),
            issuer="上海市消防行业特有工种职业技能鉴定站",
        )


# --- leave and wishes -------------------------------------------------------------------------


def _ask_for_leave(organisation_id: str, guards: Sequence[Worker], today: date, at: datetime) -> None:
    for number, kind, from_days, until_days, decided in LEAVE:
        one = guards[number % len(guards)]
        from_on, until_on = today + timedelta(days=from_days), today + timedelta(days=until_days)
        asked = min(at, _morning(from_on - timedelta(days=9 if from_days < 0 else 20)))
        with moved_to(min(asked, at)):
            request = leave.ask(
                acting(_person(organisation_id, one.person_id)),
                kind=_kind(kind, one, today),
                from_on=from_on,
                until_on=until_on,
                from_half=False,
                until_half=False,
                reason="",
            )
        with moved_to(min(asked + timedelta(hours=5), at)):
            _decide(_one(organisation_id, SUPERVISOR, one.site_id), request.id, decided)


def _kind(kind: str, one: Worker, today: date) -> str:
    """Who is too new for annual leave asks for personal leave."""
    return "personal" if kind == "annual" and (today - one.hired_on).days < 420 else kind


def _person(organisation_id: str, person_id: str) -> Person:
    return db.session.get(Person, (organisation_id, person_id))


def _decide(actor: Actor, request_id: str, decided: str | None) -> None:
    if decided == "approve":
        leave.approve(actor, request_id=request_id, despite_clashes=True)
    elif decided == "refuse":
        leave.refuse(actor, request_id=request_id, note="当天人手不足，请改期。")


def _wish(guards: Sequence[Worker], types: Sequence[ShiftType], today: date) -> None:
    by_code = {one.code: one.id for one in types}
    organisation_id = next(iter(types)).organisation_id
    for number, kind, code, weekday, note in WISHES:
        person = _person(organisation_id, guards[number % len(guards)].person_id)
        wishing.wish(
            acting(person),
            from_on=today - timedelta(days=1),
            until_on=None,
            weekday=weekday,
            shift_type_id=by_code[code] if code else None,
            kind=kind,
            note=note,
        )
