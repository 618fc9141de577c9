"""Offers as a table of a spreadsheet."""

from guard_api.tables import Column
from schedules.rosters.exports import clock, word_in

KINDS = {
    "open": {"zh": "可抢班次", "en": "open shift"},
    "give_away": {"zh": "让班", "en": "given away"},
    "swap": {"zh": "换班", "en": "swap"},
}
STATES = {
    "open": {"zh": "待接", "en": "open"},
    "taken": {"zh": "已接", "en": "taken"},
    "awaiting": {"zh": "待审批", "en": "to approve"},
    "approved": {"zh": "已批准", "en": "approved"},
    "refused": {"zh": "未批准", "en": "refused"},
    "withdrawn": {"zh": "已撤回", "en": "taken back"},
    "expired": {"zh": "已过期", "en": "expired"},
}


def columns(language: str) -> tuple[Column, ...]:
    word = word_in(language)
    return (
        Column("created_at", "Offered (UTC)", "发起时间(UTC)"),
        Column("kind", "Kind", "类型", value=lambda row: KINDS[row["kind"]][word]),
        Column("state", "State", "状态", value=lambda row: STATES[row["state"]][word]),
        Column("on", "Date", "日期", value=lambda row: row["shift"]["on"]),
        Column("post", "Post", "岗位", value=lambda row: row["shift"]["post_name"]),
        Column("starts", "Starts", "上班", value=lambda row: clock(row["shift"], "start_at")),
        Column("offered_by", "Offered by", "发起人", value=lambda row: row["offered_by"]["name"]),
        Column("taken_by", "Taken by", "接班人", value=lambda row: _name(row["taken_by"])),
        Column("decided_by", "Decided by", "审批人", value=lambda row: _name(row["decided_by"])),
        Column("decided_at", "Decided (UTC)", "审批时间(UTC)"),
        Column("claims", "Would take it", "申请人数", value=lambda row: len(row["claims"])),
        Column("reason", "Reason", "原因"),
        Column("id", "Id", "编号"),
    )


def _name(person) -> str:
    return person["name"] if person else ""
