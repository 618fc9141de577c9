"""Certificates as a table of a spreadsheet."""

from guard_api.tables import Column

STATES = {
    "en": {
        "current": "current",
        "expiring": "ending",
        "expired": "ended",
        "revoked": "revoked",
        "replaced": "replaced",
    },
    "zh-CN": {
        "current": "有效",
        "expiring": "即将到期",
        "expired": "已到期",
        "revoked": "已吊销",
        "replaced": "已换证",
    },
}
SOURCES = {
    "en": {"passed": "by learning", "paper": "from paper", "session": "in class"},
    "zh-CN": {"passed": "课程通过", "paper": "纸质录入", "session": "现场培训"},
}


def columns(language: str) -> tuple[Column, ...]:
    states, sources = STATES.get(language, STATES["en"]), SOURCES.get(language, SOURCES["en"])
    name = "name_zh" if language == "zh-CN" else "name_en"
    return (
        Column("person", "Person", "姓名", value=lambda row: row["person"]["name"]),
        Column("type", "Certificate", "证书类型", value=lambda row: row["type"][name]),
        Column("number", "Number", "编号"),
        Column("issued_on", "Issued on", "发证日期"),
        Column("expires_on", "Last day", "有效期至"),
        Column("days_left", "Days left", "剩余天数"),
        Column("state", "State", "状态", value=lambda row: states[row["state"]]),
        Column("issuer", "Issued by", "发证机构"),
        Column("source", "How", "来源", value=lambda row: sources[row["source"]]),
        Column("revoke_reason", "Why revoked", "吊销原因"),
        Column("id", "Id", "系统编号"),
    )
