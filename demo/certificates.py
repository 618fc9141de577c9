"""Licences and certificates of the demonstration: most hold, one is about to end, one has just ended."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from sqlalchemy import select

from demo.build import TIME_ZONE, acting
from guard_api.clock import local_date, moved_to
from guard_api.database import db
from guard_api.identity.actor import GUARD, HR, Actor
from guard_api.identity.models import Grant, Person
from guard_api.tenants.models import Site
from training.certificates import service
from training.certificates.kinds.queries import types_of
from training.certificates.kinds.service import ensure_types
from training.certificates.models import Certificate, CertificateType
from training.certificates.qualification.service import set_rules
from training.certificates.warnings.service import warn

AT_WORK = time(9, 30)
ENDING_IN, ENDED_AGO = timedelta(days=25), timedelta(days=12)
USUAL_END = timedelta(days=200)


def add(organisation_id: str, first_on: date, at: datetime) -> None:
    """Entered by HR on the first day; then every morning the warnings that were due. Only once."""
    if db.session.scalar(
        select(Certificate.id).where(Certificate.organisation_id == organisation_id).limit(1)
    ):
        return
    ensure_types(organisation_id)
    types = {one.code: one for one in types_of(organisation_id)}
    today = local_date(at, TIME_ZONE)
    with moved_to(_morning(first_on)):
        actor = _hr(organisation_id)
        _enter_all(actor, types, today)
        _rules(actor, types)
    for number in range((today - first_on).days + 1):
        moment = _morning(first_on + timedelta(days=number))
        if moment <= at:
            with moved_to(moment):
                warn(organisation_id)


def _morning(day: date) -> datetime:
    return datetime.combine(day, AT_WORK, ZoneInfo(TIME_ZONE))


def _hr(organisation_id: str) -> Actor:
    [person] = _people(organisation_id, HR)[:1]
    return acting(person)


def _people(organisation_id: str, role: str) -> list[Person]:
    return list(
        db.session.scalars(
            select(Person)
            .join(Grant, (Grant.organisation_id == Person.organisation_id) & (Grant.person_id == Person.id))
            .where(Grant.organisation_id == organisation_id, Grant.role == role)
            .order_by(Person.employee_number, Person.id)
            .distinct()
        )
    )


def _enter_all(actor: Actor, types: dict[str, CertificateType], today: date) -> None:
    """The first guard's first-aid course ends soon, the second's has ended; so it is with fire patrol."""
    for number, guard in enumerate(_people(actor.organisation_id, GUARD)):
        _enter_card(actor, types["guard_card"], guard, number, today)
        end = {0: today + ENDING_IN, 1: today - ENDED_AGO}.get(number, today + USUAL_END + timedelta(number))
        if number % 3 != 2:
            _enter_ending(actor, types["first_aider"], guard, number, end, "上海市红十字会")
        if number % 4 != 3:
            _enter_ending(actor, types["fire_patrol"], guard, number, end + timedelta(days=number), "")


def _enter_card(actor: Actor, type_: CertificateType, guard: Person, number: int, today: date) -> None:
    service.enter(
        actor,
        type_id=type_.id,
        person_id=guard.id,
        number=f"沪公保 {20190000 + number * 37:08d}",
        issued_on=today - timedelta(days=400 + number * 211),
        issuer="上海市公安局",
    )


def _enter_ending(
    actor: Actor, type_: CertificateType, guard: Person, number: int, end: date, issuer: str
) -> None:
    service.enter(
        actor,
        type_id=type_.id,
        person_id=guard.id,
        number=f"SH-{end.year}-{1000 + number}" if type_.external else "",
        issued_on=end - relativedelta(months=type_.validity_months),
        expires_on=end,
        issuer=issuer,
    )


def _rules(actor: Actor, types: dict[str, CertificateType]) -> None:
    site_id = db.session.scalar(
        select(Site.id)
        .where(Site.organisation_id == actor.organisation_id)
        .order_by(Site.created_at, Site.id)
    )
    rules = (
        ("everyone", None, "guard_card", "block"),
        ("site", site_id, "fire_patrol", "warn"),
        ("post", "监控室", "fire_control_operator", "allow"),
    )
    items = [
        {
            "scope": scope,
            "value": value,
            "certificate_type_id": types[code].id,
            "module_id": None,
            "effect": effect,
        }
        for scope, value, code, effect in rules
    ]
    set_rules(actor, items=items)
