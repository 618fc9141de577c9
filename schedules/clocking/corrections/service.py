"""Corrections: asked for with a reason, held once a second pair of eyes has accepted them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from evidence.sync.kinds import Outcome, Received
from guard_api.clock import now
from guard_api.database import db, get_owned, new_id
from guard_api.errors import NotFound, Problem
from guard_api.fields import iso
from guard_api.identity.actor import ADMINISTRATOR, SUPERVISOR, Actor
from guard_api.identity.people.queries import person_for
from guard_api.live.service import announce
from guard_api.notices.service import tell
from guard_api.records import note_change
from schedules.attendance.facts import IN, OUT, correction_faults
from schedules.clocking.derivation import derive_people
from schedules.clocking.models import Punch, PunchCorrection, PunchQuestion
from schedules.clocking.no_shows.telling import supervisors_of
from schedules.clocking.rows import correction_of
from schedules.clocking.rules import stretch

DECIDERS = (SUPERVISOR, ADMINISTRATOR)
WAITING, ACCEPTED, REFUSED, WITHDRAWN = "waiting", "accepted", "refused", "withdrawn"
FARTHEST = timedelta(days=2)
KIND_OF = {"when_in": IN, "when_out": OUT}


def ask_correction(
    *,
    actor: Actor,
    person_id: str,
    site_id: str,
    adds: Sequence[dict[str, Any]] = (),
    voids: Sequence[str] = (),
    reason: str,
) -> PunchCorrection:
    """A supervisor asks for somebody; it waits for another one."""
    actor.reach(site_id, *DECIDERS)
    person = person_for(actor, person_id)
    return _ask(actor, person.id, site_id, adds, voids, reason)


def ask_own(*, actor: Actor, site_id: str, reason: str, **what: Any) -> PunchCorrection:
    """The guard asks for what is the guard's."""
    actor.reach(site_id)
    return _ask(actor, actor.person_id, site_id, what.get("adds", ()), what.get("voids", ()), reason)


def _ask(
    actor: Actor,
    person_id: str,
    site_id: str,
    adds: Sequence[dict[str, Any]],
    voids: Sequence[str],
    reason: str,
    id_: str | None = None,
    question_id: str | None = None,
) -> PunchCorrection:
    voided = _punches(actor.organisation_id, person_id, voids)
    instants = [each["at"] for each in adds] + [punch.occurred_at for punch in voided]
    _refuse_impossible(adds, voids, voided, instants)
    from_at, until_at = stretch(instants)
    row = PunchCorrection(
        organisation_id=actor.organisation_id,
        id=id_ or new_id(),
        person_id=person_id,
        site_id=site_id,
        adds=[{"id": new_id(), "kind": each["kind"], "at": iso(each["at"])} for each in adds],
        voids=list(voids),
        from_at=from_at,
        until_at=until_at,
        reason=reason,
        asked_by=actor.person_id,
        question_id=question_id,
    )
    db.session.add(row)
    db.session.flush()
    note_change(actor, "punch_correction.asked", "punch_correction", row.id, reason=reason)
    _tell_deciders(row)
    return row


def _punches(organisation_id: str, person_id: str, ids: Iterable[str]) -> list[Punch]:
    return list(
        db.session.scalars(
            select(Punch).where(
                Punch.organisation_id == organisation_id,
                Punch.person_id == person_id,
                Punch.id.in_(list(ids)),
            )
        )
    )


def _refuse_impossible(
    adds: Sequence[dict[str, Any]],
    voids: Sequence[str],
    voided: Sequence[Punch],
    instants: Sequence[datetime],
) -> None:
    if len(voided) != len(set(voids)):
        raise Problem("clocking.punch_unknown", 404, paths=["/voids"])
    if not instants:
        raise Problem("clocking.nothing_corrected", 422)
    if any(each["at"] > now() for each in adds):
        raise Problem("clocking.in_the_future", 422, paths=["/adds"])
    if max(instants) - min(instants) > FARTHEST:
        raise Problem("clocking.too_far_apart", 422)


def _tell_deciders(row: PunchCorrection) -> None:
    people = supervisors_of(row.organisation_id, row.site_id) - {row.asked_by, row.person_id}
    announce(organisation_id=row.organisation_id, changes=[("correction", row.id, row.site_id)])
    tell(
        organisation_id=row.organisation_id,
        person_ids=sorted(people),
        kind="correction_asked",
        link=f"/desk/attendance/corrections?id={row.id}",
        dedupe=f"correction {row.id}",
    )


