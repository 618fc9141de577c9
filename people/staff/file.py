"""The whole file of one person."""

from typing import Any

from sqlalchemy import select

from guard_api.database import db
from guard_api.identity.actor import Actor
from guard_api.identity.models import Person
from guard_api.records import AuditEntry
from people.dates import today_of
from people.documents.queries import documents_of
from people.employment import queries as employment
from people.employment.models import Placement
from people.employment.reach import person_in_reach
from people.records import queries as records
from people.roles import OFFICE
from people.staff.queries import Names, staff_rows
from people.staff.way_up import ways_up

CORRECTIONS = ("employment.corrected", "placement.corrected")
PLACEMENT = ("id", "employment_id", "from_on", "until_on", "post", "shift_pattern", "change")


def staff_file(actor: Actor, person_id: str) -> dict[str, Any]:
    """As StaffFileSchema shows it. Supervisors see no papers."""
    person_in_reach(actor, person_id)
    organisation_id, today = actor.organisation_id, today_of(actor.organisation_id)
    spells = employment.employments_of(organisation_id, [person_id])
    placements = employment.placements_of(organisation_id, [one.id for one in spells])
    names = Names.of(organisation_id, managers={one.manager_id for one in placements})
    papers = documents_of(organisation_id, person_id, today=today) if actor.has(*OFFICE) else []
    return staff_rows(actor, [person_id])[0] | {
        "employments": spells,
        "placements": [_placement(one, names) for one in placements],
        "absences": employment.absences_of(organisation_id, [person_id]),
        "assessments": records.assessments_of(organisation_id, person_id),
        "commendations": records.commendations_of(organisation_id, person_id),
        "documents": papers,
        "corrections": _corrections(organisation_id, person_id),
        "way_up": ways_up(organisation_id, [person_id], today)[person_id],
    }


def _placement(placement: Placement, names: Names) -> dict[str, Any]:
    return {name: getattr(placement, name) for name in PLACEMENT} | {
        "site": names.site(placement.site_id),
        "grade": names.grade(placement.grade_id),
        "manager": names.person(placement.manager_id),
    }


def _corrections(organisation_id: str, person_id: str) -> list[dict[str, Any]]:
    rows = db.session.execute(
        select(AuditEntry, Person.name)
        .outerjoin(
            Person,
            (Person.organisation_id == AuditEntry.organisation_id) & (Person.id == AuditEntry.person_id),
        )
        .where(
            AuditEntry.organisation_id == organisation_id,
            AuditEntry.subject_kind == "person",
            AuditEntry.subject_id == person_id,
            AuditEntry.action.in_(CORRECTIONS),
        )
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    )
    return [
        {
            "at": entry.at,
            "by": entry.person_id and {"id": entry.person_id, "name": name or ""},
            "action": entry.action,
            **{key: entry.detail.get(key, {}) for key in ("before", "after")},
            "reason": entry.detail.get("reason", ""),
        }
        for entry, name in rows
    ]
