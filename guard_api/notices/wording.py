"""The sentence of each kind of notice in each language; every slice registers its own."""

from typing import Any

from guard_api.errors import DEFAULT_LANGUAGE, LANGUAGES

_kinds: dict[str, dict[str, str]] = {}


def register_notices(kinds: dict[str, dict[str, str]]) -> None:
    """{kind: {"en": …, "zh-CN": …}} with {names} of params."""
    for kind, texts in kinds.items():
        if set(texts) != set(LANGUAGES):
            raise ValueError(f"{kind} lacks a language")
        _kinds[kind] = texts


def is_known(kind: str) -> bool:
    return kind in _kinds


def words(kind: str, params: dict[str, Any], language: str) -> str:
    """The sentence. A param that is {"zh": …, "en": …} is said in the reader's language."""
    texts = _kinds[kind]
    said = {name: _in(value, language) for name, value in params.items()}
    return texts.get(language, texts[DEFAULT_LANGUAGE]).format(**said)


def _in(value: Any, language: str) -> Any:
    if isinstance(value, dict):
        return value["zh" if language == "zh-CN" else "en"]
    return value
