"""Deliveries as a table of a spreadsheet."""

from guard_api.tables import Column

COLUMNS = (
    Column("created_at", "Written (UTC)", "生成时间(UTC)"),
    Column("channel_kind", "Way", "方式"),
    Column("channel_name", "Channel", "渠道"),
    Column("person_name", "Person", "人员"),
    Column("target", "To", "发往"),
    Column("kind", "Kind", "类型"),
    Column("text", "Text", "内容"),
    Column("urgent", "Urgent", "紧急"),
    Column("state", "State", "状态"),
    Column("reason_text", "Reason", "原因"),
    Column("answer", "Answer", "对方应答"),
    Column("attempts", "Tries", "尝试次数"),
    Column("next_at", "Next try (UTC)", "下次尝试(UTC)"),
    Column("sent_at", "Sent (UTC)", "发送时间(UTC)"),
    Column("id", "Id", "编号"),
)
