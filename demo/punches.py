"""Who came and went in the demonstration: mostly on time, some late, a punch forgotten,
a shift that nobody came for, a correction that waits, and what was counted when posts changed hands."""

import random
import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from demo import history
from demo.build import acting
from evidence.sync.kinds import Received
from guard_api.clock import moved_to
from guard_api.database import db
from guard_api.identity.actor import ADMINISTRATOR, SUPERVISOR, Actor
from guard_api.identity.models import Grant, Person
from guard_api.tenants.models import Site
from schedules.clocking.corrections import service as corrections
from schedules.clocking.corrections.queries import open_questions
from schedules.clocking.derivation import derive_people, derive_shifts, stretches_of
from schedules.clocking.models import NoShowAlarm, Punch
from schedules.clocking.no_shows import service as no_shows
from schedules.clocking.payloads import PunchPayload
from schedules.clocking.punches.service import record_punches
from schedules.clocking.relief import relieved
from schedules.clocking.settings.service import set_settings
from schedules.handovers.payloads import (
    GivenItem,
    HandoverAcceptedPayload,
    HandoverGivenPayload,
    TakenItem,
)
from schedules.handovers.rules import handover_id
from schedules.handovers.service import equipment_of, record_accepted, record_given, set_equipment
from schedules.leave.queries import away_between
from schedules.rosters.models import Shift
from schedules.rosters.queries import shifts_between

EQUIPMENT = (("钥匙串", "Key ring", 6), ("对讲机", "Radio", 4), ("强光手电", "Torch", 3))
LATE_SHARE, OVER_SHARE, ONE_FORGOTTEN_OF = 0.05, 0.06, 30
HANDOVER_DAYS = timedelta(days=4)
WORDS = ("一切正常。", "东侧道闸反应慢，已报修。", "访客车辆较多，注意登记。", "三号楼电梯检修中。")
EXCUSE = "下班时手机没电，忘记打卡，接班人可以证明。"


def add(organisation_id: str, first_on: date, at: datetime) -> None:
    """Live through the published shifts that have begun by now; what was lived through before stays."""
    begun = shifts_between(organisation_id, history.midnight(first_on), at)
    away = away_between(organisation_id, first_on, at.date())
    shifts = [one for one in begun if one.person_id and one.on not in away.get(one.person_id, ())]
    if not shifts:
        return
    desks = _desks(organisation_id)
    _ask(organisation_id, desks)
    missed = _nobody_came(organisation_id, shifts, at)
    people = {one.id: one for one in _people(organisation_id, {shift.person_id for shift in shifts})}
    for person_id, theirs in _by_person(shifts).items():
        _come_and_go(acting(people[person_id]), [one for one in theirs if one.id not in missed], at)
    derive_people(organisation_id, stretches_of((s.person_id, s.start_at, s.end_at) for s in shifts))
    vacant = [one.id for one in begun if one.person_id is None]
    derive_shifts(organisation_id, vacant)
    _put_right(organisation_id, people, desks, at)
    _hand_over(organisation_id, shifts, people, at)


def _people(organisation_id: str, ids: Iterable[str]) -> list[Person]:
    rows = select(Person).where(Person.organisation_id == organisation_id, Person.id.in_(set(ids)))
    return list(db.session.scalars(rows))


def _desks(organisation_id: str) -> list[Actor]:
    """The administrator, then the supervisors."""
    rows = db.session.scalars(
        select(Person)
        .join(Grant, (Grant.organisation_id == Person.organisation_id) & (Grant.person_id == Person.id))
        .where(Person.organisation_id == organisation_id, Grant.role.in_((ADMINISTRATOR, SUPERVISOR)))
        .order_by(Person.id)
        .distinct()
    )
    return sorted((acting(person) for person in rows), key=lambda one: not one.has(ADMINISTRATOR))


def _ask(organisation_id: str, desks: Sequence[Actor]) -> None:
    """What sites ask of a punch, and what is counted at a change of shift."""
    administrator = next(one for one in desks if one.has(ADMINISTRATOR))
    asked = {"geofence": "flag", "radius_m": 250, "photo": False, "tolerances": {}}
    ways = ["gps", "camera", "nfc", "typed", "button"]
    set_settings(actor=administrator, site_id=None, methods=ways, **asked)
    sites = db.session.scalars(select(Site.id).where(Site.organisation_id == organisation_id)).all()
    for site_id in sites:
        if not equipment_of(organisation_id, [site_id]):
            items = [{"name_zh": zh, "name_en": en, "count": count} for zh, en, count in EQUIPMENT]
            set_equipment(actor=administrator, site_id=site_id, items=items)


def _by_person(shifts: Iterable[Shift]) -> dict[str, list[Shift]]:
    found: dict[str, list[Shift]] = {}
    for one in shifts:
        found.setdefault(one.person_id, []).append(one)
    return found


