"""Robots of group chats, with the bodies that their services document.

WeCom and DingTalk go through apprise. It tells only whether the service answered 200, and these services
answer 200 to a refusal too, so its requests go by our own line, where the answer is read (and the address
is looked at). Feishu goes by plain HTTP: apprise cannot sign for it.

  WeCom    https://developer.work.weixin.qq.com/document/path/91770
  DingTalk https://open.dingtalk.com/document/orgapp/custom-robot-access
  Feishu   https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
"""

import base64
import hashlib
import hmac
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import orjson
import requests

from guard_api.clock import now
from guard_api.notices.carriers import network
from guard_api.notices.carriers.letter import SENT, Letter, Outcome, failed, shortened
from guard_api.notices.carriers.web import outcome_of

MOST_NAMES = 8
MOST_BYTES = {"wecom": 2_000, "dingtalk": 15_000, "feishu": 15_000}
# (where the service's own verdict stands, its name for success)
VERDICT = {"wecom": ("errcode", "errmsg"), "dingtalk": ("errcode", "errmsg"), "feishu": ("code", "msg")}
# Too many messages in a minute: the next minute takes them. Everything else is a matter of the settings.
TOO_MANY = {45009, 45033, 130101, 660026, 9499, 11232}
Post = Callable[..., requests.Response]
_post: ContextVar[Post] = ContextVar("post")


def line(kind: str) -> Callable[[dict[str, Any]], Any]:
    send = {"wecom": _by_wecom, "dingtalk": _by_dingtalk, "feishu": _by_feishu}[kind]

    @contextmanager
    def opened(settings: dict[str, Any]) -> Iterator[Callable[[Letter], Outcome]]:
        with network.Line() as session:
            yield lambda letter: _sent(kind, session, send, settings, letter)

    return opened


def _sent(kind: str, session: requests.Session, send: Callable, settings: dict, letter: Letter) -> Outcome:
    answers: list[requests.Response] = []

    def post(url: str, **said: Any) -> requests.Response:
        answers.append(session.post(url, **{name: said.get(name) for name in ("data", "headers", "params")}))
        return answers[-1]

    token = _post.set(post)
    try:
        send(settings, said(kind, letter, settings.get("prefix")))
    except (network.Refused, network.Unknown) as error:
        return failed(error.code, final=isinstance(error, network.Refused), line_down=True)
    except requests.RequestException as error:
        return failed("notices.unreachable", type(error).__name__, line_down=True)
    finally:
        _post.reset(token)
    return verdict(kind, answers[-1]) if answers else failed("notices.unreachable", line_down=True)


def verdict(kind: str, answer: requests.Response) -> Outcome:
    """These services say 200 to everything; what they mean stands in the body."""
    if answer.status_code != 200:
        return outcome_of(answer)
    code_name, words_name = VERDICT[kind]
    try:
        body = orjson.loads(answer.content)
        code, words = body[code_name], body.get(words_name)
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
        return failed("notices.answer_unreadable", answer.text[:200])
    if code == 0:
        return SENT
    if code in TOO_MANY:
        return failed("notices.busy_there", f"{code} {words}", after_s=60)
    return failed("notices.refused", f"{code} {words}", final=True)


def said(kind: str, letter: Letter, prefix: str | None) -> str:
    """One text for the group: who is meant, what it is, where to look."""
    head = f"{prefix} " if prefix else ""
    names = _names(letter)
    lead = f"{head}[{letter.organisation}]\n{names}"
    tail = f"\n{letter.link}" if letter.link else ""
    room = MOST_BYTES[kind] - len((lead + tail).encode())
    return lead + shortened(letter.text, max(room, 40)) + tail


def _names(letter: Letter) -> str:
    names = [person["name"] for person in letter.people]
    if not names:
        return ""
    chinese = letter.language == "zh-CN"
    shown, more = ("、" if chinese else ", ").join(names[:MOST_NAMES]), len(names) - MOST_NAMES
    if more > 0:
        shown += f" 等 {len(names)} 人" if chinese else f" and {more} more"
    return shown + ("：" if chinese else ": ")


# --- apprise, on our line -----------------------------------------------------------------------


def _plugins():
    """Its plugins of both services; what they know as `requests` is our line of the moment."""
    from apprise.plugins import dingtalk, wecombot

    ours = SimpleNamespace(
        codes=requests.codes,
        RequestException=_Unheard,
        post=_by_our_line,
    )
    wecombot.requests = dingtalk.requests = ours
    return wecombot.NotifyWeComBot, dingtalk.NotifyDingTalk


def _by_our_line(url: str, **said: Any) -> requests.Response:
    return _post.get()(url, **said)


class _Unheard(Exception):
    """Nothing raises it: failures of the line are for us to judge, not for apprise to swallow."""


def _by_wecom(settings: dict[str, Any], text: str) -> None:
    wecom, _ = _plugins()
    parts = urlsplit(settings["address"])
    robot = wecom(key=parse_qs(parts.query)["key"][0])
    robot.api_url = settings["address"]
    robot.send(text)


def _by_dingtalk(settings: dict[str, Any], text: str) -> None:
    _, dingtalk = _plugins()

    class Robot(dingtalk):
        notify_url = settings["address"].replace("{", "%7B").replace("}", "%7D")

        def get_signature(self) -> tuple[str, str]:
            """Quoted once, not twice: what follows quotes it again."""
            stamp, quoted = super().get_signature()
            return stamp, unquote(quoted)

    query = parse_qs(urlsplit(settings["address"]).query)
    Robot(token=query["access_token"][0], secret=settings.get("secret")).send(text)


# --- plain HTTP ---------------------------------------------------------------------------------


def _by_feishu(settings: dict[str, Any], text: str) -> None:
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
    if "secret" in settings:
        stamp = str(int(now().timestamp()))
        body = {"timestamp": stamp, "sign": feishu_signature(stamp, settings["secret"])} | body
    headers = {"Content-Type": "application/json; charset=utf-8"}
    _post.get()(settings["address"], data=orjson.dumps(body), headers=headers)


def feishu_signature(stamp: str, secret: str) -> str:
    """As documented: the text to sign is the key, and nothing is the message."""
    code = hmac.new(f"{stamp}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return base64.b64encode(code).decode()
