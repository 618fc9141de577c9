"""Which kinds of notices there are, and what goes by a channel that was told nothing else."""

from dataclasses import dataclass
from typing import Any

from guard_api.notices import wording

REASONS = ("reason", "why")
TOPICS = {
    "certificates": ("Certificates", "证书"),
    "training": ("Learning", "学习"),
    "session": ("Classes", "培训课"),
    "people": ("People", "人员"),
    "roster": ("Rosters", "排班"),
    "schedules": ("Rosters", "排班"),
    "leave": ("Leave", "请假"),
    "attendance": ("Attendance", "考勤"),
    "handover": ("Handover", "交接班"),
    "patrols": ("Rounds", "巡更"),
    "findings": ("Findings", "隐患"),
    "sos": ("Emergencies", "紧急求助"),
    "other": ("Other", "其他"),
}


@dataclass(frozen=True)
class NoticeKind:
    kind: str
    topic: str
    urgent: bool
    sample: dict[str, str]


def all_kinds() -> list[NoticeKind]:
    """Each with a sentence whose blanks are dots, to choose by."""
    return [
        NoticeKind(kind, topic_of(kind), wording.is_urgent(kind), wording.samples(kind))
        for kind in sorted(wording.known_kinds(), key=lambda kind: (topic_of(kind), kind))
    ]


def topic_of(kind: str) -> str:
    first = kind.replace("_", ".").split(".")[0]
    return first if first in TOPICS else TOPIC_OF.get(first, "other")


TOPIC_OF = {
    "rosters": "roster",
    "shift": "roster",
    "swap": "roster",
    "offer": "roster",
    "offers": "roster",
    "call": "roster",
    "posts": "roster",
    "no": "attendance",
    "punch": "attendance",
    "correction": "attendance",
    "clocking": "attendance",
    "timesheets": "attendance",
    "timesheet": "attendance",
    "handovers": "handover",
    "sessions": "session",
    "finding": "findings",
    "patrol": "patrols",
}


def goes_by(kind: str, *, chosen: list[str] | None, personal: bool) -> bool:
    """What was chosen; else everything to the person themselves, and to a group what cannot wait.

    Kinds that end in `_own` speak to one person about themselves: a group hears them only where chosen.
    """
    if chosen is not None:
        return kind in chosen
    return personal or (wording.is_urgent(kind) and not kind.endswith("_own"))


def for_a_group(params: dict[str, Any]) -> dict[str, Any]:
    """Why somebody is ill or away is for those who decide, not for everybody in the chat."""
    return params | {name: "…" for name in REASONS if name in params}
