"""A post order is a module of one lesson: who it concerns must read it and answer all of its questions."""

from typing import Any

from sqlalchemy import select

from guard_api.database import db, get_owned
from guard_api.errors import Forbidden, NotFound, Problem
from guard_api.identity.actor import Actor
from guard_api.tenants.models import Site
from training.duties import service as duties
from training.duties.models import Requirement
from training.duties.rules import POST, SITE
from training.modules import service as modules
from training.modules.access import DESK, module_of
from training.modules.models import Module
from training.modules.questions import service as bank

ORDER = "order"


def issue(
    actor: Actor,
    *,
    title: dict[str, str],
    body: dict[str, str],
    questions: list[dict[str, Any]],
    site_id: str | None = None,
    post: str | None = None,
    due_days: int,
) -> Module:
    """Write it, and ask it of everybody at the site or post, of newcomers too."""
    _may_order(actor, SITE if site_id else POST, site_id)
    module = modules.add_module(actor, origin=ORDER, **_content(title, body, questions))
    _ask(actor, module, questions)
    modules.publish(actor, module_id=module.id)
    kind, value = (SITE, site_id) if site_id else (POST, post)
    duties.add_requirement(actor, module_id=module.id, kind=kind, value=value, due_days=due_days)
    return module


def rewrite(
    actor: Actor,
    *,
    module_id: str,
    title: dict[str, str],
    body: dict[str, str],
    questions: list[dict[str, Any]],
) -> Module:
    """The order has changed: everybody whom it concerns must understand it again."""
    module = module_of(actor, module_id)
    if module.origin != ORDER:
        raise Problem("orders.not_an_order", 409)
    for asked in _requirements(module):
        _may_order(actor, asked.kind, asked.value)
    for question in bank.current_by_key(module).values():
        if question.retired_at is None:
            bank.retire(actor, question_id=question.id)
    modules.save_draft(actor, module_id=module_id, **_content(title, body, questions))
    _ask(actor, module, questions)
    modules.publish(actor, module_id=module_id, again=True)
    return module


def _may_order(actor: Actor, kind: str, site_id: str | None) -> None:
    """The desk of the site; a post, which is anywhere, is HR's and the administrators'."""
    if kind == SITE and site_id:
        if site_id not in actor.scope():
            raise NotFound()
        get_owned(Site, actor.organisation_id, site_id)
        actor.reach(site_id, *DESK)
    elif not actor.scope(*DESK).every:
        raise Forbidden()


def _requirements(module: Module) -> list[Requirement]:
    return list(
        db.session.scalars(
            select(Requirement).where(
                Requirement.organisation_id == module.organisation_id,
                Requirement.module_id == module.id,
                Requirement.ended_at.is_(None),
            )
        )
    )


def _content(title: dict[str, str], body: dict[str, str], questions: list[Any]) -> dict[str, Any]:
    lesson = {"key": "order", "title": title, "minutes": 3, "body": body, "sources": []}
    return {
        "title": title,
        "summary": {"zh": "", "en": ""},
        "minutes": 3,
        "pass_percent": 100,
        "draw": len(questions),
        "valid_months": 0,
        "attempts": None,
        "wait_minutes": 0,
        "lessons": [lesson],
        "sources": [],
    }


def _ask(actor: Actor, module: Module, questions: list[dict[str, Any]]) -> None:
    for facts in questions:
        bank.add_question(actor, module_id=module.id, **facts)
