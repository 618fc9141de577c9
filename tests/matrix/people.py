import io
from datetime import timedelta

from guard_api.clock import now
from guard_api.database import db, new_id
from guard_api.identity.models import Grant, Person
from people.dates import today_of
from people.documents.models import Document
from people.employment.models import Employment, LeaveOfAbsence, Placement
from people.ladder.defaults import ensure_ladder
from people.ladder.queries import grades
from people.records.models import Assessment, AssessmentCriterion
from people.records.service import ensure_criteria
from tests.matrix.rows import ADMINISTRATOR, GUARD, HR, SUPERVISOR, Row

STAFF = "/api/v1/staff"
OFFICE = {HR, ADMINISTRATOR}
LEADS = {SUPERVISOR, *OFFICE}
EMPLOYED = {GUARD, *LEADS}
PDF = b"%PDF-1.7\n%one page\n"


def make(cast, things):
    ensure_ladder(organisation_id=cast.organisation_id)
    ensure_criteria(organisation_id=cast.organisation_id)
    things["grade"], things["grade_above"] = (one.id for one in grades(cast.organisation_id)[:2])
    criterion = db.session.query(AssessmentCriterion).filter_by(organisation_id=cast.organisation_id).all()
    things["criterion"] = criterion[0].id
    for one in criterion[1:]:
        db.session.delete(one)
    ana = _employ(cast, things, "ana", cast.ana, cast.north_gate)
    _employ(cast, things, "iris", _guard(cast, things, "Iris"), cast.south_tower)
    _guard(cast, things, "Newcomer", cast.north_gate)
    _absence(cast, _employ(cast, things, "away", _guard(cast, things, "Away"), cast.north_gate))
    things["ana_employment"] = ana.id
    for name, person_id in (("assessment", cast.ana), ("assessment_there", things["iris"])):
        things[name] = _assessment(cast, person_id, criterion[0]).id
    for name in ("paper", "old_paper"):
        things[name] = _paper(cast, cast.ana)


def _guard(cast, things, name, site_id=None) -> str:
    person = Person(
        id=new_id(), organisation_id=cast.organisation_id, name=name, email=f"{name}@staff.example".lower()
    )
    db.session.add(person)
    db.session.flush()
    if site_id:
        db.session.add(
            Grant(organisation_id=cast.organisation_id, person_id=person.id, role="guard", site_id=site_id)
        )
    things[name.lower()] = person.id
    return person.id


def _employ(cast, things, name, person_id, site_id) -> Employment:
    hired_on = today_of(cast.organisation_id) - timedelta(days=400)
    employment = Employment(
        organisation_id=cast.organisation_id, id=new_id(), person_id=person_id, hired_on=hired_on
    )
    db.session.add(employment)
    db.session.flush()
    placement = Placement(
        organisation_id=cast.organisation_id,
        id=new_id(),
        employment_id=employment.id,
        person_id=person_id,
        from_on=hired_on,
        site_id=site_id,
    )
    db.session.add(placement)
    db.session.flush()
    things[f"{name}_placement"] = placement.id
    return employment


def _absence(cast, employment: Employment) -> None:
    db.session.add(
        LeaveOfAbsence(
            organisation_id=cast.organisation_id,
            employment_id=employment.id,
            person_id=employment.person_id,
            from_on=employment.hired_on,
            reason="sick",
        )
    )


def _assessment(cast, person_id: str, criterion: AssessmentCriterion) -> Assessment:
    facts = {"criterion_id": criterion.id, "score": 80}
    facts |= {name: getattr(criterion, name) for name in ("name_zh", "name_en", "weight")}
    assessment = Assessment(
        organisation_id=cast.organisation_id,
        id=new_id(),
        person_id=person_id,
        on=today_of(cast.organisation_id) - timedelta(days=30),
        by=cast.sam,
        criteria=[facts],
        score=80,
    )
    db.session.add(assessment)
    db.session.flush()
    return assessment


def _paper(cast, person_id) -> str:
    """Its bytes are not in the store: reading it finds nothing, which is told apart from 403."""
    document = Document(
        organisation_id=cast.organisation_id,
        id=new_id(),
        person_id=person_id,
        kind="medical",
        name="scan.pdf",
        type="application/pdf",
        size_bytes=1,
        sha256="0" * 64,
        key_sealed="",
        added_by=cast.hui,
    )
    db.session.add(document)
    db.session.flush()
    return document.id


def _upload():
    return {"kind": "medical", "file": (io.BytesIO(PDF), "scan.pdf")}


def _staff_file():
    return {"file": (io.BytesIO("姓名,手机号,项目,入职日期\n".encode()), "staff.csv")}


