"""Corrections as a table of a spreadsheet."""

from typing import Any

from guard_api.tables import Column


def columns(language: str) -> tuple[Column, ...]:
    return (
        Column("asked_at", "Asked (UTC)", "申请时间(UTC)"),
        Column("person_name", "Person", "人员"),
        Column("site_name", "Site", "项目"),
        Column(
            "adds",
            "Added",
            "补卡",
            value=lambda row: [f"{each['kind']} {each['at']}" for each in row["adds"]],
        ),
        Column("voids", "Voided", "作废", value=voided),
        Column("reason", "Reason", "原因"),
        Column("asked_by_name", "Asked by", "申请人"),
        Column("decision", "Decision", "审批结果"),
        Column("decided_by_name", "Decided by", "审批人"),
        Column("decided_at", "Decided (UTC)", "审批时间(UTC)"),
        Column("note", "Note", "备注"),
        Column("id", "Id", "编号"),
    )


def voided(row: dict[str, Any]) -> list[str]:
    return [f"{each['kind']} {each['at'].isoformat(timespec='minutes')}" for each in row["voids"]]
