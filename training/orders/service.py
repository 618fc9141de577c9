"""A post order is a module of one lesson: who it concerns must read it and answer all of its questions."""

from typing import Any

from guard_api.database import get_owned
from guard_api.errors import Forbidden, NotFound, Problem
from guard_api.identity.actor import Actor
from guard_api.tenants.models import Site
from training.duties import service as duties
from training.duties.rules import POST, SITE
from training.modules import service as modules
from training.modules.access import DESK, module_of
from training.modules.models import Module
from training.modules.queries import versions_by_id
from training.modules.questions import service as bank
from training.orders.queries import ORDER, requirements_of


def issue(
    actor: Actor,
    *,
    title: dict[str, str],
    body: dict[str, str],
    questions: list[dict[str, Any]],
    site_id: str | None = None,
    post: str | None = None,
    due_days: int,
    note: str = "",
) -> Module:
    """Write it, and ask it of everybody at the site or post, of newcomers too."""
    _may_order(actor, SITE if site_id else POST, site_id)
    module = modules.add_module(actor, origin=ORDER, **_content(title, body, questions))
    _ask(actor, module, questions)
    modules.publish(actor, module_id=module.id, note=note)
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
    note: str = "",
) -> Module:
    """The order has changed: everybody whom it concerns must read and understand it again."""
    module = _changeable(actor, module_id)
    if module.archived_at is not None:
        raise Problem("orders.withdrawn", 409)
    number = versions_by_id(actor.organisation_id, [module.version_id])[module.version_id].number
    for question in bank.current_by_key(module).values():
        if question.retired_at is None:
            bank.retire(actor, question_id=question.id)
    content = _content(title, body, questions, number=number + 1)
    modules.save_draft(actor, module_id=module_id, **content)
    _ask(actor, module, questions)
    modules.publish(actor, module_id=module_id, note=note, again=True)
    return module


def withdraw(actor: Actor, *, module_id: str) -> Module:
    """It holds no more: nobody is asked for it. Who had understood it stays on record."""
    return modules.archive(actor, module_id=_changeable(actor, module_id).id, archived=True)


def restore(actor: Actor, *, module_id: str) -> Module:
    """It holds again, as it was."""
    return modules.archive(actor, module_id=_changeable(actor, module_id).id, archived=False)


def _changeable(actor: Actor, module_id: str) -> Module:
    module = module_of(actor, module_id)
    if module.origin != ORDER:
        raise Problem("orders.not_an_order", 409)
    for asked in requirements_of(module.organisation_id, [module.id]):
        _may_order(actor, asked.kind, asked.value)
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


def _content(
    title: dict[str, str], body: dict[str, str], questions: list[Any], *, number: int = 1
) -> dict[str, Any]:
    """Each version is a lesson of its own, so that having read the last one is not having read this one."""
    lesson = {
        "key": "order" if number == 1 else f"order-{number}",
        "title": title,
        "minutes": 3,
        "body": body,
        "sources": [],
    }
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
    for place, facts in enumerate(questions):
        try:
            bank.add_question(actor, module_id=module.id, **facts)
        except Problem as problem:
            problem.paths = [f"/questions/{place}{path}" for path in problem.paths]
            raise
