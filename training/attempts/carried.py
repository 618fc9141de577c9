"""What a phone carries to learn without a signal: lessons, papers without answers, results."""

from typing import Any

from guard_api.identity.actor import Actor
from training.attempts import papers, rules
from training.attempts.results import last_results
from training.days import today
from training.duties import queries as duties
from training.duties.models import Duty
from training.modules.media.queries import named
from training.modules.models import Module, ModuleVersion
from training.modules.queries import modules_in_use, versions_by_id
from training.modules.questions import queries as questions

OF_VERSION = ("title", "summary", "minutes", "pass_percent", "sources")
OF_LESSON = ("key", "title", "minutes", "body")
OF_DUTY = ("due_on", "valid_until_on", "passed_at", "attempts", "best_percent", "next_attempt_at")


def modules_for(actor: Actor) -> list[dict[str, Any]]:
    """The actor's modules with a paper ready for each that may be attempted."""
    papers.ensure_papers(actor)
    own = duties.of_person(actor.organisation_id, actor.person_id)
    modules = modules_in_use(actor.organisation_id)
    versions = versions_by_id(actor.organisation_id, {modules[one.module_id].version_id for one in own})
    ready = papers.open_papers(actor.organisation_id, actor.person_id)
    asked = questions.by_id(
        actor.organisation_id, {item["question_id"] for paper in ready.values() for item in paper.items}
    )
    results, day = last_results(actor), today(actor.organisation_id)
    shown = []
    for duty in own:
        module = modules[duty.module_id]
        version = versions[module.version_id]
        paper = ready.get(duty.module_id)
        shown.append(
            _module(module, version)
            | _progress(duty, version, day)
            | {
                "paper": paper and papers.shown(paper, asked),
                "last_result": results.get(duty.module_id),
            }
        )
    return shown


def _module(module: Module, version: ModuleVersion) -> dict[str, Any]:
    content = version.content
    return {
        "id": module.id,
        "code": module.code,
        "origin": module.origin,
        "version_id": version.id,
        "version": version.number,
        **{name: content[name] for name in OF_VERSION},
        "lessons": [{name: lesson[name] for name in OF_LESSON} for lesson in content["lessons"]],
        "media": named(content.get("media")),
    }


def _progress(duty: Duty, version: ModuleVersion, day: Any) -> dict[str, Any]:
    return {
        **{name: getattr(duty, name) for name in OF_DUTY},
        "required": duty.required,
        "state": duties.state_of(duty, day),
        "attempts_left": rules.attempts_left(version.content["attempts"], duty.attempts),
        "progress": {"read": duty.progress.get("read", [])},
    }
