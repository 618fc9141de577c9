from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from guard_api import vault
from guard_api.clock import now
from guard_api.database import db, get_owned, new_id
from guard_api.errors import Problem
from guard_api.identity.actor import Actor
from guard_api.records import note_change
from people.dates import today_of
from people.employment.reach import person_in_reach
from people.records import queries, rules
from people.records.models import Assessment, AssessmentCriterion, Commendation, Particulars
from people.roles import OFFICE

IDENTITY = "people.identity"
FIELD_CRITERIA = (
    ("出勤守时", "Attendance and punctuality", 2),
    ("岗位履职", "Duties at the post", 3),
    ("应急处置", "Handling of incidents", 2),
    ("仪容礼仪", "Appearance and manners", 1),
    ("服务与沟通", "Service and communication", 1),
    ("团队协作", "Teamwork", 1),
)


def ensure_criteria(*, organisation_id: str) -> None:
    """Give the field's own to an organisation that has none."""
    if queries.criteria(organisation_id, archived=True):
        return
    for position, (zh, en, weight) in enumerate(FIELD_CRITERIA):
        db.session.add(
            AssessmentCriterion(
                organisation_id=organisation_id, name_zh=zh, name_en=en, weight=weight, position=position
            )
        )
    db.session.flush()


def set_criteria(actor: Actor, *, items: Sequence[dict[str, Any]]) -> None:
    """The criteria from now on, in this order; those left out are archived. Old assessments keep theirs."""
    known = {one.id: one for one in queries.criteria(actor.organisation_id, archived=True)}
    kept = [item["id"] for item in items if item.get("id")]
    if not set(kept) <= set(known) or len(kept) != len(set(kept)):
        raise Problem("people.criterion_unknown", 422, paths=["/items"])
    for one in known.values():
        one.archived_at = None if one.id in kept else (one.archived_at or now())
    for position, item in enumerate(items):
        _write_criterion(actor.organisation_id, known.get(item.get("id")), position, item)
    db.session.flush()
    told = [{name: item[name] for name in ("name_zh", "name_en", "weight")} for item in items]
    note_change(actor, "assessment_criteria.set", "organisation", actor.organisation_id, items=told)


def _write_criterion(
    organisation_id: str, criterion: AssessmentCriterion | None, position: int, item: dict[str, Any]
) -> None:
    if criterion is None:
        criterion = AssessmentCriterion(organisation_id=organisation_id, id=new_id())
        db.session.add(criterion)
    for name in ("name_zh", "name_en", "weight"):
        setattr(criterion, name, item[name])
    criterion.position = position


def assess(
    actor: Actor,
    *,
    person_id: str,
    on: date,
    scores: Sequence[dict[str, Any]],
    note: str = "",
    period: str = "",
) -> Assessment:
    """Scores by all criteria in use. Nobody assesses themselves."""
    _refuse_own(actor, person_id)
    person_in_reach(actor, person_id)
    _refuse_future(actor, on)
    criteria = _scored(actor, {one["criterion_id"]: one["score"] for one in scores})
    assessment = _assessed(actor, person_id, on, criteria, note=note, period=period)
    note_change(actor, "person.assessed", "person", person_id, score=assessment.score, on=on.isoformat())
    return assessment


def correct_assessment(
    actor: Actor,
    *,
    assessment_id: str,
    on: date,
    scores: Sequence[dict[str, Any]],
    reason: str,
    note: str = "",
    period: str = "",
) -> Assessment:
    """Another one in its place, by the criteria of then. Who assessed may, and HR; the old one stays."""
    old = db.session.get(Assessment, (actor.organisation_id, assessment_id), with_for_update=True)
    old = old or get_owned(Assessment, actor.organisation_id, assessment_id)
    _refuse_own(actor, old.person_id)
    person_in_reach(actor, old.person_id)
    if old.by != actor.person_id and not actor.has(*OFFICE):
        raise Problem("people.assessed_by_another", 403)
    if queries.is_corrected(old):
        raise Problem("people.corrected_already", 409)
    _refuse_future(actor, on)
    given = {one["criterion_id"]: one["score"] for one in scores}
    if set(given) != {one["criterion_id"] for one in old.criteria}:
        raise Problem("people.score_every_criterion", 422, paths=["/scores"])
    criteria = [one | {"score": given[one["criterion_id"]]} for one in old.criteria]
    made = _assessed(
        actor, old.person_id, on, criteria, note=note, period=period, replaces_id=old.id, reason=reason
    )
    detail = {"replaces": old.id, "before": old.score, "score": made.score, "reason": reason}
    note_change(actor, "person.assessment_corrected", "person", old.person_id, **detail)
    return made


