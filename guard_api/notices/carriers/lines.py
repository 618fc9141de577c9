"""The carrier of each kind of channel."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from guard_api.notices.carriers import mail, push, robots, webhook
from guard_api.notices.carriers.letter import Letter, Outcome

Send = Callable[[Letter], Outcome]
LINES: dict[str, Callable[[dict[str, Any]], AbstractContextManager[Send]]] = {
    "mail": mail.line,
    "push": push.line,
    "wecom": robots.line("wecom"),
    "dingtalk": robots.line("dingtalk"),
    "feishu": robots.line("feishu"),
    "webhook": webhook.line,
}
