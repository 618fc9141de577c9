"""The columns of a table of checkpoints, out and in."""

import math
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response

from checkpoints.places.points.rules import RADIUS_M
from guard_api import tables
from guard_api.tables import CellError, Column

KINDS = {
    "qr": "qr",
    "qrcode": "qr",
    "二维码": "qr",
    "nfc": "nfc",
    "gps": "gps",
    "定位": "gps",
    "gps定位": "gps",
}


def kind(text: str) -> str:
    found = KINDS.get(unicodedata.normalize("NFKC", text).replace(" ", "").replace("-", "").casefold())
    if found is None:
        raise CellError("places.kind_unknown")
    return found


def number(low: float, high: float):
    """A reader of numbers from `low` to `high`."""

    def read(text: str) -> float:
        value = float(unicodedata.normalize("NFKC", text).replace(",", "."))
        if not (math.isfinite(value) and low <= value <= high):
            raise CellError("places.number_outside", low=low, high=high)
        return value

    return read


def radius(text: str) -> int:
    return round(number(*RADIUS_M)(text.casefold().removesuffix("m").removesuffix("米")))


def lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def identity(text: str) -> str:
    return text.casefold()


def columns(language: str = "en") -> Sequence[Column]:
    """`language` chooses which of a checklist's names is written; both are read."""
    checklist = "checklist_zh" if language == "zh-CN" else "checklist_en"
    return (
        Column("name", "Name", "名称", required=True, longest=80, example="1号楼大堂"),
        Column("zone", "Zone", "区域", longest=80, example="1号楼"),
        Column("kind", "Kind", "类型", read=kind, example="qr"),
        Column("lat", "Lat", "纬度", read=number(-90, 90), example="31.23041"),
        Column("lon", "Lon", "经度", read=number(-180, 180), example="121.47370"),
        Column("radius", "Radius", "半径", read=radius, value=lambda row: row["radius_m"], example="50"),
        Column("plan_name", "Plan name", "平面图", longest=80, value=lambda row: row["floor_plan"]),
        Column("plan_x", "Plan x", "平面图横坐标", read=number(0, 1)),
        Column("plan_y", "Plan y", "平面图纵坐标", read=number(0, 1)),
        Column(
            "instructions", "Instructions", "巡查说明", read=lines, longest=2000, example="检查门禁是否关闭"
        ),
        Column("checklist", "Checklist", "检查表", longest=80, value=lambda row: row[checklist]),
        Column("id", "Id", "编号", read=identity, longest=36),
    )


def export_of(rows: Iterable[dict[str, Any]], format: str, *, language: str) -> Response:
    return tables.export(rows, columns(language), format, "checkpoints", language=language)


def template_of(format: str, *, language: str) -> Response:
    """A table to fill in; ids come only with what was exported."""
    return tables.template(columns(language)[:-1], format, "checkpoints", language=language)
