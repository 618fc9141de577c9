from typing import Any

from sqlalchemy import select

from guard_api.clock import now
from guard_api.database import db, get_owned, new_id
from guard_api.errors import Problem
from guard_api.identity.actor import Actor
from guard_api.records import note_change
from training.certificates.kinds import queries
from training.certificates.kinds.ready import READY, ReadyType
from training.certificates.models import CertificateType
from training.certificates.rules import WARN_DAYS
from training.modules.models import Module


def ensure_types(organisation_id: str) -> None:
    """Give an organisation the ready types, as far as it lacks them, with the modules that it has."""
    own = {one.code: one for one in queries.types_of(organisation_id)}
    modules = _modules_by_code(organisation_id)
    for ready in READY:
        type_ = own.get(ready.code) or _given(organisation_id, ready)
        if type_.origin == "ready" and not type_.numbered and not type_.module_ids:
            type_.module_ids = _all_or_none(ready, modules)
    db.session.flush()


def _given(organisation_id: str, ready: ReadyType) -> CertificateType:
    type_ = CertificateType(
        organisation_id=organisation_id,
        id=new_id(),
        code=ready.code,
        name_zh=ready.name_zh,
        name_en=ready.name_en,
        about_zh=ready.about_zh,
        about_en=ready.about_en,
        origin="ready",
        external=ready.external,
        validity_months=ready.months,
        renew_from_days=ready.renew_from_days,
        keeps_remaining=ready.keeps_remaining,
        module_ids=[],
        warn_days=list(WARN_DAYS),
        numbered=0,
    )
    db.session.add(type_)
    return type_


def _modules_by_code(organisation_id: str) -> dict[str, str]:
    codes = {code for ready in READY for code in ready.modules}
    rows = db.session.execute(
        select(Module.code, Module.id).where(
            Module.organisation_id == organisation_id, Module.code.in_(codes)
        )
    )
    return dict(tuple(row) for row in rows)


def _all_or_none(ready: ReadyType, modules: dict[str, str]) -> list[str]:
    """A type that asks for a module which is not here would be issued for too little."""
    complete = all(code in modules for code in ready.modules)
    return [modules[code] for code in ready.modules] if complete else []


def add_type(actor: Actor, *, code: str, **facts: Any) -> CertificateType:
    if code in {one.code for one in queries.types_of(actor.organisation_id)}:
        raise Problem("certificates.type_taken", 409, paths=["/code"], taken=code)
    _check(actor, external=facts["external"], module_ids=facts["module_ids"])
    type_ = CertificateType(
        organisation_id=actor.organisation_id,
        id=new_id(),
        code=code,
        origin="own",
        **facts | {"warn_days": _ordered(facts["warn_days"])},
    )
    db.session.add(type_)
    db.session.flush()
    note_change(actor, "certificate_type.added", "certificate_type", type_.id, code=code, **facts)
    return type_


def change_type(
    actor: Actor, *, type_id: str, archived: bool | None = None, **changes: Any
) -> CertificateType:
    """Certificates that exist keep their dates; new ones follow the change."""
    type_ = get_owned(CertificateType, actor.organisation_id, type_id)
    after = {name: changes.get(name, getattr(type_, name)) for name in ("external", "module_ids")}
    _check(actor, **after)
    if "warn_days" in changes:
        changes["warn_days"] = _ordered(changes["warn_days"])
    for name, value in changes.items():
        setattr(type_, name, value)
    if archived is not None:
        type_.archived_at = now() if archived else None
    note_change(actor, "certificate_type.changed", "certificate_type", type_.id, archived=archived, **changes)
    return type_


def _ordered(days: list[int]) -> list[int]:
    return sorted(set(days), reverse=True)


def _check(actor: Actor, *, external: bool, module_ids: list[str]) -> None:
    if external and module_ids:
        raise Problem("certificates.type_from_paper_has_no_modules", 422, paths=["/module_ids"])
    known = select(Module.id).where(
        Module.organisation_id == actor.organisation_id, Module.id.in_(module_ids)
    )
    if set(db.session.scalars(known)) != set(module_ids):
        raise Problem("certificates.module_unknown", 422, paths=["/module_ids"])
