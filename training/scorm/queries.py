from typing import Any
from urllib.parse import quote

from sqlalchemy import func, select

from guard_api.database import db, get_owned
from guard_api.errors import NotFound
from guard_api.identity.actor import Actor
from guard_api.identity.models import Person
from training.modules.queries import names_of_people
from training.scorm import rules
from training.scorm.models import ScormPackage, ScormRun


def package_of(organisation_id: str, module_id: str) -> ScormPackage:
    """The package that is played today."""
    found = db.session.scalar(
        select(ScormPackage)
        .where(
            ScormPackage.organisation_id == organisation_id,
            ScormPackage.module_id == module_id,
            ScormPackage.replaced_at.is_(None),
        )
        .order_by(ScormPackage.added_at.desc())
        .limit(1)
    )
    if found is None:
        raise NotFound()
    return found


def packages(actor: Actor, module_id: str) -> list[dict[str, Any]]:
    """All that were ever imported for the module, the newest first."""
    found = db.session.scalars(
        select(ScormPackage)
        .where(ScormPackage.organisation_id == actor.organisation_id, ScormPackage.module_id == module_id)
        .order_by(ScormPackage.added_at.desc())
    )
    found = list(found)
    names = names_of_people(actor.organisation_id, [one.added_by for one in found])
    return [shown(one) | {"added_by": names.get(one.added_by)} for one in found]


def shown(package: ScormPackage) -> dict[str, Any]:
    same = ("id", "module_id", "version", "title", "size_bytes", "sha256", "added_at", "replaced_at")
    return {name: getattr(package, name) for name in same} | {
        "added_by": None,
        "files": len(package.files),
        "units": [{"id": unit["id"], "title": unit["title"]} for unit in package.units],
    }


def newest_run(package: ScormPackage, person_id: str, *, lock: bool = False) -> ScormRun | None:
    """The run that goes on."""
    statement = _runs(package, person_id).order_by(ScormRun.number.desc()).limit(1)
    return db.session.scalar(statement.with_for_update() if lock else statement)


def runs_so_far(package: ScormPackage, person_id: str) -> int:
    return db.session.scalar(select(func.count()).select_from(_runs(package, person_id).subquery()))


def _runs(package: ScormPackage, person_id: str):
    return select(ScormRun).where(
        ScormRun.organisation_id == package.organisation_id,
        ScormRun.package_id == package.id,
        ScormRun.person_id == person_id,
    )


def run_of(actor: Actor, package: ScormPackage, token: str) -> dict[str, Any]:
    """Everything that a player needs: the parts, where they begin, and what they left behind."""
    run = newest_run(package, actor.person_id)
    cmi = run.cmi if run else {}
    return {
        "module_id": package.module_id,
        "package_id": package.id,
        "version": package.version,
        "title": package.title,
        "learner": learner(actor.organisation_id, actor.person_id),
        "status": run.status if run else rules.NOT_BEGUN,
        "percent": run.percent if run else None,
        "units": [
            _unit(place, unit, package, cmi.get(unit["id"], {}), token)
            for place, unit in enumerate(package.units)
        ],
    }


def learner(organisation_id: str, person_id: str) -> dict[str, str]:
    person = get_owned(Person, organisation_id, person_id)
    return {"id": person.employee_number or person.id, "name": person.name}


def _unit(
    place: int, unit: dict[str, Any], package: ScormPackage, data: dict[str, str], token: str
) -> dict[str, Any]:
    status, _ = rules.outcome(package.version, data, unit["pass_score"])
    query = f"?{unit['query']}" if unit["query"] else ""
    return {
        "id": unit["id"],
        "title": unit["title"],
        "url": f"/api/v1/scorm/play/{token}/{place}/{quote(unit['path'])}{query}",
        "status": status if unit["tracked"] or not data else rules.COMPLETED,
        "tracked": unit["tracked"],
        "pass_score": unit["pass_score"],
        "launch_data": unit["launch_data"],
        "cmi": data,
    }
