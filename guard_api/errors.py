"""Errors as RFC 9457 problem details with a stable code and a sentence in the caller's language."""

from typing import Any

DEFAULT_LANGUAGE = "en"
LANGUAGES = ("en", "zh-CN")

_sentences: dict[str, dict[str, str]] = {
    "not_found": {"en": "There is no such thing here.", "zh-CN": "这里没有该内容。"},
    "forbidden": {"en": "Your role does not allow this.", "zh-CN": "您的角色无权进行此操作。"},
    "unauthorized": {"en": "Please sign in again.", "zh-CN": "请重新登录。"},
    "bad_request": {"en": "The request could not be read.", "zh-CN": "无法读取请求内容。"},
    "invalid": {"en": "Some fields need another look.", "zh-CN": "部分内容需要检查修改。"},
    "method_not_allowed": {"en": "This address does not offer that.", "zh-CN": "该地址不支持此操作。"},
    "not_acceptable": {"en": "That format is not offered here.", "zh-CN": "不支持该格式。"},
    "too_large": {"en": "This is too large to be taken.", "zh-CN": "内容过大，无法接收。"},
    "unsupported_media_type": {
        "en": "This kind of content is not taken here.",
        "zh-CN": "不支持该内容类型。",
    },
    "too_many_requests": {
        "en": "Too many tries. Wait {seconds} s.",
        "zh-CN": "尝试过多，请等待 {seconds} 秒。",
    },
    "cursor_unreadable": {
        "en": "This page address is not valid. Begin at the first page.",
        "zh-CN": "该分页地址无效，请从第一页重新开始。",
    },
    "conflict": {"en": "This clashes with what is stored.", "zh-CN": "与已有内容冲突。"},
    "busy": {"en": "The store is busy or full. Try again soon.", "zh-CN": "存储繁忙或已满，请稍后重试。"},
    "internal": {
        "en": "Something broke on our side. Nothing was changed.",
        "zh-CN": "系统出错，未作任何更改。",
    },
}


def register_sentences(sentences: dict[str, dict[str, str]]) -> None:
    """Add a slice's codes; each needs both languages."""
    for code, texts in sentences.items():
        if set(texts) != set(LANGUAGES):
            raise ValueError(f"{code} lacks a language")
        _sentences[code] = texts


def sentence(code: str, language: str, **values: Any) -> str:
    """The sentence for a code, e.g. for a verdict or an imported row."""
    texts = _sentences[code]
    return texts.get(language, texts[DEFAULT_LANGUAGE]).format(**values)


def known_codes() -> frozenset[str]:
    return frozenset(_sentences)


class Problem(Exception):
    """What went wrong, for the caller. Raised anywhere, answered as problem+json."""

    def __init__(
        self,
        code: str,
        status: int = 400,
        *,
        errors: list[dict[str, str]] | None = None,
        headers: dict[str, str] | None = None,
        paths: list[str] | None = None,
        more: dict[str, Any] | None = None,
        **values: Any,
    ):
        super().__init__(code)
        self.code, self.status, self.values = code, status, values
        self.errors, self.headers, self.more = errors, headers or {}, more or {}
        self.paths = paths or []

    def sentence(self, language: str) -> str:
        return sentence(self.code, language, **self.values)

    def body(self, language: str) -> dict[str, Any]:
        body: dict[str, Any] = {
            "type": f"/api/v1/problems/{self.code}",
            "title": self.code,
            "status": self.status,
            "detail": self.sentence(language),
            "code": self.code,
        }
        errors = self.errors or [{"path": path, "detail": body["detail"]} for path in self.paths]
        if errors:
            body["errors"] = errors
        return body | self.more


class NotFound(Problem):
    def __init__(self):
        super().__init__("not_found", 404)


class Forbidden(Problem):
    def __init__(self):
        super().__init__("forbidden", 403)
