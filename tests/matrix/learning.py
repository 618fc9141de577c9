import io

from guard_api.clock import now
from guard_api.database import db, new_id
from guard_api.files import store
from tests.matrix.rows import ADMINISTRATOR, GUARD, HR, SUPERVISOR, Row
from tests.training.school import DRAFT, PNG, QUESTION
from training.attempts.models import Attempt, Paper
from training.duties.models import Duty, Requirement
from training.modules.media.queries import key_of
from training.modules.models import Media, Module, ModuleVersion, Question

MODULE = "/api/v1/modules/<module_id>"
MAKERS = {HR, ADMINISTRATOR}
DESK = {SUPERVISOR, *MAKERS}
LEARNERS = {GUARD, *DESK}
OURS, DRAFTED = {"module_id": "module"}, {"module_id": "drafted_module"}
ANA = {"module_id": "@module", "person_ids": ["@ana"]}


def make(cast, things: dict[str, str]) -> None:
    """A published module with a bank, and one that is a draft; Ana has a paper and an attempt."""
    own = {"organisation_id": cast.organisation_id}
    module = _add(Module(**own, code="gates", title=DRAFT["title"], draft=DRAFT))
    version = _add(ModuleVersion(**own, module_id=module.id, number=1, content=DRAFT | {"media": {}}))
    module.version_id = version.id
    drafted = _add(Module(**own, code="towers", title=DRAFT["title"], draft=DRAFT))
    things |= {"module": module.id, "version": version.id, "drafted_module": drafted.id}
    for name in ("question", "other_question"):
        things[name] = _question(own, module.id, name)
        _question(own, drafted.id, name)
    media = _add(
        Media(
            **own,
            module_id=module.id,
            name="gate.png",
            type="image/png",
            size_bytes=len(PNG),
            sha256="b" * 64,
        )
    )
    store().put(key_of(cast.organisation_id, "b" * 64), PNG)
    things["media"] = media.id
    requirement = _add(
        Requirement(**own, module_id=module.id, kind="site", value=cast.south_tower, from_on=now().date())
    )
    things["requirement"] = requirement.id
    _papers(cast, things, own)


def _papers(cast, things, own) -> None:
    items = [{"question_id": things["question"], "options": ["a", "b"]}]
    hers = {"person_id": cast.ana, "module_id": things["module"]}
    _add(Duty(**own, **hers, required=True, grounds={}))
    things["ana_paper"] = _add(Paper(**own, **hers, version_id=things["version"], items=items)).id
    attempt = _add(
        Attempt(
            **own,
            **hers,
            version_id=things["version"],
            paper_id=things["ana_paper"],
            started_at=now(),
            ended_at=now(),
            counted=False,
            flags=["paper_used"],
        )
    )
    things["attempt"] = attempt.id


def _question(own, module_id: str, key: str) -> str:
    content = {name: QUESTION[name] for name in ("text", "explanation", "options")}
    content |= {"scenario": None, "picture": None, "picture_id": None, "sources": []}
    return _add(
        Question(**own, module_id=module_id, key=key.replace("_", "-"), kind="single", content=content)
    ).id


def _add(row):
    row.id = row.id or new_id()
    db.session.add(row)
    db.session.flush()
    return row


def _file() -> dict:
    return {"file": (io.BytesIO(PNG), "gate.png"), "name": "other.png"}


def _gift() -> dict:
    return {"file": (io.BytesIO(b"::two::Which gate? {=north ~south}"), "bank.gift")}


ROWS = [
    Row("GET", "/api/v1/modules", DESK),
    Row("POST", "/api/v1/modules", MAKERS, json=DRAFT),
    Row("GET", MODULE, DESK, url=OURS),
    Row("PUT", MODULE + "/draft", MAKERS, url=OURS, json=DRAFT),
    Row("POST", MODULE + "/publish", MAKERS, url=DRAFTED, json={}),
    Row("POST", MODULE + "/archive", MAKERS, url=OURS),
    Row("POST", MODULE + "/restore", MAKERS, url=OURS),
    Row("GET", MODULE + "/versions", DESK, url=OURS),
    Row("GET", "/api/v1/module-versions/<version_id>", DESK, url={"version_id": "version"}),
    Row("GET", MODULE + "/questions", MAKERS, url=OURS),
    Row("POST", MODULE + "/questions", MAKERS, url=OURS, json=QUESTION),
    Row("GET", "/api/v1/questions/<question_id>", MAKERS, url={"question_id": "question"}),
    Row("PUT", "/api/v1/questions/<question_id>", MAKERS, url={"question_id": "question"}, json=QUESTION),
    Row("POST", "/api/v1/questions/<question_id>/retire", MAKERS, url={"question_id": "other_question"}),
    Row("POST", MODULE + "/questions/import", MAKERS, url=OURS, query={"format": "gift"}, data=_gift),
    Row("GET", MODULE + "/questions/export", MAKERS, url=OURS),
    Row("GET", MODULE + "/media", DESK, url=OURS),
    Row("POST", MODULE + "/media", MAKERS, url=OURS, data=_file),
    Row("GET", "/api/v1/media/<media_id>", LEARNERS, url={"media_id": "media"}),
    Row("GET", MODULE + "/requirements", DESK, url=OURS),
    Row("POST", MODULE + "/requirements", MAKERS, url=OURS, json={"kind": "everyone"}),
    Row("DELETE", "/api/v1/requirements/<requirement_id>", MAKERS, url={"requirement_id": "requirement"}),
    Row("GET", "/api/v1/duties", DESK),
    Row("POST", "/api/v1/duties/assign", DESK, json=ANA | {"due_on": "2199-01-01"}),
    Row("POST", "/api/v1/duties/release", DESK, json=ANA),
    Row("POST", "/api/v1/duties/remind", DESK, json=ANA),
    Row("GET", "/api/v1/my/learning", LEARNERS),
    # A paper belongs to one person: for whom it is not, it is not there.
    Row(
        "POST",
        "/api/v1/my/attempts",
        LEARNERS,
        json={"paper_id": "@ana_paper", "started_at": "2026-03-01T00:00:00Z", "answers": {}},
        also={404},
    ),
    Row(
        "GET",
        "/api/v1/my/attempts/<attempt_id>",
        LEARNERS,
        url={"attempt_id": "attempt"},
        also={404},
    ),
]
