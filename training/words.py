"""Texts in both languages, and how the API writes and reads them."""

from typing import Any

import marshmallow as ma

from guard_api.fields import Text


def words_schema(name: str, longest: int) -> type[ma.Schema]:
    """{"zh": …, "en": …}; what is left out is empty."""

    def text() -> Text:
        return Text(load_default="", validate=ma.validate.Length(max=longest))

    return ma.Schema.from_dict({"zh": text(), "en": text()}, name=name)


NameSchema = words_schema("NameSchema", 200)
WordsSchema = words_schema("WordsSchema", 2000)
LessonBodySchema = words_schema("LessonBodySchema", 40_000)


class ShownWordsSchema(ma.Schema):
    """A text in both languages; one that was never written is empty."""

    zh = ma.fields.String(required=True)
    en = ma.fields.String(required=True)


def name(**options: Any) -> ma.fields.Nested:
    return ma.fields.Nested(NameSchema, **options)


def words(**options: Any) -> ma.fields.Nested:
    return ma.fields.Nested(WordsSchema, **options)


def shown(**options: Any) -> ma.fields.Nested:
    return ma.fields.Nested(ShownWordsSchema, **({"required": True} | options))


def in_language(said: dict[str, str] | None, language: str) -> str:
    """The text in the reader's language, or in the other where it is all there is."""
    said = said or {}
    zh, en = said.get("zh", ""), said.get("en", "")
    return (zh or en) if language == "zh-CN" else (en or zh)
