from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_, select

from guard_api.database import db, get_owned
from guard_api.fields import page_of
from guard_api.identity.actor import Actor
from training.modules.access import module_of
from training.modules.media.queries import url_of
from training.modules.models import Question

OWN = ("id", "module_id", "key", "revision", "kind", "lesson", "level", "created_at", "retired_at")
SAID = ("scenario", "text", "explanation", "sources", "options")


def bank(
    actor: Actor,
    module_id: str,
    *,
    limit: int,
    cursor: str | None = None,
    retired: bool = False,
    lesson: str | None = None,
    q: str | None = None,
) -> dict[str, Any]:
    """Questions of a module in their newest revision, by key."""
    module_of(actor, module_id)
    statement = select(Question).where(
        Question.organisation_id == actor.organisation_id,
        Question.module_id == module_id,
        Question.current,
        Question.retired_at.is_not(None) if retired else Question.retired_at.is_(None),
    )
    if lesson:
        statement = statement.where(Question.lesson == lesson)
    if q:
        texts = [Question.content["text"][language].as_string() for language in ("zh", "en")]
        matches = [text.icontains(q, autoescape=True) for text in (*texts, Question.key)]
        statement = statement.where(or_(*matches))
    page = page_of(statement, Question.key, Question.id, limit=limit, cursor=cursor)
    return page | {"items": [shown(one) for one in page["items"]]}


def question(actor: Actor, question_id: str) -> dict[str, Any]:
    return shown(get_owned(Question, actor.organisation_id, question_id))


def shown(one: Question) -> dict[str, Any]:
    """With its answers: for those who make modules."""
    said = one.content
    return {
        **{name: getattr(one, name) for name in OWN},
        **{name: said[name] for name in SAID},
        "picture": _picture(said),
    }


def _picture(said: dict[str, Any]) -> dict[str, str] | None:
    if not said["picture"] or not said.get("picture_id"):
        return None
    return {"name": said["picture"], "url": url_of(said["picture_id"])}


# --- for the floors above -----------------------------------------------------------------------


def in_use(organisation_id: str, module_ids: Iterable[str]) -> dict[str, list[Question]]:
    """The questions from which papers are drawn, by module."""
    found: dict[str, list[Question]] = {}
    rows = db.session.scalars(
        select(Question)
        .where(
            Question.organisation_id == organisation_id,
            Question.module_id.in_(set(module_ids)),
            Question.current,
            Question.retired_at.is_(None),
        )
        .order_by(Question.key)
    )
    for one in rows:
        found.setdefault(one.module_id, []).append(one)
    return found


def by_id(organisation_id: str, ids: Iterable[str]) -> dict[str, Question]:
    """Questions in the very revisions that were asked."""
    rows = db.session.scalars(
        select(Question).where(Question.organisation_id == organisation_id, Question.id.in_(set(ids)))
    )
    return {one.id: one for one in rows}


def asked(one: Question, order: list[str]) -> dict[str, Any]:
    """A question as a learner gets it before answering: nothing in it tells what is right.

    `order` are the keys of its options as they are to be shown; the learner knows each by its place ("1",
    "2"…), because the keys of an order would betray it.
    """
    options = {option["key"]: option for option in one.content["options"]}
    picture = one.content.get("picture_id")
    return {
        "id": one.id,
        "kind": one.kind,
        "lesson": one.lesson,
        "scenario": one.content["scenario"],
        "text": one.content["text"],
        "picture": picture and url_of(picture),
        "options": [
            {"key": place_key(place), "text": options[key]["text"]} for place, key in enumerate(order)
        ],
    }


def place_key(place: int) -> str:
    return str(place + 1)


def chosen_keys(order: list[str], places: Iterable[str]) -> list[str]:
    """What a learner chose, by the question's own keys; a place that was never shown is kept as nothing."""
    known = {place_key(place): key for place, key in enumerate(order)}
    return [known.get(place, "") for place in places]


def places_of(order: list[str], keys: Iterable[str]) -> list[str]:
    """The question's own keys as the learner saw them."""
    places = {key: place_key(place) for place, key in enumerate(order)}
    return [places[key] for key in keys if key in places]
