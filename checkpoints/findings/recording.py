"""Findings and guards' answers as phones send them. A doubt is a flag; only a stranger's is refused."""

from collections.abc import Sequence
from typing import Any

from checkpoints.findings import rules, service
from checkpoints.findings.categories import known_codes
from checkpoints.findings.models import Finding
from checkpoints.findings.payloads import FindingPayload
from checkpoints.places import queries as places
from evidence.sync.kinds import Outcome, Received
from guard_api.database import db
from guard_api.errors import NotFound, Problem
from guard_api.identity.actor import Actor

PLACE = ("lat", "lon", "accuracy_m", "floor_plan_id", "plan_x", "plan_y")


def record_findings(actor: Actor, events: Sequence[Received]) -> dict[str, Outcome]:
    """Store new findings; the rounds they were made in are to be judged again."""
    reached = service.sites_reached(actor, [event.payload.site_id for event in events])
    here = [event for event in events if event.payload.site_id in reached]
    findings = _new_findings(actor, here)
    db.session.add_all(findings.values())
    db.session.flush()
    for event in here:
        _tell(actor, findings[event.id], event.payload)
    service.announce_findings(actor, list(findings.values()))
    refused = {event.id: Outcome(refused=NotFound()) for event in events if event.id not in findings}
    return refused | {id_: _outcome(finding) for id_, finding in findings.items()}


def _new_findings(actor: Actor, events: Sequence[Received]) -> dict[str, Finding]:
    codes = known_codes(actor.organisation_id)
    named = {event.payload.checkpoint_id for event in events} - {None}
    sites = {
        id_: place.site_id for id_, place in places.resolve_checkpoints(actor.organisation_id, named).items()
    }
    return {event.id: _finding(actor, event, codes, sites) for event in events}


def _finding(actor: Actor, event: Received, codes: set[str], sites: dict[str, str]) -> Finding:
    said: FindingPayload = event.payload
    known_category = said.category in codes
    known_place = said.checkpoint_id is None or sites.get(said.checkpoint_id) == said.site_id
    flags = rules.flags_of(
        clock_skew_s=event.clock_skew_s, known_category=known_category, known_place=known_place
    )
    return Finding(
        organisation_id=actor.organisation_id,
        id=event.id,
        site_id=said.site_id,
        checkpoint_id=said.checkpoint_id if known_place else None,
        patrol_id=said.patrol_id,
        category=said.category if known_category else rules.OTHER,
        severity=rules.severity_of(said.severity, sos=said.sos),
        sos=said.sos,
        text=said.text,
        flags=list(flags),
        opened_by=actor.person_id,
        opened_at=event.occurred_at,
        received_at=event.received_at,
        **{name: getattr(said, name) for name in PLACE},
    )


def _tell(actor: Actor, finding: Finding, said: FindingPayload) -> None:
    service.note_step(actor, finding, "opened", step_id=finding.id, at=finding.opened_at)
    files: list[Any] = [*said.photos, *([said.voice] if said.voice else [])]
    service.declare(actor, finding, event_id=finding.id, files=files)


def _outcome(finding: Finding) -> Outcome:
    touches = (finding.patrol_id,) if finding.patrol_id else ()
    return Outcome(flags=tuple(finding.flags), touches=touches)


def record_checks(actor: Actor, events: Sequence[Received]) -> dict[str, Outcome]:
    """The answers of guards who passed: is it fixed?"""
    in_turn = sorted(events, key=lambda event: (event.payload.finding_id, event.occurred_at, event.id))
    return {event.id: _record_check(actor, event) for event in in_turn}


def _record_check(actor: Actor, event: Received) -> Outcome:
    try:
        finding = service.of_actor(actor, event.payload.finding_id, *service.REPORTERS)
    except Problem as problem:
        return Outcome(refused=problem)
    _answer(actor, finding, event)
    return Outcome()


def _answer(actor: Actor, finding: Finding, event: Received) -> None:
    said = event.payload
    before = finding.status
    stale = finding.fixed_at is not None and event.occurred_at <= finding.fixed_at
    if not stale:
        finding.status = rules.check(service.life_of(finding), fixed=said.fixed)
    if finding.status == rules.FIXED != before:
        service.mark_fixed(finding, person_id=actor.person_id, at=event.occurred_at)
    service.note_step(
        actor,
        finding,
        "checked",
        step_id=event.id,
        at=event.occurred_at,
        note=said.note,
        fixed=said.fixed,
    )
    service.declare(actor, finding, event_id=event.id, files=said.photos)
    service.announce_findings(actor, [finding])


def flags_of_findings(actor: Actor, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The flags of findings stored before, for a phone whose first answer was lost."""
    return {
        finding.id: tuple(finding.flags)
        for finding in (db.session.get(Finding, (actor.organisation_id, id_)) for id_ in ids)
        if finding is not None
    }
