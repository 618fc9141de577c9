"""Routes as a table: one row for each stop."""

from collections.abc import Iterable
from typing import Any

from flask import Response

from guard_api import tables
from guard_api.tables import Column

COLUMNS = (
    Column("route", "Route", "路线"),
    Column("ordered", "In this order", "按序巡查"),
    Column("position", "Stop", "序号"),
    Column("zone", "Zone", "区域"),
    Column("checkpoint", "Checkpoint", "巡更点"),
    Column("minutes", "Minutes from the stop before", "距上一点分钟数"),
)


def export_of(routes: Iterable[dict[str, Any]], format: str, *, language: str) -> Response:
    rows = [
        stop | {"route": route["name"], "ordered": route["ordered"]}
        for route in routes
        for stop in route["stops"]
    ]
    return tables.export(rows, COLUMNS, format, "routes", language=language)
