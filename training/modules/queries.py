from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, func, or_, select

from guard_api.database import db, get_owned
from guard_api.fields import page_of
from guard_api.identity.actor import Actor
from guard_api.identity.models import Person
from training.modules.access import module_of
from training.modules.models import Module, ModuleVersion, Question

SUMMARY = ("summary", "minutes", "pass_percent", "valid_months")
ROW = ("id", "code", "origin", "title", "version_id", "archived_at")


def modules(
    actor: Actor, *, limit: int, cursor: str | None = None, archived: bool, q: str | None = None
) -> dict[str, Any]:
    """One page of the modules by code, those in use or those archived."""
    statement = _matching(
        select(Module).where(
            Module.organisation_id == actor.organisation_id,
            Module.archived_at.is_not(None) if archived else Module.archived_at.is_(None),
        ),
        q,
    )
    page = page_of(statement, Module.code, Module.id, limit=limit, cursor=cursor)
    return page | {"items": _shown_all(actor.organisation_id, page["items"])}


def _matching(statement: Select, q: str | None) -> Select:
    if not q:
        return statement
    columns = [Module.code, *(Module.title[language].as_string() for language in ("zh", "en"))]
    return statement.where(or_(*(column.icontains(q, autoescape=True) for column in columns)))


def _shown_all(organisation_id: str, found: list[Module]) -> list[dict[str, Any]]:
    versions = versions_by_id(organisation_id, [one.version_id for one in found if one.version_id])
    counts = _question_counts(organisation_id, [one.id for one in found])
    return [_shown(one, versions.get(one.version_id), counts.get(one.id, 0)) for one in found]


def _shown(module: Module, version: ModuleVersion | None, questions: int) -> dict[str, Any]:
    content = version.content if version else module.draft or {}
    return {
        **{name: getattr(module, name) for name in ROW},
        **{name: content.get(name) for name in SUMMARY},
        "lessons": len(content.get("lessons", ())),
        "questions": questions,
        "version": version and version.number,
        "published_at": version and version.published_at,
        "has_draft": module.draft is not None,
    }


def _question_counts(organisation_id: str, module_ids: list[str]) -> dict[str, int]:
    rows = db.session.execute(
        select(Question.module_id, func.count())
        .where(
            Question.organisation_id == organisation_id,
            Question.module_id.in_(module_ids),
            Question.current,
            Question.retired_at.is_(None),
        )
        .group_by(Question.module_id)
    )
    return dict(tuple(row) for row in rows)


def module(actor: Actor, module_id: str) -> dict[str, Any]:
    """One module with what is learnt now and with the draft of what comes next."""
    found = module_of(actor, module_id)
    version = found.version_id and get_owned(ModuleVersion, actor.organisation_id, found.version_id)
    counts = _question_counts(actor.organisation_id, [module_id])
    return _shown(found, version or None, counts.get(module_id, 0)) | {
        "content": version.content if version else None,
        "draft": found.draft,
        "draft_at": found.draft_at,
    }


def versions(actor: Actor, module_id: str, *, limit: int, cursor: str | None = None) -> dict[str, Any]:
    """The published versions, the newest first."""
    module_of(actor, module_id)
    page = page_of(
        select(ModuleVersion).where(
            ModuleVersion.organisation_id == actor.organisation_id, ModuleVersion.module_id == module_id
        ),
        ModuleVersion.number,
        ModuleVersion.id,
        limit=limit,
        cursor=cursor,
        descending=True,
    )
    names = names_of_people(actor.organisation_id, [one.published_by for one in page["items"]])
    return page | {"items": [_shown_version(one, names) for one in page["items"]]}


def version(actor: Actor, version_id: str) -> dict[str, Any]:
    found = get_owned(ModuleVersion, actor.organisation_id, version_id)
    names = names_of_people(actor.organisation_id, [found.published_by])
    return _shown_version(found, names) | {"content": found.content}


def _shown_version(one: ModuleVersion, names: dict[str, str]) -> dict[str, Any]:
    own = ("id", "module_id", "number", "note", "published_at", "superseded_at")
    return {
        **{name: getattr(one, name) for name in own},
        "title": one.content["title"],
        "published_by": names.get(one.published_by),
    }


# --- for the floors above -----------------------------------------------------------------------


def versions_by_id(organisation_id: str, ids: Iterable[str]) -> dict[str, ModuleVersion]:
    found = db.session.scalars(
        select(ModuleVersion).where(
            ModuleVersion.organisation_id == organisation_id, ModuleVersion.id.in_(set(ids))
        )
    )
    return {one.id: one for one in found}


def names_of_people(organisation_id: str, ids: Iterable[str | None]) -> dict[str, str]:
    rows = db.session.execute(
        select(Person.id, Person.name).where(
            Person.organisation_id == organisation_id, Person.id.in_({id_ for id_ in ids if id_})
        )
    )
    return dict(tuple(row) for row in rows)


def modules_in_use(organisation_id: str) -> dict[str, Module]:
    """Those that are published and not archived, by id."""
    found = db.session.scalars(
        select(Module)
        .where(
            Module.organisation_id == organisation_id,
            Module.archived_at.is_(None),
            Module.version_id.is_not(None),
        )
        .order_by(Module.code)
    )
    return {one.id: one for one in found}


def names(organisation_id: str, ids: Iterable[str] | None = None) -> dict[str, tuple[str, str]]:
    """id → (in Chinese, in English); all when no ids are given."""
    statement = select(Module.id, Module.title).where(Module.organisation_id == organisation_id)
    if ids is not None:
        statement = statement.where(Module.id.in_(set(ids)))
    return {id_: (title["zh"], title["en"]) for id_, title in db.session.execute(statement)}


def titles(organisation_id: str, ids: Iterable[str]) -> dict[str, dict[str, str]]:
    """Module id → its title in both languages."""
    return {id_: {"zh": zh, "en": en} for id_, (zh, en) in names(organisation_id, ids).items()}
