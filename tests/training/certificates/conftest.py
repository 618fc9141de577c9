"""Certificates of the cast: Ana passes modules, Hui looks after the papers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from guard_api.clock import moved_to
from guard_api.database import db, new_id, write_transaction
from training.certificates import passes, service
from training.certificates.warnings.jobs import warn_of_ends
from training.modules.models import Module, ModuleVersion

NOON = datetime(2024, 3, 1, 4, 0, tzinfo=UTC)
TYPES, URL = "/api/v1/certificate-types", "/api/v1/certificates"
FIRE = {
    "code": "fire_pass",
    "name_zh": "防火巡查上岗证",
    "name_en": "Fire patrol",
    "validity_months": 12,
    "renew_from_days": 60,
}
LICENCE = {
    "code": "licence",
    "name_zh": "执照",
    "name_en": "Licence",
    "external": True,
    "validity_months": 24,
}


def at(on: date) -> datetime:
    """Noon of that day in Shanghai."""
    return datetime(on.year, on.month, on.day, 4, tzinfo=UTC)


@dataclass
class Office:
    """What HR and the clock do in these stories."""

    app: Any
    cast: Any
    passed: dict[str, set[str]] = field(default_factory=dict)

    def module(self, code: str = "fire") -> str:
        with self.app.app_context(), write_transaction():
            return _published(self.cast.organisation_id, code)

    def type_(self, client, **facts) -> str:
        answer = client.post(TYPES, json=FIRE | facts)
        assert answer.status_code == 201, answer.get_json()
        return answer.get_json()["id"]

    def passes(self, name: str, module_id: str, on: datetime) -> list[str]:
        """The person passes; the ids of what was issued."""
        person_id = getattr(self.cast, name)
        self.passed.setdefault(person_id, set()).add(module_id)
        with self.app.app_context(), moved_to(on), write_transaction():
            issued = service.passed_module(
                organisation_id=self.cast.organisation_id, person_id=person_id, module_id=module_id, at=on
            )
            return [one.id for one in issued]

    def enters(self, client, type_id: str, name: str = "ana", **form) -> Any:
        person_id = getattr(self.cast, name)
        return client.post(URL, data={"type_id": type_id, "person_id": person_id} | form)

    def morning(self, on: date) -> None:
        """The job runs, twice, as it would after a restart."""
        with self.app.app_context(), moved_to(at(on)):
            warn_of_ends()
            warn_of_ends()


def _published(organisation_id: str, code: str) -> str:
    title = {"zh": f"课程 {code}", "en": f"Module {code}"}
    module = Module(organisation_id=organisation_id, id=new_id(), code=code, title=title)
    db.session.add(module)
    db.session.flush()
    version = ModuleVersion(
        organisation_id=organisation_id,
        id=new_id(),
        module_id=module.id,
        number=1,
        content={"title": title, "lessons": []},
    )
    db.session.add(version)
    module.version_id = version.id
    return module.id


@pytest.fixture
def office(app, cast) -> Iterator[Office]:
    office = Office(app, cast)
    kept = list(passes._asked)
    passes.ask(
        lambda _organisation, person_ids, _on: {id_: office.passed.get(id_, set()) for id_ in person_ids}
    )
    yield office
    passes._asked[:] = kept


def days(number: int) -> timedelta:
    return timedelta(days=number)
