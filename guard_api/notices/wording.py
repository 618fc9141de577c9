"""The sentence of each kind of notice in each language; every slice registers its own."""

from collections.abc import Iterable
from string import Formatter
from typing import Any

from guard_api.errors import DEFAULT_LANGUAGE, LANGUAGES

_kinds: dict[str, dict[str, str]] = {}
_urgent: set[str] = set()


def register_notices(kinds: dict[str, dict[str, str]]) -> None:
    """{kind: {"en": …, "zh-CN": …}} with {names} of params."""
    for kind, texts in kinds.items():
        if set(texts) != set(LANGUAGES):
            raise ValueError(f"{kind} lacks a language")
        _kinds[kind] = texts


def register_urgent(kinds: Iterable[str]) -> None:
    """Those that pass quiet hours and, unless told otherwise, go to the groups too."""
    for kind in kinds:
        if kind not in _kinds:
            raise ValueError(f"no sentences for {kind!r}")
        _urgent.add(kind)


def is_known(kind: str) -> bool:
    return kind in _kinds


def is_urgent(kind: str) -> bool:
    return kind in _urgent


def known_kinds() -> list[str]:
    return list(_kinds)


def words(kind: str, params: dict[str, Any], language: str) -> str:
    """The sentence. A param that is {"zh": …, "en": …} is said in the reader's language."""
    texts = _kinds[kind]
    said = {name: _in(value, language) for name, value in params.items()}
    return texts.get(language, texts[DEFAULT_LANGUAGE]).format(**said)


def samples(kind: str) -> dict[str, str]:
    """The sentence in each language, with dots where something will stand."""
    return {
        language: "".join(text + ("…" if name is not None else "") for text, name, _, _ in parts)
        for language, parts in ((one, Formatter().parse(said)) for one, said in _kinds[kind].items())
    }


def _in(value: Any, language: str) -> Any:
    if isinstance(value, dict):
        return value["zh" if language == "zh-CN" else "en"]
    return value
