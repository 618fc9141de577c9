"""Codes in words, for tables and notices: (English, Chinese)."""

from schedules.posts.words import word

__all__ = ["KINDS", "STATES", "both", "word"]

KINDS = {
    "annual": ("Annual leave", "年休假"),
    "sick": ("Sick leave", "病假"),
    "personal": ("Personal leave", "事假"),
    "marriage": ("Marriage leave", "婚假"),
    "bereavement": ("Bereavement leave", "丧假"),
    "maternity": ("Maternity leave", "产假"),
    "paternity": ("Paternity leave", "陪产假"),
    "injury": ("Injury leave", "工伤假"),
    "time_off": ("Time off in lieu", "调休"),
    "other": ("Other leave", "其他假"),
}
STATES = {
    "asked": ("Asked", "待审批"),
    "approved": ("Approved", "已批准"),
    "refused": ("Refused", "未批准"),
    "withdrawn": ("Withdrawn", "已撤回"),
    "cancelled": ("Cancelled", "已取消"),
}


def both(words: dict[str, tuple[str, ...]], code: str) -> dict[str, str]:
    return {"zh": words[code][1], "en": words[code][0]}
