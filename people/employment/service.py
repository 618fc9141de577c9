"""The spells of somebody's employment, in the words of HR. What was wrong is corrected with a reason."""

from datetime import date
from typing import Any

from guard_api.database import db, get_owned, new_id
from guard_api.errors import NotFound, Problem
from guard_api.identity.actor import Actor
from guard_api.identity.models import Person
from guard_api.identity.people import service as identity
from guard_api.records import note_change
from guard_api.tenants.models import Site
from people.dates import today_of
from people.employment import queries, rules, sign_in
from people.employment.fitting import fit
from people.employment.models import Employment, LeaveOfAbsence, Placement
from people.employment.rules import ONE_DAY, Span
from people.ladder.models import Grade

PLACE = ("site_id", "grade_id", "post", "shift_pattern", "manager_id")
SPELL = (
    "hired_on",
    "contract_kind",
    "probation_until_on",
    "left_on",
    "exit_reason",
    "exit_note",
    "notice_on",
)


def person_of(actor: Actor, person_id: str) -> Person:
    """Whom the actor may hire, move or let go: never oneself, nor who is above."""
    person = get_owned(Person, actor.organisation_id, person_id)
    if person_id == actor.person_id:
        raise Problem("identity.not_oneself", 403)
    identity.refuse_unmanaged(actor, person)
    return person


def hire(
    actor: Actor,
    *,
    person_id: str,
    hired_on: date,
    contract_kind: str = "fixed_term",
    probation_until_on: date | None = None,
    **place: Any,
) -> Employment:
    """Begin an employment; who was here before comes back."""
    person = person_of(actor, person_id)
    if not (person.phone_number or person.email):
        raise Problem("people.unreachable", 409)
    _refuse_place(actor, person_id, place)
    _refuse_order(hired_on, probation_until_on, "/probation_until_on")
    _refuse_overlap(actor.organisation_id, person_id, Span(hired_on))
    employment = Employment(
        organisation_id=actor.organisation_id,
        id=new_id(),
        person_id=person_id,
        hired_on=hired_on,
        contract_kind=contract_kind,
        probation_until_on=probation_until_on,
    )
    db.session.add(employment)
    db.session.flush()
    _add_placement(employment, hired_on, rules.HIRED, place)
    sign_in.follow(actor.organisation_id, today_of(actor.organisation_id), person_id)
    note_change(actor, "employment.hired", "person", person_id, **_told({"hired_on": hired_on, **place}))
    return employment


def place_anew(actor: Actor, *, person_id: str, from_on: date, **place: Any) -> Placement:
    """Another site, grade, post, shift pattern or manager from a day on."""
    person_of(actor, person_id)
    _refuse_place(actor, person_id, place)
    employment = _current(actor, person_id)
    last = queries.placements_of(actor.organisation_id, [employment.id])[-1]
    _refuse_outside(employment, from_on, "/from_on")
    if from_on < last.from_on:
        raise Problem("people.change_before_last", 409, paths=["/from_on"], on=last.from_on.isoformat())
    wanted = {name: place.get(name, getattr(last, name)) for name in PLACE}
    change = _change_kind(actor.organisation_id, last, wanted)
    if from_on == last.from_on:
        placement = _replace(last, change, wanted)
    else:
        last.until_on = from_on - ONE_DAY
        placement = _add_placement(employment, from_on, change, wanted)
    db.session.flush()
    sign_in.follow(actor.organisation_id, today_of(actor.organisation_id), person_id)
    note_change(actor, f"employment.{change}", "person", person_id, **_told({"from_on": from_on, **place}))
    return placement


def _replace(placement: Placement, change: str, wanted: dict[str, Any]) -> Placement:
    if wanted["site_id"] != placement.site_id:
        placement.applied_at = None
    for name, value in wanted.items():
        setattr(placement, name, value)
    placement.change = rules.HIRED if placement.change == rules.HIRED else change
    return placement


def _add_placement(employment: Employment, from_on: date, change: str, place: dict[str, Any]) -> Placement:
    placement = Placement(
        organisation_id=employment.organisation_id,
        id=new_id(),
        employment_id=employment.id,
        person_id=employment.person_id,
        from_on=from_on,
        until_on=employment.left_on,
        change=change,
        **place,
    )
    db.session.add(placement)
    db.session.flush()
    return placement


