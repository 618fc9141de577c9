"""Modules are written as drafts and published as versions, which nobody changes afterwards."""

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select

from guard_api.clock import now
from guard_api.database import db, new_id
from guard_api.errors import Problem
from guard_api.identity.actor import Actor
from guard_api.records import note_change
from training.modules import rules
from training.modules.access import module_of
from training.modules.media.queries import newest_by_name
from training.modules.models import Module, ModuleVersion, Question

SCORM = "scorm"
_when_renewed: list[Callable[[str, str], None]] = []


def when_renewed(*listeners: Callable[[str, str], None]) -> None:
    """Who hears (organisation_id, module_id) when all must pass a module again; called once by app.py."""
    _when_renewed[:] = listeners


def add_module(actor: Actor, *, code: str | None = None, origin: str = "own", **draft: Any) -> Module:
    """A module of one's own, as a draft that nobody learns yet."""
    code = code or _free_code(actor.organisation_id, draft["title"]["en"])
    if _taken(actor.organisation_id, code):
        raise Problem("training.code_taken", 409, taken=code)
    module = Module(
        organisation_id=actor.organisation_id,
        id=new_id(),
        code=code,
        origin=origin,
        title=draft["title"],
        draft=draft,
        draft_at=now(),
        draft_by=actor.person_id,
    )
    db.session.add(module)
    db.session.flush()
    note_change(actor, "module.added", "module", module.id, code=code)
    return module


def _taken(organisation_id: str, code: str) -> bool:
    known = select(Module.id).where(Module.organisation_id == organisation_id, Module.code == code)
    return db.session.scalar(known) is not None


def _free_code(organisation_id: str, title: str) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40].strip("-") or "module"
    taken = set(db.session.scalars(select(Module.code).where(Module.organisation_id == organisation_id)))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(code for code in numbered if code not in taken)


def save_draft(actor: Actor, *, module_id: str, **draft: Any) -> Module:
    """Replaces the draft; learners go on seeing the published version."""
    module = module_of(actor, module_id)
    if module.origin == SCORM:
        raise Problem("training.played_elsewhere", 409)
    module.draft, module.draft_at, module.draft_by = draft, now(), actor.person_id
    if module.version_id is None:
        module.title = draft["title"]
    db.session.flush()
    return module


def publish(actor: Actor, *, module_id: str, note: str = "", again: bool = False) -> ModuleVersion:
    """The draft becomes the version that is learnt from now on; `again` by those, too, who passed before."""
    module = module_of(actor, module_id)
    if module.draft is None:
        raise Problem("training.nothing_to_publish", 409)
    refuse_unready(module.draft, questions_in_use(actor.organisation_id, module_id), actor.language)
    version = put_out(module, module.draft, by=actor.person_id, note=note)
    module.draft = module.draft_at = module.draft_by = None
    module.changed = True
    note_change(actor, "module.published", "module", module.id, number=version.number, again=again)
    db.session.flush()
    if again:
        _renew(module)
    return version


def _renew(module: Module) -> None:
    module.renewed_at = now()
    for tell in _when_renewed:
        tell(module.organisation_id, module.id)


def refuse_unready(content: dict[str, Any], questions: int, language: str) -> None:
    faults = list(rules.module_faults(content, questions))
    if faults:
        errors = [{"path": path, "detail": Problem(code).sentence(language)} for path, code in faults]
        raise Problem("training.not_ready", 422, errors=errors)


def put_out(
    module: Module, content: dict[str, Any], *, by: str | None = None, note: str = ""
) -> ModuleVersion:
    """A new version of the module. It keeps the pictures that it was published with."""
    pictures = newest_by_name(module.organisation_id, module.id)
    _supersede(module)
    version = ModuleVersion(
        organisation_id=module.organisation_id,
        id=new_id(),
        module_id=module.id,
        number=_next_number(module),
        content=content | {"media": pictures},
        note=note,
        published_at=now(),
        published_by=by,
    )
    db.session.add(version)
    module.version_id, module.title = version.id, content["title"]
    db.session.flush()
    return version


def _supersede(module: Module) -> None:
    if module.version_id:
        last = db.session.get(ModuleVersion, (module.organisation_id, module.version_id))
        last.superseded_at = now()


def _next_number(module: Module) -> int:
    last = db.session.scalar(
        select(func.max(ModuleVersion.number)).where(
            ModuleVersion.organisation_id == module.organisation_id, ModuleVersion.module_id == module.id
        )
    )
    return (last or 0) + 1


def questions_in_use(organisation_id: str, module_id: str) -> int:
    return db.session.scalar(
        select(func.count()).where(
            Question.organisation_id == organisation_id,
            Question.module_id == module_id,
            Question.current,
            Question.retired_at.is_(None),
        )
    )


def archive(actor: Actor, *, module_id: str, archived: bool) -> Module:
    """Nobody is asked for an archived module; what was learnt stays."""
    module = module_of(actor, module_id)
    module.archived_at = (module.archived_at or now()) if archived else None
    action = "module.archived" if archived else "module.restored"
    note_change(actor, action, "module", module.id)
    db.session.flush()
    return module