def _assessed(
    actor: Actor, person_id: str, on: date, criteria: list[dict[str, Any]], **about: Any
) -> Assessment:
    assessment = Assessment(
        organisation_id=actor.organisation_id,
        id=new_id(),
        person_id=person_id,
        on=on,
        by=actor.person_id,
        criteria=criteria,
        score=rules.total((one["score"], one["weight"]) for one in criteria),
        **about,
    )
    db.session.add(assessment)
    db.session.flush()
    return assessment


def _scored(actor: Actor, scores: dict[str, int]) -> list[dict[str, Any]]:
    """Each criterion as it is called today, with its score."""
    criteria = queries.criteria(actor.organisation_id)
    if {one.id for one in criteria} != set(scores) or not criteria:
        raise Problem("people.score_every_criterion", 422, paths=["/scores"])
    return [
        {
            "criterion_id": one.id,
            "name_zh": one.name_zh,
            "name_en": one.name_en,
            "weight": one.weight,
            "score": scores[one.id],
        }
        for one in criteria
    ]


def commend(actor: Actor, *, person_id: str, on: date, kind: str, text: str) -> Commendation:
    _refuse_own(actor, person_id)
    person_in_reach(actor, person_id)
    _refuse_future(actor, on)
    commendation = Commendation(
        organisation_id=actor.organisation_id,
        id=new_id(),
        person_id=person_id,
        on=on,
        by=actor.person_id,
        kind=kind,
        text=text,
    )
    db.session.add(commendation)
    db.session.flush()
    note_change(actor, "person.commended", "person", person_id, kind=kind, on=on.isoformat())
    return commendation


def _refuse_own(actor: Actor, person_id: str) -> None:
    if person_id == actor.person_id:
        raise Problem("people.not_for_oneself", 403)


def _refuse_future(actor: Actor, on: date) -> None:
    if on > today_of(actor.organisation_id):
        raise Problem("people.not_yet", 422, paths=["/on"])


def set_particulars(actor: Actor, *, person_id: str, **changes: Any) -> Particulars:
    """What is left out stays. The audit says which were changed, not to what."""
    person_in_reach(actor, person_id)
    particulars = queries.particulars_of(actor.organisation_id, [person_id]).get(person_id)
    if particulars is None:
        particulars = Particulars(organisation_id=actor.organisation_id, id=new_id(), person_id=person_id)
        db.session.add(particulars)
    write_particulars(particulars, changes)
    db.session.flush()
    note_change(actor, "person.particulars_set", "person", person_id, fields=sorted(changes))
    return particulars


def write_particulars(particulars: Particulars, changes: dict[str, Any]) -> None:
    """`identity_number` is sealed; birth and gender are taken from it where they are not given."""
    changes = dict(changes)
    if "identity_number" in changes:
        number = changes.pop("identity_number")
        organisation_id = particulars.organisation_id
        particulars.identity_sealed = number and vault.seal(
            number.encode(), organisation_id=organisation_id, use=IDENTITY
        )
        particulars.identity_digest = number and digest_of(organisation_id, number)
        if number:
            changes.setdefault("born_on", particulars.born_on or rules.born_of(number))
            changes.setdefault("gender", particulars.gender or rules.gender_of(number))
    for name, value in changes.items():
        setattr(particulars, name, value)


def digest_of(organisation_id: str, number: str) -> str:
    return vault.digest(number, organisation_id=organisation_id, use=IDENTITY)


def identity_number_of(particulars: Particulars | None) -> str | None:
    if particulars is None or particulars.identity_sealed is None:
        return None
    sealed, organisation_id = particulars.identity_sealed, particulars.organisation_id
    return vault.unseal(sealed, organisation_id=organisation_id, use=IDENTITY).decode()


def person_with_identity(organisation_id: str, digests: Sequence[str]) -> dict[str, str]:
    """Digest → person."""
    rows = db.session.execute(
        select(Particulars.identity_digest, Particulars.person_id).where(
            Particulars.organisation_id == organisation_id, Particulars.identity_digest.in_(digests)
        )
    )
    return dict(tuple(row) for row in rows)