def _change_kind(organisation_id: str, last: Placement, wanted: dict[str, Any]) -> str:
    positions = {
        id_: db.session.get(Grade, (organisation_id, id_)).position
        for id_ in (last.grade_id, wanted["grade_id"])
        if id_
    }
    return rules.change_kind(
        moved=wanted["site_id"] != last.site_id,
        old_position=positions.get(last.grade_id),
        new_position=positions.get(wanted["grade_id"]) if wanted["grade_id"] != last.grade_id else None,
    )


def begin_absence(
    actor: Actor, *, person_id: str, from_on: date, until_on: date | None, reason: str, note: str = ""
) -> LeaveOfAbsence:
    """Away for weeks or months, without leaving."""
    person_of(actor, person_id)
    employment = _current(actor, person_id)
    _refuse_outside(employment, from_on, "/from_on")
    _refuse_order(from_on, until_on, "/until_on")
    others = queries.absences_of(actor.organisation_id, [person_id])
    if not rules.fits_beside(Span(from_on, until_on), [Span(one.from_on, one.until_on) for one in others]):
        raise Problem("people.absent_already", 409, paths=["/from_on"])
    absence = LeaveOfAbsence(
        organisation_id=actor.organisation_id,
        id=new_id(),
        employment_id=employment.id,
        person_id=person_id,
        from_on=from_on,
        until_on=until_on,
        reason=reason,
        note=note,
    )
    db.session.add(absence)
    db.session.flush()
    note_change(actor, "employment.absent", "person", person_id, **_told({"from_on": from_on}))
    return absence


def come_back(actor: Actor, *, person_id: str, on: date) -> LeaveOfAbsence:
    """The first day at work again."""
    person_of(actor, person_id)
    away = [
        one
        for one in queries.absences_of(actor.organisation_id, [person_id])
        if one.from_on < on and (one.until_on is None or one.until_on >= on)
    ]
    if not away:
        raise Problem("people.not_absent", 409, paths=["/on"])
    away[-1].until_on = on - ONE_DAY
    note_change(actor, "employment.returned", "person", person_id, **_told({"on": on}))
    return away[-1]


def leave(
    actor: Actor,
    *,
    person_id: str,
    left_on: date,
    exit_reason: str,
    exit_note: str = "",
    notice_on: date | None = None,
    sign_out_now: bool = False,
) -> Employment:
    """The end of an employment; `left_on` is the last day. Sign-in ends with it, or at once."""
    person = person_of(actor, person_id)
    employment = _current(actor, person_id)
    if left_on < employment.hired_on:
        raise Problem("people.left_before_hired", 422, paths=["/left_on"])
    _refuse_order(notice_on, left_on, "/notice_on")
    employment.left_on, employment.exit_reason = left_on, exit_reason
    employment.exit_note, employment.notice_on = exit_note, notice_on
    fit(employment)
    if sign_out_now:
        sign_in.end(person, employment)
    sign_in.follow(actor.organisation_id, today_of(actor.organisation_id), person_id)
    note_change(
        actor, "employment.left", "person", person_id, **_told({"left_on": left_on, "reason": exit_reason})
    )
    return employment


def correct(actor: Actor, *, person_id: str, employment_id: str, reason: str, **changes: Any) -> Employment:
    """Put right what was wrong, with the reason in the audit. Without `left_on` (null) the exit is undone."""
    employment = employment_of(actor, person_id, employment_id)
    before = {name: getattr(employment, name) for name in changes}
    if "left_on" in changes and changes["left_on"] is None:
        changes |= {"exit_reason": None, "exit_note": "", "notice_on": None}
    for name, value in changes.items():
        setattr(employment, name, value)
    with db.session.no_autoflush:
        _refuse_wrong(employment)
    fit(employment)
    _follow_correction(actor, employment)
    note_change(
        actor,
        "employment.corrected",
        "person",
        person_id,
        employment_id=employment_id,
        reason=reason,
        before=_told(before),
        after=_told({name: changes[name] for name in before}),
    )
    return employment