def decide(*, actor: Actor, correction_id: str, accepted: bool, note: str = "") -> PunchCorrection:
    """Somebody else than who asked, and than whose hours they are."""
    row = _to_decide(actor, correction_id)
    if row.decision != WAITING:
        raise Problem("clocking.already_decided", 409)
    if not accepted and not note.strip():
        raise Problem("clocking.note_needed", 422, paths=["/note"])
    row.decision = ACCEPTED if accepted else REFUSED
    row.decided_by, row.decided_at, row.note = actor.person_id, now(), note.strip()
    faults = correction_faults(correction_of(row))
    if faults:
        raise Problem(f"clocking.{faults[0]}", 403)
    db.session.flush()
    _ask_again(row)
    note_change(actor, f"punch_correction.{row.decision}", "punch_correction", row.id, note=row.note)
    derive_people(row.organisation_id, {row.person_id: (row.from_at, row.until_at)})
    _tell_decision(row)
    return row


def _to_decide(actor: Actor, correction_id: str) -> PunchCorrection:
    row = db.session.scalar(
        select(PunchCorrection)
        .where(PunchCorrection.organisation_id == actor.organisation_id, PunchCorrection.id == correction_id)
        .with_for_update()
    )
    if row is None:
        raise NotFound()
    actor.reach(row.site_id, *DECIDERS)
    return row


def _ask_again(row: PunchCorrection) -> None:
    """What was refused has not been answered."""
    if row.question_id and row.decision == REFUSED:
        question = get_owned(PunchQuestion, row.organisation_id, row.question_id)
        question.answered_at = None


def _tell_decision(row: PunchCorrection) -> None:
    announce(organisation_id=row.organisation_id, changes=[("correction", row.id, row.site_id)])
    tell(
        organisation_id=row.organisation_id,
        person_ids=sorted({row.person_id, row.asked_by}),
        kind=f"correction_{row.decision}",
        params={"note": row.note},
        link="/shifts",
        dedupe=f"correction {row.decision} {row.id}",
    )


def withdraw(*, actor: Actor, correction_id: str) -> PunchCorrection:
    """Who asked may think better of it, as long as nobody has decided."""
    row = get_owned(PunchCorrection, actor.organisation_id, correction_id)
    if row.asked_by != actor.person_id:
        raise NotFound()
    if row.decision != WAITING:
        raise Problem("clocking.already_decided", 409)
    row.decision = WITHDRAWN
    if row.question_id:
        get_owned(PunchQuestion, row.organisation_id, row.question_id).answered_at = None
    announce(organisation_id=row.organisation_id, changes=[("correction", row.id, row.site_id)])
    return row


# --- answers to questions, by sync or at once ---------------------------------------------------


def record_answers(actor: Actor, events: Sequence[Received]) -> dict[str, Outcome]:
    """Guards say when it was. Of several answers the last waits for a decision."""
    outcomes: dict[str, Outcome] = {}
    for event in sorted(events, key=lambda event: (event.occurred_at, event.id)):
        outcomes[event.id] = _record_answer(actor, event)
    return outcomes


def _record_answer(actor: Actor, event: Received) -> Outcome:
    said = event.payload
    question = db.session.get(PunchQuestion, (actor.organisation_id, said.question_id))
    if question is None or question.person_id != actor.person_id:
        return Outcome(refused=Problem("clocking.question_unknown", 404))
    try:
        answer(actor, question, at=said.at, note=said.note, id_=event.id)
    except Problem as problem:
        return Outcome(refused=problem)
    flags = ("no_longer_asked",) if question.withdrawn_at else ()
    return Outcome(flags=flags)


def answer_question(*, actor: Actor, question_id: str, at: datetime, note: str = "") -> PunchQuestion:
    """The same at once."""
    question = get_owned(PunchQuestion, actor.organisation_id, question_id)
    if question.person_id != actor.person_id:
        raise NotFound()
    if question.withdrawn_at is not None:
        raise Problem("clocking.no_longer_asked", 409)
    answer(actor, question, at=at, note=note)
    return question


def answer(actor: Actor, question: PunchQuestion, *, at: datetime, note: str, id_: str | None = None) -> None:
    """Keep what the guard says; as long as the question stands it becomes a correction to be decided on."""
    if abs(at - question.presumed_at) > FARTHEST:
        raise Problem("clocking.too_far_apart", 422, paths=["/at"])
    if question.withdrawn_at is None:
        _give_way(question)
        add = {"kind": KIND_OF[question.kind], "at": at}
        row = _ask(
            actor,
            actor.person_id,
            question.site_id,
            [add],
            (),
            note.strip() or "answer",
            id_=id_,
            question_id=question.id,
        )
        question.correction_id = row.id
    question.answered_at, question.answer = now(), {"at": iso(at), "note": note}


def _give_way(question: PunchQuestion) -> None:
    """An earlier answer that nobody has decided on."""
    if question.correction_id:
        earlier = get_owned(PunchCorrection, question.organisation_id, question.correction_id)
        if earlier.decision == WAITING:
            earlier.decision = WITHDRAWN