ANA, IRIS = {"person_id": "ana"}, {"person_id": "iris"}
RECENT = (now() - timedelta(days=30)).date().isoformat()
PERIOD = {"from_on": "2026-01-01", "to_on": RECENT}
ROWS = [
    Row("GET", "/api/v1/ladder", EMPLOYED),
    Row("GET", "/api/v1/grades", EMPLOYED),
    Row("POST", "/api/v1/grades", OFFICE, json={"name_zh": "教官", "name_en": "Instructor"}),
    Row(
        "PATCH",
        "/api/v1/grades/<grade_id>",
        OFFICE,
        url={"grade_id": "grade"},
        json={"name_en": "Officer"},
    ),
    Row(
        "PUT",
        "/api/v1/grades/<grade_id>/step",
        OFFICE,
        url={"grade_id": "grade"},
        json={"to_grade_id": "@grade_above", "months": 6},
    ),
    Row("GET", STAFF, LEADS),
    Row("GET", f"{STAFF}/counts", LEADS),
    Row("GET", f"{STAFF}/<person_id>", LEADS, url=ANA, foreign=IRIS),
    Row(
        "POST",
        f"{STAFF}/<person_id>/hire",
        OFFICE,
        url={"person_id": "newcomer"},
        json={"hired_on": RECENT, "site_id": "@north_gate"},
    ),
    Row(
        "POST",
        f"{STAFF}/<person_id>/transfer",
        OFFICE,
        url=ANA,
        json={"from_on": RECENT, "site_id": "@south_tower"},
    ),
    Row(
        "POST",
        f"{STAFF}/<person_id>/promote",
        OFFICE,
        url=ANA,
        json={"from_on": RECENT, "grade_id": "@grade_above"},
    ),
    Row("POST", f"{STAFF}/<person_id>/absence", OFFICE, url=ANA, json={"from_on": RECENT, "reason": "sick"}),
    Row("POST", f"{STAFF}/<person_id>/return", OFFICE, url={"person_id": "away"}, json={"on": RECENT}),
    Row(
        "POST",
        f"{STAFF}/<person_id>/exit",
        OFFICE,
        url={"person_id": "away"},
        json={"left_on": RECENT, "exit_reason": "resigned_pay"},
    ),
    Row(
        "PATCH",
        f"{STAFF}/<person_id>/employments/<employment_id>",
        OFFICE,
        url={**ANA, "employment_id": "ana_employment"},
        json={"reason": "Typed wrong", "contract_kind": "open_ended"},
    ),
    Row(
        "PATCH",
        f"{STAFF}/<person_id>/placements/<placement_id>",
        OFFICE,
        url={**ANA, "placement_id": "ana_placement"},
        json={"reason": "Typed wrong", "post": "Gate 2"},
    ),
    Row("GET", "/api/v1/my/way-up", EMPLOYED),
    Row("GET", "/api/v1/assessment-criteria", LEADS),
    Row(
        "PUT",
        "/api/v1/assessment-criteria",
        OFFICE,
        json={"items": [{"name_zh": "守时", "name_en": "Punctuality"}]},
    ),
    Row(
        "POST",
        f"{STAFF}/<person_id>/assessments",
        LEADS,
        url=ANA,
        foreign=IRIS,
        json={"on": RECENT, "scores": [{"criterion_id": "@criterion", "score": 80}]},
    ),
    Row(
        "POST",
        f"{STAFF}/<person_id>/commendations",
        LEADS,
        url=ANA,
        foreign=IRIS,
        json={"on": RECENT, "kind": "courage", "text": "Held the ladder"},
    ),
    Row(
        "POST",
        "/api/v1/assessments/<assessment_id>/correct",
        LEADS,
        url={"assessment_id": "assessment"},
        foreign={"assessment_id": "assessment_there"},
        json={"on": RECENT, "reason": "Typed wrong", "scores": [{"criterion_id": "@criterion", "score": 81}]},
        also={409},  # corrected once, by the first of them
    ),
    Row("GET", "/api/v1/documents", OFFICE),
    Row("GET", f"{STAFF}/<person_id>/particulars", OFFICE, url=ANA),
    Row("PUT", f"{STAFF}/<person_id>/particulars", OFFICE, url=ANA, json={"ethnicity": "汉"}),
    Row("GET", f"{STAFF}/<person_id>/documents", OFFICE, url=ANA),
    Row("POST", f"{STAFF}/<person_id>/documents", OFFICE, url=ANA, data=_upload),
    # Its bytes were never uploaded here; who may not read it gets 403 all the same.
    Row(
        "GET",
        "/api/v1/documents/<document_id>/file",
        {GUARD, *OFFICE},
        url={"document_id": "paper"},
        also={404},
    ),
    Row("DELETE", "/api/v1/documents/<document_id>", OFFICE, url={"document_id": "old_paper"}),
    Row("POST", f"{STAFF}/import", OFFICE, data=_staff_file),
    Row("GET", f"{STAFF}/import/template", OFFICE),
    Row("GET", f"{STAFF}/register", OFFICE),
    Row("GET", "/api/v1/turnover", LEADS, query=PERIOD),
    # There are too few people in this small world for any figure to open its rows.
    Row("GET", "/api/v1/turnover/rows", LEADS, query=PERIOD | {"figure": "leavers"}, also={422}),
]
