"""Fields that several rooms of this floor use."""

from datetime import date
from typing import Any

import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Text

EARLIEST, LATEST = date(1930, 1, 1), date(2199, 12, 31)


def Day(**options: Any) -> ma.fields.Date:
    return ma.fields.Date(validate=validate.Range(EARLIEST, LATEST), **options)


def Words(longest: int = 2000, **options: Any) -> Text:
    return Text(validate=validate.Length(max=longest), **options)


def Code(codes: Any, **options: Any) -> ma.fields.String:
    return ma.fields.String(validate=validate.OneOf(tuple(codes)), **options)


class IdNameSchema(ma.Schema):
    id = Id(required=True)
    name = ma.fields.String(required=True)


class IdNamesSchema(ma.Schema):
    id = Id(required=True)
    name_zh = ma.fields.String(required=True)
    name_en = ma.fields.String(required=True)
