"""Codes in words, for tables: (English, Chinese, what else is understood)."""

KINDS = {
    "fixed": ("Fixed post", "固定岗"),
    "gate": ("Gate", "门岗"),
    "control_room": ("Control room", "监控室"),
    "patrol": ("Patrol", "巡逻岗"),
    "relief": ("Relief", "替班岗"),
}
WALKING = {"none": ("None", "无"), "some": ("Some", "一般"), "much": ("Much", "较多")}


def word(words: dict[str, tuple[str, ...]], code: str | None, language: str) -> str:
    if code is None:
        return ""
    return words[code][1 if language == "zh-CN" else 0]
