"""Codes in words, for tables out and in: (English, Chinese, what else is understood)."""

from schedules.law.packs import PACKS
from schedules.posts.words import WALKING, word

__all__ = ["HOUR_SYSTEMS", "LAW_PACKS", "PERIODS", "WALKING", "WISHES", "word"]

HOUR_SYSTEMS = {
    "standard": ("Standard", "标准工时", "标准工时制", "标准"),
    "comprehensive": ("Comprehensive", "综合计算工时", "综合工时", "综合计算工时制", "综合"),
    "part_time": ("Part-time", "非全日制", "小时工", "兼职"),
}
PERIODS = {
    "week": ("Week", "周"),
    "month": ("Month", "月"),
    "quarter": ("Quarter", "季", "季度"),
    "year": ("Year", "年"),
}
LAW_PACKS = {id_: (pack.name["en"], pack.name["zh-CN"]) for id_, pack in PACKS.items()}
WISHES = {
    "wants": ("Would like", "希望"),
    "avoids": ("Would rather not", "尽量避免"),
    "unavailable": ("Cannot", "不能上班"),
}
