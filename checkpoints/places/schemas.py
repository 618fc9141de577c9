"""Fields that the subjects of places share."""

import unicodedata
from typing import Any, ClassVar

import marshmallow as ma


class Text(ma.fields.String):
    """A text as people write it: trimmed, without control characters."""

    default_error_messages: ClassVar = {"control": "Control characters are not taken."}

    def __init__(self, longest: int, *, shortest: int = 1, lines: bool = False, **kwargs: Any):
        super().__init__(validate=ma.validate.Length(shortest, longest), **kwargs)
        self.allowed = {"\n", "\t"} if lines else set()

    def _deserialize(self, value: Any, attr, data, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs).replace("\r\n", "\n").strip()
        if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in set(text) - self.allowed):
            raise self.make_error("control")
        return text


def share(**kwargs: Any) -> ma.fields.Float:
    """A part of a plan's width or height, 0..1."""
    return ma.fields.Float(validate=ma.validate.Range(0, 1), **kwargs)


class ArchivedSchema(ma.Schema):
    """Query of a list that leaves out what is archived."""

    archived = ma.fields.Boolean(
        load_default=False, metadata={"description": "Show what is archived instead of what is in use."}
    )
