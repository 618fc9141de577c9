"""What is done about a finding. Every step is a row of its history, which is never rewritten."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from checkpoints.findings import rules
from checkpoints.findings.categories import known_codes
from checkpoints.findings.models import Finding, FindingStep
from checkpoints.places import queries as places
from evidence.uploads import service as uploads
from guard_api.clock import now
from guard_api.database import db, new_id
from guard_api.errors import Forbidden, NotFound, Problem
from guard_api.identity import queries as identity
from guard_api.identity.actor import ADMINISTRATOR, CLIENT, GUARD, SUPERVISOR, Actor
from guard_api.live.service import announce
from guard_api.tenants.models import Site

DESK = (SUPERVISOR, ADMINISTRATOR)
REPORTERS = (GUARD, *DESK)
READERS = (*REPORTERS, CLIENT)


def report(actor: Actor, *, photos: Sequence[Any] = (), **facts: Any) -> Finding:
    """A finding from the desk."""
    actor.reach(facts["site_id"], *DESK)
    if not sites_reached(actor, [facts["site_id"]]):
        raise NotFound()
    if facts["category"] not in known_codes(actor.organisation_id):
        raise Problem("findings.category_unknown", 422)
    if not _is_here(actor, facts.get("checkpoint_id"), facts["site_id"]):
        raise Problem("findings.checkpoint_unknown", 422)
    at = now()
    finding = Finding(
        organisation_id=actor.organisation_id,
        id=new_id(),
        opened_by=actor.person_id,
        opened_at=at,
        received_at=at,
        **facts,
    )
    db.session.add(finding)
    db.session.flush()
    note_step(actor, finding, "opened", step_id=finding.id, at=at)
    declare(actor, finding, event_id=finding.id, files=photos)
    announce_findings(actor, [finding])
    return finding


def sites_reached(actor: Actor, site_ids: Iterable[str]) -> set[str]:
    """Those of the sites that exist and at which the actor works."""
    return set(
        db.session.scalars(
            select(Site.id).where(
                Site.organisation_id == actor.organisation_id,
                Site.id.in_(set(site_ids)),
                actor.scope(*REPORTERS).where(Site.id),
            )
        )
    )


def _is_here(actor: Actor, checkpoint_id: str | None, site_id: str) -> bool:
    if checkpoint_id is None:
        return True
    place = places.resolve_checkpoints(actor.organisation_id, [checkpoint_id]).get(checkpoint_id)
    return place is not None and place.site_id == site_id


def assign(
    actor: Actor, *, finding_id: str, person_id: str, due_at: datetime | None = None, note: str = ""
) -> Finding:
    """Give it to somebody who works at that site."""
    finding = of_actor(actor, finding_id, *DESK)
    if not _works_at(actor.organisation_id, person_id, finding.site_id):
        raise Problem("findings.person_not_here", 422)
    finding.status = _possible(rules.assign, life_of(finding))
    finding.assigned_to, finding.due_at = person_id, due_at
    return _stepped(actor, finding, "assigned", note=note, assigned_to=person_id)


def _works_at(organisation_id: str, person_id: str, site_id: str) -> bool:
    grants = identity.grants_of(organisation_id, person_id)
    return any(role in REPORTERS and site in (None, site_id) for role, site in grants)


def fix(actor: Actor, *, finding_id: str, note: str = "", photos: Sequence[Any] = ()) -> Finding:
    """Say that it is put right. A guard may, when it is given to that guard."""
    finding = of_actor(actor, finding_id, *REPORTERS)
    if finding.site_id not in actor.scope(*DESK) and finding.assigned_to != actor.person_id:
        raise Forbidden()
    finding.status = _possible(rules.fix, life_of(finding))
    mark_fixed(finding, person_id=actor.person_id, at=now())
    return _stepped(actor, finding, "fixed", note=note, photos=photos)


def verify(actor: Actor, *, finding_id: str, fixed: bool, note: str = "") -> Finding:
    """Somebody else than who fixed it confirms that it is so, or sends it back."""
    finding = of_actor(actor, finding_id, *DESK)
    finding.status = _possible(rules.verify, life_of(finding), person_id=actor.person_id, fixed=fixed)
    if not fixed:
        return _stepped(actor, finding, "reopened", note=note, fixed=False)
    finding.verified_by, finding.verified_at = actor.person_id, now()
    return _stepped(actor, finding, "verified", note=note, fixed=True)


def reopen(actor: Actor, *, finding_id: str, note: str = "") -> Finding:
    finding = of_actor(actor, finding_id, *DESK)
    finding.status = _possible(rules.reopen, life_of(finding))
    return _stepped(actor, finding, "reopened", note=note)


def of_actor(actor: Actor, finding_id: str, *roles: str) -> Finding:
    """The finding, locked, if the actor may do this at its site: 404 for strangers, 403 for other roles."""
    finding = db.session.get(Finding, (actor.organisation_id, finding_id), with_for_update=True)
    if finding is None:
        raise NotFound()
    actor.reach(finding.site_id, *roles)
    return finding


def life_of(finding: Finding) -> rules.Life:
    return rules.Life(finding.status, finding.fixed_by, _noes_since(finding))


def _noes_since(finding: Finding) -> int:
    if finding.fixed_at is None:
        return 0
    return db.session.scalar(
        select(func.count()).where(
            FindingStep.organisation_id == finding.organisation_id,
            FindingStep.finding_id == finding.id,
            FindingStep.action == "checked",
            FindingStep.fixed.is_(False),
            FindingStep.at > finding.fixed_at,
        )
    )


def mark_fixed(finding: Finding, *, person_id: str, at: datetime) -> None:
    finding.fixed_by, finding.fixed_at = person_id, at


def _possible(step: Callable[..., str], life: rules.Life, **facts: Any) -> str:
    try:
        return step(life, **facts)
    except rules.NotNow as reason:
        raise Problem(reason.code, 409) from None


def _stepped(
    actor: Actor, finding: Finding, action: str, *, photos: Sequence[Any] = (), **about: Any
) -> Finding:
    if finding.status == rules.REOPENED:
        finding.verified_by = finding.verified_at = None
    step = note_step(actor, finding, action, step_id=new_id(), at=now(), **about)
    declare(actor, finding, event_id=step.id, files=photos)
    announce_findings(actor, [finding])
    return finding


def note_step(
    actor: Actor, finding: Finding, action: str, *, step_id: str, at: datetime, **about: Any
) -> FindingStep:
    step = FindingStep(
        organisation_id=finding.organisation_id,
        id=step_id,
        finding_id=finding.id,
        person_id=actor.person_id,
        action=action,
        at=at,
        **about,
    )
    db.session.add(step)
    db.session.flush()
    return step


def declare(actor: Actor, finding: Finding, *, event_id: str, files: Sequence[Any]) -> None:
    uploads.attach(
        actor,
        event_id=event_id,
        subject_kind="finding",
        subject_id=finding.id,
        site_id=finding.site_id,
        files=files,
    )


def announce_findings(actor: Actor, findings: Sequence[Finding]) -> None:
    announce(
        organisation_id=actor.organisation_id,
        changes=[("finding", finding.id, finding.site_id) for finding in findings],
    )
