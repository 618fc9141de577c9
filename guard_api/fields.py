"""Fields and shapes that every slice uses: ids, instants, lists and their pages."""

import base64
import binascii
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import marshmallow as ma
import orjson
from sqlalchemy import ColumnElement, Select, literal, tuple_

from guard_api.database import db
from guard_api.errors import Problem

UUID_TEXT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
LONGEST_PAGE = 500


class Id(ma.fields.UUID):
    """A UUID, handed on as its canonical string."""

    def _deserialize(self, value: Any, attr, data, **kwargs: Any) -> str:
        if not isinstance(value, str) or not UUID_TEXT.fullmatch(value):
            raise self.make_error("invalid_uuid")
        return value.lower()


class Text(ma.fields.String):
    """Text that a database can hold, without space around it."""

    def _deserialize(self, value: Any, attr, data, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if "\0" in text:
            raise self.make_error("invalid")
        return text.strip()


class ShortText(Text):
    """A name or heading: something, and at most 100 characters of it."""

    def __init__(self, **kwargs: Any):
        super().__init__(validate=ma.validate.Length(1, 100), **kwargs)


def flag(**kwargs: Any) -> ma.fields.Boolean:
    """True or false. Only JSON's own words and those of an address are understood."""
    return ma.fields.Boolean(truthy={True, "true", "1"}, falsy={False, "false", "0"}, **kwargs)


class Instant(ma.fields.AwareDateTime):
    """An instant in UTC, as 2026-03-01T14:03:05.123Z."""

    def __init__(self, **kwargs: Any):
        super().__init__(format="iso", default_timezone=None, **kwargs)

    def _serialize(self, value: datetime | None, attr, obj, **kwargs: Any) -> str | None:
        return None if value is None else iso(value)

    def _deserialize(self, value: Any, attr, data, **kwargs: Any) -> datetime:
        try:
            return super()._deserialize(value, attr, data, **kwargs).astimezone(UTC)
        except OverflowError:
            raise self.make_error("invalid", obj_type=self.OBJ_TYPE, input=value) from None


def iso(instant: datetime) -> str:
    """An instant as the API writes it."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def items_of(schema: type[ma.Schema]) -> type[ma.Schema]:
    """The shape of a list answer: {"items": [...], "next": cursor or null}."""
    name = schema.__name__.removesuffix("Schema") + "ListSchema"
    fields = {
        "items": ma.fields.List(ma.fields.Nested(schema), required=True),
        "next": ma.fields.String(
            required=True,
            allow_none=True,
            dump_default=None,
            metadata={"description": "Pass it as `cursor` for the next page; null on the last."},
        ),
    }
    return ma.Schema.from_dict(fields, name=name)


class Place(ma.Schema):
    """A position in degrees (WGS 84): both or neither."""

    lat = ma.fields.Float(allow_none=True, validate=ma.validate.Range(-90, 90))
    lon = ma.fields.Float(allow_none=True, validate=ma.validate.Range(-180, 180))

    @ma.validates_schema
    def both_or_neither(self, data: dict[str, Any], **_: Any) -> None:
        if ("lat" in data) != ("lon" in data) or (data.get("lat") is None) != (data.get("lon") is None):
            raise ma.ValidationError("Latitude and longitude belong together.", "lon")


class Page(ma.Schema):
    """Query parameters of a list that comes in pages."""

    limit = ma.fields.Integer(load_default=100, validate=ma.validate.Range(1, LONGEST_PAGE))
    cursor = ma.fields.String(validate=ma.validate.Length(1, 1000))


class Table(Page):
    """Query parameters of a list that can also be had as a file."""

    format = ma.fields.String(load_default="json", validate=ma.validate.OneOf(("json", "csv", "xlsx")))


def page_of(
    statement: Select,
    *keys: ColumnElement,
    limit: int,
    cursor: str | None = None,
    descending: bool = False,
) -> dict[str, Any]:
    """One page of `statement`, ordered by `keys` (the last one unique, none of them NULL).

    A statement over one entity gives its objects, any other gives rows; the keys must be among the columns.
    """
    if cursor is not None:
        after = tuple_(*(_bound(key, value) for key, value in zip(keys, _read(cursor, keys), strict=True)))
        place = tuple_(*keys)
        statement = statement.where(place < after if descending else place > after)
    order = [key.desc() if descending else key.asc() for key in keys]
    result = db.session.execute(statement.order_by(*order).limit(limit + 1))
    rows = list(result.scalars() if len(statement.column_descriptions) == 1 else result)
    more = len(rows) > limit
    rows = rows[:limit]
    return {"items": rows, "next": _write([getattr(rows[-1], key.key) for key in keys]) if more else None}


def _bound(key: ColumnElement, value: Any) -> ColumnElement:
    return literal(value, key.type)


def _write(values: list[Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(values)).decode().rstrip("=")


def _read(cursor: str, keys: tuple[ColumnElement, ...]) -> list[Any]:
    try:
        values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return [_readers(key)(value) for key, value in zip(keys, values, strict=True)]
    except (binascii.Error, ValueError, TypeError, OverflowError):
        raise Problem("cursor_unreadable", 422) from None


def _readers(key: ColumnElement) -> Callable[[Any], Any]:
    kind = key.type.python_type
    return {datetime: _instant, date: date.fromisoformat, str: _text, int: _whole}.get(kind, kind)


def _instant(value: str) -> datetime:
    instant = datetime.fromisoformat(value)
    if instant.tzinfo is None:
        raise ValueError("naive")
    return instant.astimezone(UTC)


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise ValueError("not text")
    return value


def _whole(value: Any) -> int:
    if type(value) is not int or abs(value) >= 2**63:
        raise ValueError("not a number")
    return value
