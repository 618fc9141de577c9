"""Takes bought courses in, and keeps what they say about their learners."""

import hashlib
import mimetypes
from typing import Any

from sqlalchemy import select

from guard_api.clock import now
from guard_api.database import db, get_owned, new_id, read_apart, write_transaction
from guard_api.errors import NotFound, Problem
from guard_api.files import store
from guard_api.identity.actor import Actor
from guard_api.records import note_change
from training.attempts import service as attempts
from training.modules import service as modules
from training.modules.models import Module
from training.scorm import queries, rules
from training.scorm.archive import Archive
from training.scorm.manifest import MOST_BYTES, Manifest, read_manifest
from training.scorm.models import ScormPackage, ScormRun

MANIFEST = "imsmanifest.xml"


def import_package(actor: Actor, *, data: bytes, module_id: str | None = None, **about: Any) -> ScormPackage:
    """A course as a module, or as the newer package of the same module.

    Its files are stored before anything is written about them: unpacking takes seconds.
    """
    with read_apart():
        if module_id is not None:
            scorm_module(actor.organisation_id, module_id)
    archive = Archive(data)
    manifest = read_manifest(archive.read(MANIFEST, MOST_BYTES), archive.members.keys())
    package_id = new_id()
    files = _put_files(actor.organisation_id, package_id, archive)
    with write_transaction():
        package = ScormPackage(
            organisation_id=actor.organisation_id,
            id=package_id,
            module_id=module_id or _add_module(actor, manifest, **about).id,
            version=manifest.version,
            title=manifest.title,
            units=manifest.written_units(),
            files=files,
            size_bytes=sum(size for _, size, _ in files.values()),
            sha256=hashlib.sha256(data).hexdigest(),
            added_by=actor.person_id,
        )
        _replace(package)
        note_change(actor, "scorm.imported", "module", package.module_id, sha256=package.sha256)
    return package


def scorm_module(organisation_id: str, module_id: str) -> Module:
    module = get_owned(Module, organisation_id, module_id)
    if module.origin != modules.SCORM:
        raise Problem("scorm.not_scorm_module", 409)
    return module


def _put_files(organisation_id: str, package_id: str, archive: Archive) -> dict[str, list[Any]]:
    """Path → number of the stored file, size, media type. Numbers, because paths may be anything."""
    files: dict[str, list[Any]] = {}
    try:
        for number, path in enumerate(archive.members):
            content = archive.read(path)
            key = key_of(organisation_id, package_id, number)
            files[path] = [number, len(content), media_type(path)]
            store().put(key, content)
    except BaseException:
        for number, _, _ in files.values():
            store().delete(key_of(organisation_id, package_id, number))
        raise
    return files


def key_of(organisation_id: str, package_id: str, number: int) -> str:
    return f"{organisation_id}/scorm/{package_id}/{number}"


def media_type(path: str) -> str:
    return mimetypes.guess_type(path)[0] or "application/octet-stream"


def _add_module(
    actor: Actor, manifest: Manifest, *, title_zh: str = "", title_en: str = "", valid_months: int = 0
) -> Module:
    title = {"zh": title_zh or manifest.title, "en": title_en or manifest.title}
    content = {
        "title": title,
        "summary": {"zh": "", "en": ""},
        "minutes": 30,
        "pass_percent": 80,
        "draw": 1,
        "valid_months": valid_months,
        "attempts": None,
        "wait_minutes": 0,
        "lessons": [],
        "sources": [],
    }
    module = modules.add_module(actor, origin=modules.SCORM, **content)
    modules.put_out(module, content, by=actor.person_id)
    module.draft = module.draft_at = module.draft_by = None
    return module


def go_back(actor: Actor, *, module_id: str, package_id: str) -> ScormPackage:
    """Play an earlier package again. Runs of both stay as they are."""
    scorm_module(actor.organisation_id, module_id)
    package = get_owned(ScormPackage, actor.organisation_id, package_id)
    if package.module_id != module_id:
        raise NotFound()
    if package.replaced_at is None:
        raise Problem("scorm.played_already", 409)
    package.replaced_at = None
    _replace(package)
    note_change(actor, "scorm.went_back", "module", module_id, sha256=package.sha256)
    return package


def _replace(package: ScormPackage) -> None:
    """This package of its module is the one that is played; runs of the others stay as they are."""
    old = db.session.scalars(
        select(ScormPackage).where(
            ScormPackage.organisation_id == package.organisation_id,
            ScormPackage.module_id == package.module_id,
            ScormPackage.replaced_at.is_(None),
            ScormPackage.id != package.id,
        )
    )
    for one in old:
        one.replaced_at = now()
    db.session.add(package)
    db.session.flush()


# --- runs -------------------------------------------------------------------------------------


def save_run(
    actor: Actor, *, module_id: str, package_id: str, unit_id: str, cmi: dict[str, str], ended: bool = False
) -> ScormRun:
    """Keep what one part of the course said. Completed or passed fulfils the duty of its module, once in a
    run; a failure is an attempt when the part has ended, once until something else is said."""
    package = _playable(actor, module_id, package_id)
    if unit_id not in {unit["id"] for unit in package.units}:
        raise Problem("scorm.unit_unknown", 422)
    run = queries.newest_run(package, actor.person_id, lock=True) or _begin(actor, package)
    before, run.cmi = run.cmi, run.cmi | {unit_id: cmi}
    run.status, run.percent = rules.whole(package.version, package.units, run.cmi)
    run.saved_at = now()
    if run.cmi != before and run.ended_at is None:
        run.attempt_id = None
    failed = ended and run.status == rules.FAILED
    if run.attempt_id is None and (run.status in rules.DONE or failed):
        _count(run)
    db.session.flush()
    return run


def start_over(actor: Actor, *, module_id: str) -> None:
    """Another run from the beginning; what the last one said stays where it is."""
    scorm_module(actor.organisation_id, module_id)
    package = queries.package_of(actor.organisation_id, module_id)
    last = queries.newest_run(package, actor.person_id, lock=True)
    if last is not None and last.cmi:
        _begin(actor, package)
        db.session.flush()


def _playable(actor: Actor, module_id: str, package_id: str) -> ScormPackage:
    scorm_module(actor.organisation_id, module_id)
    package = queries.package_of(actor.organisation_id, module_id)
    if package.id != package_id:
        raise Problem("scorm.package_replaced", 409)
    return package


def _begin(actor: Actor, package: ScormPackage) -> ScormRun:
    run = ScormRun(
        organisation_id=actor.organisation_id,
        id=new_id(),
        package_id=package.id,
        module_id=package.module_id,
        person_id=actor.person_id,
        number=queries.runs_so_far(package, actor.person_id) + 1,
        cmi={},
        started_at=now(),
    )
    db.session.add(run)
    return run


def _count(run: ScormRun) -> None:
    attempt = attempts.fulfil(
        organisation_id=run.organisation_id,
        person_id=run.person_id,
        module_id=run.module_id,
        source="scorm",
        at=now(),
        passed=run.status in rules.DONE,
        percent=run.percent,
        started_at=run.started_at,
    )
    run.attempt_id = attempt.id
    if attempt.passed:
        run.ended_at = attempt.ended_at
