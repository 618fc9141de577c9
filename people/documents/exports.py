"""Papers on file that end, as a table of a spreadsheet."""

from guard_api.tables import Column

KINDS = {
    "en": {
        "contract": "contract",
        "guard_card": "guard card",
        "medical": "medical examination",
        "insurance": "insurance",
        "identity": "identity card",
        "other": "other",
    },
    "zh-CN": {
        "contract": "劳动合同",
        "guard_card": "保安员证",
        "medical": "体检报告",
        "insurance": "保险单",
        "identity": "身份证",
        "other": "其他",
    },
}


def columns(language: str) -> tuple[Column, ...]:
    kinds = KINDS.get(language, KINDS["en"])
    return (
        Column("person", "Person", "姓名", value=lambda row: row["person"]["name"]),
        Column("kind", "Paper", "证照", value=lambda row: kinds[row["kind"]]),
        Column("number", "Number", "编号"),
        Column("issued_on", "Issued on", "签发日期"),
        Column("expires_on", "Last day", "有效期至"),
        Column("days_left", "Days left", "剩余天数"),
        Column("name", "File", "文件"),
        Column("id", "Id", "系统编号"),
    )
