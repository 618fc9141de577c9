"""Terms as plain data, and the law pack that follows from them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from schedules.law.packs import CN_STANDARD, HOUR, PACKS, adopted, china, chosen, own_rule
from schedules.law.shapes import GENERAL_KNOWLEDGE, HARD, OWN, SOFT, Pack, Rule, Waiver, words

STANDARD, COMPREHENSIVE, PART_TIME = "standard", "comprehensive", "part_time"
HOUR_SYSTEMS = (STANDARD, COMPREHENSIVE, PART_TIME)
WALKING = ("none", "some", "much")
TOGETHER, APART = "together", "apart"
WANTS, AVOIDS, UNAVAILABLE = "wants", "avoids", "unavailable"
WISHES = (WANTS, AVOIDS, UNAVAILABLE)
DEFAULT_PACK = CN_STANDARD.id
# A roster in which somebody is in two places is no choice of law.
FIXED_RULES = frozenset({"overlap"})
CHOICES = ("level", "weight", "limit", "days")
CONTRACT_LAW = "劳动合同法", "Labour Contract Law"
CHINA = "cn_"
# Part-time work in China binds beside the pack: it is a contract of its own kind.
CN_PART_TIME = Pack(
    "cn_part_time",
    words("中国·非全日制用工", "China, part-time contracts"),
    rules=(
        Rule(
            "cn.part_time_week",
            "week_minutes",
            24 * HOUR,
            china("68", CONTRACT_LAW),
            source=GENERAL_KNOWLEDGE,
            note=words("每周累计不超过24小时。", "At most 24 h in a week."),
        ),
        Rule(
            "cn.part_time_day",
            "day_minutes",
            4 * HOUR,
            china("68", CONTRACT_LAW),
            SOFT,
            3,
            source=GENERAL_KNOWLEDGE,
            note=words(
                "法律要求平均每日不超过4小时，本系统按每日提示。",
                "The law speaks of the mean day; here each day beyond it is pointed out.",
            ),
        ),
    ),
)
TUNABLE: Mapping[str, Pack] = {**PACKS, CN_PART_TIME.id: CN_PART_TIME}
WAIVERS = frozenset(rule.waiver for pack in TUNABLE.values() for rule in pack.rules if rule.waiver)
PERSONAL = words("本人的用工约定", "the person's own terms")


@dataclass(frozen=True, slots=True)
class Terms:
    """Under which terms a person works on a date. `site_ids` are those the person may serve."""

    person_id: str
    law_pack: str
    hour_system: str = STANDARD
    period: str | None = None
    week_minutes: int | None = None
    month_min_minutes: int | None = None
    month_max_minutes: int | None = None
    max_nights_month: int | None = None
    site_ids: frozenset[str] = frozenset()
    max_walking: str = "much"
    languages: tuple[str, ...] = ()
    waivers: Mapping[str, Waiver] = field(default_factory=dict)
    worked_before_months: int = 0
    from_on: date | None = None


@dataclass(frozen=True)
class Choices:
    """What the organisation chose of the packs, and its own rules."""

    default_pack: str = DEFAULT_PACK
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    own_rules: tuple[Mapping[str, Any], ...] = ()


def waivers_of(kept: Mapping[str, Mapping[str, str | None]]) -> dict[str, Waiver]:
    """From how they are stored, with dates as text."""
    return {name: Waiver(_day(one["from_on"]), _day(one.get("until_on"))) for name, one in kept.items()}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def pack_of(choices: Choices, terms: Terms) -> Pack:
    """The law that binds this person: the pack as the organisation uses it, and the person's own limits."""
    pack = PACKS[terms.law_pack]
    wanted = {rule.id: choices.rules[rule.id] for rule in pack.rules if rule.id in choices.rules}
    own = [*part_time_rules(choices, terms), *own_rules(choices.own_rules), *personal_rules(terms)]
    period = terms.period if pack.pay.period else None
    return adopted(pack, wanted, own, period=period)


def part_time_rules(choices: Choices, terms: Terms) -> list[Rule]:
    if terms.hour_system != PART_TIME or not terms.law_pack.startswith(CHINA):
        return []
    return [chosen(rule, choices.rules.get(rule.id, {})) for rule in CN_PART_TIME.rules]


def fits(hour_system: str, law_pack: str) -> bool:
    """Comprehensive hours need a pack that counts over a period, and no other system does."""
    return (hour_system == COMPREHENSIVE) == (PACKS[law_pack].pay.period is not None)


def own_rules(kept: Iterable[Mapping[str, Any]]) -> list[Rule]:
    return [_own_rule(one) for one in kept]


def _own_rule(one: Mapping[str, Any]) -> Rule:
    rule = own_rule(one["kind"], one["limit"], level=one["level"], weight=one["weight"])
    if one.get("name_zh") or one.get("name_en"):
        rule = replace(
            rule, article=words(one["name_zh"] or one["name_en"], one["name_en"] or one["name_zh"])
        )
    return rule


def personal_rules(terms: Terms) -> list[Rule]:
    """Limits that a contract sets: hours beyond it are possible but not wanted, nights are a promise."""
    limits = (
        ("week_minutes", terms.week_minutes if terms.hour_system == PART_TIME else None, SOFT),
        ("month_minutes", terms.month_max_minutes, SOFT),
        ("nights_in_month", terms.max_nights_month, HARD),
    )
    return [
        Rule(f"terms.{kind}", kind, limit, PERSONAL, level, 3, source=OWN)
        for kind, limit, level in limits
        if limit is not None
    ]
