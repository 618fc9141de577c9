"""What the schemas say about a field, in the caller's language.

Schemas speak English; their sentences are recognised here, so that no schema needs to know who is asking.
"""

import re

_known: list[tuple[re.Pattern[str], str, str]] = []


def register_field_sentences(sentences: dict[str, tuple[str, str]]) -> None:
    """{pattern of what a schema says: (in English, in Chinese)}; groups of the pattern are \\1, \\2."""
    for pattern, (en, zh) in sentences.items():
        entry = (re.compile(pattern, re.DOTALL), en, zh)
        if entry not in _known:
            _known.append(entry)


def field_sentence(message: str, language: str) -> str:
    """The message in the language; as it is where nobody translated it."""
    for pattern, en, zh in _known:
        found = pattern.fullmatch(message)
        if found:
            return found.expand(zh if language == "zh-CN" else en)
    return message


def is_known(message: str) -> bool:
    return any(pattern.fullmatch(message) for pattern, _, _ in _known)


def plain(english: str, chinese: str) -> tuple[str, tuple[str, str]]:
    """An entry for a sentence without variable parts."""
    return re.escape(english), (english.replace("\\", r"\\"), chinese)


ANY = "(.+)"
register_field_sentences(
    {
        r"Missing data for required field\.": ("This is needed.", "此项必填。"),
        r"Field may not be null\.": ("This may not be empty.", "此项不能为空。"),
        r"Unknown field\.": ("There is no field of this name.", "没有该字段。"),
        r"Invalid value\.|Invalid input\.|Invalid type\.|Invalid input type\.": (
            "This value cannot be taken.",
            "无法接受该值。",
        ),
        r"Not a valid (?:utf-8 )?string\.": ("This must be a text.", "应为文本。"),
        r"Not a valid list\.": ("This must be a list.", "应为列表。"),
        r"Not a valid tuple\.": ("This must be a list of fixed length.", "应为固定长度的列表。"),
        r"Not a valid UUID\.": ("This must be an id (UUID).", "应为编号（UUID）。"),
        r"Not a valid number\.": ("This must be a number.", "应为数字。"),
        r"Number too large\.": ("This number is too large.", "数字过大。"),
        r"Not a valid integer\.": ("This must be a whole number.", "应为整数。"),
        r"Special numeric values \(nan or infinity\) are not permitted\.": (
            "This must be a finite number.",
            "应为有限数值。",
        ),
        r"Not a valid boolean\.": ("This must be true or false.", "应为是或否（true/false）。"),
        r"Not a valid (?:aware )?datetime\.": (
            "This must be an instant with its offset, like 2026-03-01T14:03:05Z.",
            "应为带时区的时间，例如 2026-03-01T14:03:05Z。",
        ),
        r"Not a valid date\.": ("This must be a date, like 2026-03-01.", "应为日期，例如 2026-03-01。"),
        r"Not a valid time\.": ("This must be a time, like 22:30.", "应为时间，例如 22:30。"),
        r"Not a valid period of time\.": ("This must be a period of time.", "应为时长。"),
        r"Not a valid mapping type\.": ("This must be an object.", "应为对象。"),
        r"Not a valid URL\.": ("This must be an address (URL).", "应为网址。"),
        r"Not a valid email address\.": ("This must be an e-mail address.", "应为邮箱地址。"),
        rf"Must be one of: {ANY}\.": (r"This must be one of: \1.", r"应为以下之一：\1。"),
        rf"One or more of the choices you made was not in: {ANY}\.": (
            r"Each must be one of: \1.",
            r"每项应为以下之一：\1。",
        ),
        rf"Must be greater than or equal to {ANY} and less than or equal to {ANY}\.": (
            r"This must lie between \1 and \2.",
            r"应在 \1 与 \2 之间。",
        ),
        rf"Must be greater than {ANY} and less than or equal to {ANY}\.": (
            r"This must be above \1 and at most \2.",
            r"应大于 \1 且不超过 \2。",
        ),
        rf"Must be greater than or equal to {ANY}\.": (r"This must be at least \1.", r"不得小于 \1。"),
        rf"Must be greater than {ANY}\.": (r"This must be above \1.", r"应大于 \1。"),
        rf"Must be less than or equal to {ANY}\.": (r"This must be at most \1.", r"不得大于 \1。"),
        rf"Must be less than {ANY}\.": (r"This must be below \1.", r"应小于 \1。"),
        rf"Length must be between {ANY} and {ANY}\.": (
            r"This must have between \1 and \2 characters or entries.",
            r"长度应在 \1 与 \2 之间。",
        ),
        rf"Length must be {ANY}\.": (r"This must have a length of \1.", r"长度应为 \1。"),
        rf"Longer than maximum length {ANY}\.": (
            r"This must have at most \1 characters or entries.",
            r"长度不得超过 \1。",
        ),
        rf"Shorter than minimum length {ANY}\.": (
            r"This must have at least \1 characters or entries.",
            r"长度不得少于 \1。",
        ),
        rf"Must be equal to {ANY}\.": (r"This must be \1.", r"应为 \1。"),
        r"String does not match expected pattern\.": (
            "This does not have the expected form.",
            "格式不正确。",
        ),
        r"Invalid JSON body\.": ("The body is not valid JSON.", "请求内容不是有效的 JSON。"),
        **dict(
            (
                plain("This is no phone number.", "不是有效的手机号。"),
                plain("This is no e-mail address.", "不是有效的邮箱地址。"),
                plain("Latitude and longitude belong together.", "纬度和经度须同时填写。"),
                plain("A zone such as Asia/Shanghai.", "应为时区名称，例如 Asia/Shanghai。"),
                plain(
                    "An address like https://patrol.example, without a path.",
                    "应为不含路径的网址，例如 https://patrol.example。",
                ),
                plain(
                    "An address like https://tiles.example/{z}/{x}/{y}.png.",
                    "应为瓦片网址，例如 https://tiles.example/{z}/{x}/{y}.png。",
                ),
            )
        ),
    }
)