def _nobody_came(organisation_id: str, shifts: Sequence[Shift], at: datetime) -> set[str]:
    """A shift of the last days whose guard overslept: the alarm went to the supervisors."""
    known = select(NoShowAlarm.shift_id).where(NoShowAlarm.organisation_id == organisation_id)
    missed = set(db.session.scalars(known))
    over = [one for one in shifts if at - timedelta(days=6) < one.start_at and one.end_at < at]
    alone = [one for one in over if not _punched(organisation_id, one)]
    if not alone or missed & {one.id for one in over}:
        return missed
    shift = alone[len(alone) // 2]
    for minutes in (-30, 16, 40):
        with moved_to(shift.start_at + timedelta(minutes=minutes)):
            derive_shifts(organisation_id, [shift.id])
            no_shows.raise_due(shift.start_at + timedelta(minutes=minutes))
            no_shows.escalate_due(shift.start_at + timedelta(minutes=minutes))
    return missed | {shift.id}


def _known(organisation_id: str, ids: Iterable[str]) -> set[str]:
    rows = select(Punch.id).where(Punch.organisation_id == organisation_id, Punch.id.in_(list(ids)))
    return set(db.session.scalars(rows))


def _punched(organisation_id: str, shift: Shift) -> bool:
    return db.session.get(Punch, (organisation_id, _id(shift, "in"))) is not None


def _id(shift: Shift, kind: str) -> str:
    return str(uuid.uuid5(uuid.UUID(shift.id), f"{shift.person_id} {kind}"))


def _is_forgotten(shift: Shift, at: datetime) -> bool:
    """Nobody clocked out of it, long enough ago to be asked about. The same at each load."""
    return int(shift.id[-6:], 16) % ONE_FORGOTTEN_OF == 0 and shift.end_at < at - timedelta(hours=8)


def _come_and_go(actor: Actor, shifts: Sequence[Shift], at: datetime) -> None:
    site_ids = {shift.site_id for shift in shifts}
    rows = select(Site).where(Site.organisation_id == actor.organisation_id, Site.id.in_(site_ids))
    sites = {site.id: site for site in db.session.scalars(rows)}
    told = [event for shift in shifts for event in _day(shift, sites[shift.site_id], at)]
    known = _known(actor.organisation_id, {event.id for event in told})
    events = [event for event in told if event.id not in known]
    if events:
        record_punches(actor, events)


def _day(shift: Shift, site: Site, at: datetime) -> Iterable[Received]:
    chance = random.Random(f"{shift.on} {shift.slot} {shift.person_id[-4:]}")
    late = chance.randint(7, 35) if chance.random() < LATE_SHARE else -chance.randint(1, 14)
    over = chance.randint(20, 90) if chance.random() < OVER_SHARE else chance.randint(0, 9)
    came, left = shift.start_at + timedelta(minutes=late), shift.end_at + timedelta(minutes=over)
    for kind, when in (("in", came), ("out", left)):
        if when <= at and not (kind == "out" and _is_forgotten(shift, at)):
            yield _punch(shift, site, kind, when, chance)


def _punch(shift: Shift, site: Site, kind: str, when: datetime, chance: random.Random) -> Received:
    fix = {
        "lat": round(site.lat + chance.uniform(-0.0006, 0.0006), 6),
        "lon": round(site.lon + chance.uniform(-0.0006, 0.0006), 6),
        "accuracy_m": chance.randint(5, 25),
    }
    said = PunchPayload(kind=kind, site_id=site.id, method="gps", shift_id=shift.id, **fix)
    received_at = when + timedelta(seconds=chance.randint(1, 40))
    return Received(_id(shift, kind), "schedules.punch", when, received_at, 0.0, said)


def _put_right(organisation_id: str, people: dict[str, Person], desks: Sequence[Actor], at: datetime) -> None:
    """Of the punches that were forgotten most are decided on, one waits, the last is still asked."""
    asked = [
        (person, one) for person in people.values() for one in open_questions(organisation_id, person.id)
    ]
    asked = sorted(asked, key=lambda pair: (pair[1].presumed_at, pair[1].id))
    for number, (person, question) in enumerate(asked[:-1]):
        when = min(question.presumed_at + timedelta(hours=14), at)
        with moved_to(when):
            actor = acting(person)
            spent = question.presumed_at + timedelta(minutes=5 + number % 4 * 5)
            corrections.answer_question(
                actor=actor, question_id=question.id, at=min(spent, when), note=EXCUSE
            )
        if number < len(asked) - 2:
            _decide(question, desks, when + timedelta(hours=2), at)


def _decide(question, desks: Sequence[Actor], when: datetime, at: datetime) -> None:
    desk = next(one for one in desks if question.site_id in one.scope(SUPERVISOR, ADMINISTRATOR))
    with moved_to(min(when, at)):
        corrections.decide(actor=desk, correction_id=question.correction_id, accepted=True)


def _hand_over(
    organisation_id: str, shifts: Sequence[Shift], people: dict[str, Person], at: datetime
) -> None:
    """Of the last days: counted by both, once with a torch too few."""
    before = relieved(organisation_id, [one for one in shifts if at - HANDOVER_DAYS < one.start_at])
    changes = [(before.get(one.id), one) for one in shifts]
    late = [(old, new) for old, new in changes if old and old.person_id in people]
    for number, (old, new) in enumerate(late):
        lacking = 1 if number == len(late) // 2 else 0
        _change(organisation_id, old, new, people, lacking, WORDS[number % len(WORDS)])


def _change(
    organisation_id: str, old: Shift, new: Shift, people: dict[str, Person], lacking: int, words: str
) -> None:
    things = equipment_of(organisation_id, [new.site_id])
    about = {
        "handover_id": handover_id(old.id),
        "site_id": new.site_id,
        "post_id": new.post_id,
        "from_shift_id": old.id,
        "to_shift_id": new.id,
    }
    given = tuple(GivenItem(each.id, each.count) for each in things)
    taken = tuple(TakenItem(each.id, each.count - (lacking if each is things[-1] else 0)) for each in things)
    when = new.start_at
    record_given(
        acting(people[old.person_id]), [_word(HandoverGivenPayload(**about, items=given, note=words), when)]
    )
    note = "少一支手电，已告知班长。" if lacking else ""
    accepted = HandoverAcceptedPayload(**about, items=taken, difference_note=note)
    record_accepted(acting(people[new.person_id]), [_word(accepted, when + timedelta(minutes=4))])


def _word(payload, when: datetime) -> Received:
    return Received(str(uuid.uuid4()), "schedules.handover", when, when, 0.0, payload)