def _follow_correction(actor: Actor, employment: Employment) -> None:
    today = today_of(actor.organisation_id)
    if employment.access_ended_at and (employment.left_on is None or employment.left_on >= today):
        person = get_owned(Person, actor.organisation_id, employment.person_id)
        employment.access_ended_at = None
        person.active = bool(person.phone_number or person.email)
    sign_in.follow(actor.organisation_id, today, employment.person_id)


def correct_placement(
    actor: Actor, *, person_id: str, placement_id: str, reason: str, **changes: Any
) -> Placement:
    """Put right where, as what or under whom somebody was."""
    person_of(actor, person_id)
    placement = get_owned(Placement, actor.organisation_id, placement_id)
    if placement.person_id != person_id:
        raise NotFound()
    _refuse_place(actor, person_id, changes)
    before = {name: getattr(placement, name) for name in changes}
    if changes.get("site_id", placement.site_id) != placement.site_id:
        placement.applied_at = None
    for name, value in changes.items():
        setattr(placement, name, value)
    db.session.flush()
    sign_in.follow(actor.organisation_id, today_of(actor.organisation_id), person_id)
    note_change(
        actor,
        "placement.corrected",
        "person",
        person_id,
        placement_id=placement_id,
        reason=reason,
        before=_told(before),
        after=_told(changes),
    )
    return placement


def employment_of(actor: Actor, person_id: str, employment_id: str) -> Employment:
    person_of(actor, person_id)
    employment = get_owned(Employment, actor.organisation_id, employment_id)
    if employment.person_id != person_id:
        raise NotFound()
    return employment


def _current(actor: Actor, person_id: str) -> Employment:
    """The employment that is still open."""
    spells = queries.employments_of(actor.organisation_id, [person_id])
    if not spells or spells[-1].left_on is not None:
        raise Problem("people.not_employed", 409)
    return spells[-1]


def _refuse_wrong(employment: Employment) -> None:
    """A corrected employment must still be one."""
    if employment.left_on and employment.left_on < employment.hired_on:
        raise Problem("people.left_before_hired", 422, paths=["/left_on"])
    if (employment.left_on is None) != (employment.exit_reason is None):
        raise Problem("people.exit_reason_needed", 422, paths=["/exit_reason"])
    _refuse_order(employment.hired_on, employment.probation_until_on, "/probation_until_on")
    _refuse_order(employment.notice_on, employment.left_on, "/notice_on")
    whole = Span(employment.hired_on, employment.left_on)
    _refuse_overlap(employment.organisation_id, employment.person_id, whole, but=employment.id)


def _refuse_overlap(organisation_id: str, person_id: str, span: Span, *, but: str | None = None) -> None:
    others = [one for one in queries.employments_of(organisation_id, [person_id]) if one.id != but]
    if rules.fits_beside(span, [Span(one.hired_on, one.left_on) for one in others]):
        return
    open_ = any(one.left_on is None for one in others)
    raise Problem("people.employed_already" if open_ else "people.spells_overlap", 409, paths=["/hired_on"])


def _refuse_outside(employment: Employment, day: date, path: str) -> None:
    if not Span(employment.hired_on, employment.left_on).holds(day):
        raise Problem("people.not_employed_then", 422, paths=[path])


def _refuse_order(first: date | None, second: date | None, path: str) -> None:
    if first and second and second < first:
        raise Problem("people.days_in_order", 422, paths=[path])


def _refuse_place(actor: Actor, person_id: str, place: dict[str, Any]) -> None:
    for name, model, code in (
        ("site_id", Site, "people.site_unknown"),
        ("grade_id", Grade, "people.grade_unknown"),
        ("manager_id", Person, "people.manager_unknown"),
    ):
        id_ = place.get(name)
        if id_ and (db.session.get(model, (actor.organisation_id, id_)) is None or id_ == person_id):
            raise Problem(code, 422, paths=[f"/{name}"])


def _told(values: dict[str, Any]) -> dict[str, Any]:
    """As JSON can hold it."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
