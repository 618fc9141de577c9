"""What all attempts of a person come to, written on the duty; a pass leads to certificates."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import select, update

from guard_api.clock import local_date
from guard_api.database import db, write_transaction
from guard_api.identity.actor import Actor
from guard_api.live.service import announce
from people.dates import zone_of
from training.attempts import rules
from training.attempts.models import Attempt
from training.attempts.rules import Renewed, Standing, Tried
from training.certificates.service import passed_module
from training.days import today
from training.duties.materialise import ensure
from training.duties.models import Duty
from training.modules.models import Module, ModuleVersion
from training.modules.queries import versions_by_id

FACTS = ("attempts", "best_percent", "passed_at", "valid_until_on", "failed_at", "next_attempt_at")


def settle(actor: Actor, module_ids: Sequence[str]) -> None:
    """After a batch: bring the actor's duties up to what the attempts say."""
    ensure(actor.organisation_id, [(actor.person_id, module_id) for module_id in module_ids])
    settle_person(actor.organisation_id, actor.person_id, module_ids)


def settle_person(organisation_id: str, person_id: str, module_ids: Collection[str]) -> None:
    duties = _duties(organisation_id, person_id, module_ids)
    attempts = _attempts(organisation_id, person_id, module_ids)
    versions = versions_by_id(organisation_id, {one.version_id for one in attempts} - {None})
    zone = zone_of(organisation_id)
    for duty, module in duties:
        own = [one for one in attempts if one.module_id == duty.module_id]
        _settle_one(duty, module, own, versions, zone)
    db.session.flush()
    announce(
        organisation_id=organisation_id, changes=[("module", duty.module_id, None) for duty, _ in duties]
    )


def _duties(organisation_id: str, person_id: str, module_ids: Collection[str]) -> list[tuple[Duty, Module]]:
    """Locked, in one order for everybody."""
    return [
        tuple(row)
        for row in db.session.execute(
            select(Duty, Module)
            .join(Module, (Module.organisation_id == Duty.organisation_id) & (Module.id == Duty.module_id))
            .where(
                Duty.organisation_id == organisation_id,
                Duty.person_id == person_id,
                Duty.module_id.in_(list(module_ids)),
            )
            .order_by(Duty.id)
            .with_for_update(of=Duty)
            .execution_options(populate_existing=True)
        )
    ]


def _attempts(organisation_id: str, person_id: str, module_ids: Collection[str]) -> list[Attempt]:
    return list(
        db.session.scalars(
            select(Attempt).where(
                Attempt.organisation_id == organisation_id,
                Attempt.person_id == person_id,
                Attempt.module_id.in_(list(module_ids)),
                Attempt.counted,
            )
        )
    )


def _settle_one(
    duty: Duty,
    module: Module,
    attempts: list[Attempt],
    versions: dict[str, ModuleVersion],
    zone: str,
) -> None:
    found = standing_of(duty, module, attempts, versions, zone)
    before = duty.passed_at
    for name in FACTS:
        setattr(duty, name, getattr(found, name))
    duty.begun_at = duty.begun_at or min((one.started_at for one in attempts), default=None)
    for one in attempts:
        one.first, one.settled = one.id == found.first_id, True
    if found.passed_at and found.passed_at != before:
        passed_module(
            organisation_id=duty.organisation_id,
            person_id=duty.person_id,
            module_id=duty.module_id,
            at=found.passed_at,
        )


def standing_of(
    duty: Duty,
    module: Module,
    attempts: list[Attempt],
    versions: dict[str, ModuleVersion],
    zone: str,
) -> Standing:
    now_in_use = db.session.get(ModuleVersion, (module.organisation_id, module.version_id))
    return rules.standing(
        [_tried(one, versions, zone) for one in attempts],
        wait_minutes=now_in_use.content["wait_minutes"],
        attempts_from_at=duty.attempts_from_at,
        renewed=module.renewed_at and Renewed(module.renewed_at, local_date(module.renewed_at, zone)),
    )


def _tried(one: Attempt, versions: dict[str, ModuleVersion], zone: str) -> Tried:
    version = versions.get(one.version_id)
    return Tried(
        id=one.id,
        ended_at=one.ended_at,
        on=local_date(one.ended_at, zone),
        passed=one.passed,
        percent=one.percent,
        valid_months=version.content["valid_months"] if version else 0,
    )


def renew(organisation_id: str, module_id: str) -> None:
    """A version was published that all must pass again: what was passed before has ended yesterday."""
    ended = today(organisation_id) - timedelta(days=1)
    db.session.execute(
        update(Duty)
        .where(
            Duty.organisation_id == organisation_id,
            Duty.module_id == module_id,
            Duty.passed_at.is_not(None),
            Duty.valid_until_on.is_(None) | (Duty.valid_until_on > ended),
        )
        .values(valid_until_on=ended)
        .execution_options(synchronize_session=False)
    )


def settle_left_over() -> None:
    """Attempts whose conclusion could not be drawn when they came: facts first, so it is tried again."""
    for organisation_id, person_id, module_id in _left_over():
        with write_transaction():
            ensure(organisation_id, [(person_id, module_id)])
            settle_person(organisation_id, person_id, [module_id])


def _left_over() -> Sequence[tuple[str, str, str]]:
    asked = (Attempt.organisation_id, Attempt.person_id, Attempt.module_id)
    waiting = select(*asked).where(Attempt.counted, Attempt.settled.is_(False))
    return db.session.execute(waiting.distinct().order_by(*asked)).all()
