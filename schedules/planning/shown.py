"""Shifts and people as planning shows them, and sentences in both languages."""

from collections.abc import Mapping
from typing import Any

from schedules.law.sentences import dates
from schedules.planning.situation import Situation
from schedules.rosters.facts import Facts
from schedules.rosters.judging import Found
from schedules.rosters.works import Work


def shift(facts: Facts, work: Work) -> dict[str, Any]:
    type_ = facts.types[work.shift_type_id]
    return {
        "id": work.id,
        "site_id": work.site_id,
        "site_name": facts.site_names[work.site_id],
        "post_id": work.post_id,
        "post_name": facts.posts[work.post_id].name,
        "shift_type_id": work.shift_type_id,
        "shift_type": {"zh": type_.name_zh, "en": type_.name_en},
        "on": work.on,
        "start_at": work.start_at,
        "end_at": work.end_at,
    }


def person(facts: Facts, person_id: str | None) -> dict[str, str] | None:
    return None if person_id is None else {"id": person_id, "name": facts.name(person_id)}


def warning(one: Found) -> dict[str, Any]:
    return {"rule_id": one.rule_id, "sentence": both(one.sentence)}


def both(words: Mapping[str, str]) -> dict[str, str]:
    return {"zh": words["zh-CN"], "en": words["en"]}


def place(situation: Situation, work: Work) -> dict[str, str]:
    """ "Gate 2 on 3 March (night)" """
    facts, on = situation.facts, dates(work.on, work.on)
    post, type_ = facts.posts[work.post_id].name, facts.types[work.shift_type_id]
    return {"zh": f"{on['zh-CN']}{post}（{type_.name_zh}）", "en": f"{post} {on['en']} ({type_.name_en})"}


def hours(minutes: int) -> str:
    return f"{minutes // 60}" if minutes % 60 == 0 else f"{minutes / 60:.1f}"
