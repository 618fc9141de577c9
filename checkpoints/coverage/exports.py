"""The boards as tables of a spreadsheet."""

from guard_api.tables import Column

STATE_WORDS = {
    "en": {
        "on_time": "on time",
        "early": "early",
        "late": "late",
        "missed": "missed",
        "excused": "excused",
        "due": "due",
    },
    "zh-CN": {
        "on_time": "准点",
        "early": "早到",
        "late": "迟到",
        "missed": "漏检",
        "excused": "已免责",
        "due": "待巡",
    },
}
COUNTS = (
    Column("required", "Visits due", "应巡点次"),
    Column("on_time", "On time", "准点"),
    Column("early", "Early", "早到"),
    Column("late", "Late", "迟到"),
    Column("missed", "Missed", "漏检"),
    Column("excused", "Excused", "已免责"),
    Column("due", "Not closed yet", "未到期"),
)
GAP = Column("longest_gap_s", "Longest unattended (s)", "最长无人巡查(秒)")
CELLS = (
    Column("on", "Day", "日期"),
    Column("site_name", "Site", "项目"),
    *COUNTS,
    Column("rounds", "Rounds", "巡更次数"),
    Column("rounds_done", "Rounds done", "完成"),
    Column("rounds_incomplete", "Rounds incomplete", "未走完"),
    Column("rounds_missed", "Rounds missed", "漏巡"),
    GAP,
    Column("longest_gap_checkpoint_name", "At checkpoint", "所在巡更点"),
    Column("settled_at", "Counted at (UTC)", "统计时间(UTC)"),
)
CHECKPOINTS = (
    Column("site_name", "Site", "项目"),
    Column("zone_name", "Zone", "区域"),
    Column("checkpoint_name", "Checkpoint", "巡更点"),
    *COUNTS,
    Column("scans", "Scans", "扫码次数"),
    Column("flagged", "Scans with doubts", "存疑扫码"),
    GAP,
    Column("last_scan_at", "Last scan (UTC)", "最近扫码(UTC)"),
)


def visit_columns(language: str) -> tuple[Column, ...]:
    words = STATE_WORDS.get(language, STATE_WORDS["en"])
    return (
        Column("on", "Day", "日期"),
        Column("site_name", "Site", "项目"),
        Column("patrol_name", "Round", "巡更"),
        Column("checkpoint_name", "Checkpoint", "巡更点"),
        Column("person_name", "Walked by", "巡更人"),
        Column("due_from_at", "Due from (UTC)", "应到时间起(UTC)"),
        Column("due_until_at", "Due until (UTC)", "应到时间止(UTC)"),
        Column("state", "State", "状态", value=lambda row: words[row.state]),
        Column("scanned_at", "Scanned at (UTC)", "实到时间(UTC)"),
    )
