from checkpoints.findings.categories import ensure_categories
from checkpoints.findings.models import Finding, FindingCategory
from guard_api.clock import now
from guard_api.database import db, new_id
from tests.matrix.rows import ADMINISTRATOR, DESK, ON_SITE, SEE_SITE, Row

FINDING = "/api/v1/findings/<finding_id>"
HERE, THERE = {"finding_id": "open_here"}, {"finding_id": "open_there"}
FIXED_HERE, FIXED_THERE = {"finding_id": "fixed_here"}, {"finding_id": "fixed_there"}
REPORT = {"site_id": "@north_gate", "category": "theft", "severity": 2}


def make(cast, things: dict[str, str]) -> None:
    ensure_categories(cast.organisation_id)
    things["category"] = db.session.query(FindingCategory.id).filter_by(code="theft").scalar()
    for place, site_id in (("here", cast.north_gate), ("there", cast.south_tower)):
        for status in ("open", "fixed"):
            things[f"{status}_{place}"] = _finding(cast, site_id, status)


def _finding(cast, site_id: str, status: str) -> str:
    finding = Finding(
        id=new_id(),
        organisation_id=cast.organisation_id,
        site_id=site_id,
        category="theft",
        severity=2,
        status=status,
        opened_by=cast.ben,
        opened_at=now(),
        assigned_to=cast.ana,
        fixed_by=cast.ben if status == "fixed" else None,
    )
    db.session.add(finding)
    db.session.flush()
    return finding.id


ROWS = [
    Row("GET", "/api/v1/findings", SEE_SITE),
    Row("POST", "/api/v1/findings", DESK, json=REPORT),
    Row("GET", "/api/v1/findings/counts", SEE_SITE),
    Row("GET", FINDING, SEE_SITE, url=HERE, foreign=THERE),
    Row("POST", FINDING + "/assign", DESK, url=HERE, foreign=THERE, json={"person_id": "@ana"}),
    Row("POST", FINDING + "/fix", ON_SITE, url=HERE, foreign=THERE, json={}),
    Row("POST", FINDING + "/verify", DESK, url=FIXED_HERE, foreign=FIXED_THERE, json={"fixed": True}),
    Row("POST", FINDING + "/reopen", DESK, url=FIXED_HERE, foreign=FIXED_THERE, json={}),
    Row("GET", "/api/v1/finding-categories", SEE_SITE),
    Row(
        "POST",
        "/api/v1/finding-categories",
        {ADMINISTRATOR},
        json={"code": "pets", "name_zh": "宠物", "name_en": "Pets"},
    ),
    Row(
        "PATCH",
        "/api/v1/finding-categories/<category_id>",
        {ADMINISTRATOR},
        url={"category_id": "category"},
        json={"name_en": "Theft and burglary"},
    ),
]
