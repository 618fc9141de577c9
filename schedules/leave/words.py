"""Codes in words, for tables and notices: (English, Chinese)."""

from schedules.posts.words import word

__all__ = ["DOUBTS", "KINDS", "STATES", "both", "word"]

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

DOUBTS = {
    "no_employment": (
        "No employment is on file, so the law's figure cannot be reckoned. Set it by hand.",
        "没有雇佣记录，无法计算法定天数，请手工核定。",
    ),
    "long_personal": (
        "Twenty days or more of personal leave in the year: where they were paid, the year gives no annual "
        "leave (Regulation on Paid Annual Leave, art. 4(2)).",
        "本年事假累计20天以上：单位未扣工资的，当年不享受年休假（职工带薪年休假条例第4条第2项）。",
    ),
    "long_sick": (
        "Sick leave in the year has reached the months from which it gives no annual leave "
        "(Regulation on Paid Annual Leave, art. 4(3)–(5)).",
        "本年病假已达到不享受年休假的月数（职工带薪年休假条例第4条第3至5项）。",
    ),
}


def both(words: dict[str, tuple[str, ...]], code: str) -> dict[str, str]:
    return {"zh": words[code][1], "en": words[code][0]}
