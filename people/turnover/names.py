"""What groups are called, and in which order they stand."""

from collections.abc import Callable, Hashable, Iterable

from guard_api.identity.actor import Actor
from guard_api.identity.people.queries import site_names
from people import words
from people.employment.reach import people_names
from people.ladder.queries import grades

UNKNOWN = ("Not on file", "未登记")
TENURES = {
    "under_90_days": ("Under 90 days", "不满90天"),
    "under_1_year": ("90 days to 1 year", "90天至1年"),
    "under_2_years": ("1 to 2 years", "1至2年"),
    "under_5_years": ("2 to 5 years", "2至5年"),
    "5_years_and_more": ("5 years and more", "5年以上"),
}
EXIT_KINDS = {
    "voluntary": ("Resigned", "主动离职"),
    "involuntary": ("Let go", "被动离职"),
    "natural": ("Contract ended, retired, other", "到期、退休及其他"),
}
Named = dict[Hashable, tuple[int, str]]


def of(actor: Actor, by: str | None, keys: Iterable[Hashable]) -> Named:
    """(place, name) of each key; what is not on file comes last."""
    keys = list(keys)
    known = _KNOWN[by](actor, keys) if keys and by else {}
    unknown = (len(known) + 1, UNKNOWN[actor.language == "zh-CN"])
    return {key: known.get(key, unknown) for key in keys}


def _sites(actor: Actor, _keys: list[Hashable]) -> Named:
    return {id_: (0, name) for id_, name in site_names(actor.organisation_id).items()}


def _grades(actor: Actor, _keys: list[Hashable]) -> Named:
    zh = actor.language == "zh-CN"
    rungs = grades(actor.organisation_id)
    return {one.id: (place, one.name_zh if zh else one.name_en) for place, one in enumerate(rungs)}


def _managers(actor: Actor, keys: list[Hashable]) -> Named:
    return {id_: (0, name) for id_, name in people_names(actor.organisation_id, keys).items()}


def _worded(known: dict[str, tuple[str, ...]]) -> Callable[[Actor, list[Hashable]], Named]:
    def name(actor: Actor, _keys: list[Hashable]) -> Named:
        return {code: (place, words.word(known, code, actor.language)) for place, code in enumerate(known)}

    return name


_KNOWN: dict[str, Callable[[Actor, list[Hashable]], Named]] = {
    "site": _sites,
    "grade": _grades,
    "manager": _managers,
    "pattern": _worded(words.SHIFT_PATTERNS),
    "tenure": _worded(TENURES),
    "reason": _worded(words.EXIT_REASONS),
    "kind": _worded(EXIT_KINDS),
}
