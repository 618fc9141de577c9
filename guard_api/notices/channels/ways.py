"""What each kind of channel needs to be told, and what of it is never shown again. Pure."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

MAIL, PUSH, WECOM, DINGTALK, FEISHU, WEBHOOK = "mail", "push", "wecom", "dingtalk", "feishu", "webhook"
SECURITIES = ("none", "starttls", "ssl")
PERSONAL = (MAIL, PUSH)


@dataclass(frozen=True)
class Way:
    """`secret` fields are taken, kept sealed, and never handed out again."""

    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()
    secret: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        return self.needed + self.optional


WAYS = {
    MAIL: Way(
        ("host", "port", "security", "sender"), ("sender_name", "username", "password"), secret=("password",)
    ),
    PUSH: Way(("contact",)),
    WECOM: Way(("address",), ("prefix",), secret=("address",)),
    DINGTALK: Way(("address",), ("prefix", "secret"), secret=("address", "secret")),
    FEISHU: Way(("address",), ("prefix", "secret"), secret=("address", "secret")),
    WEBHOOK: Way(("address",), ("secret",), secret=("address", "secret")),
}
KINDS = tuple(WAYS)


def merged(kind: str, held: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """What is held, changed by what is given; null takes away. Keys that the server made stay."""
    return {name: value for name, value in (held | given).items() if value not in (None, "")}


def faults(kind: str, settings: dict[str, Any]) -> list[tuple[str, str]]:
    """(field, code) of each that is missing, does not belong here, or cannot be right."""
    way = WAYS[kind]
    found = [(name, "notices.setting_missing") for name in way.needed if name not in settings]
    known = (*way.fields, *MADE_HERE)
    found += [(name, "notices.setting_unknown") for name in settings if name not in known]
    if "address" in settings and not is_address_of(kind, settings["address"]):
        found.append(("address", f"notices.address_not_of_{kind}"))
    if ("username" in settings) != ("password" in settings):
        found.append(("password" if "username" in settings else "username", "notices.sign_in_incomplete"))
    return found


MADE_HERE = ("vapid_private", "vapid_public")


def is_address_of(kind: str, address: str) -> bool:
    """Whether this is a webhook as the service hands it out; its host may be a private installation's."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if parts.scheme not in ("https", "http") or not host or parts.username or parts.fragment:
        return False
    query = parse_qs(parts.query)
    if kind == WECOM:
        return parts.path.rstrip("/").endswith("/webhook/send") and bool(query.get("key"))
    if kind == DINGTALK:
        return parts.path.rstrip("/").endswith("/robot/send") and bool(query.get("access_token"))
    if kind == FEISHU:
        return re.search(r"/open-apis/bot/v2/hook/[^/]+/?$", parts.path) is not None
    return True


def shown(kind: str, settings: dict[str, Any]) -> dict[str, Any]:
    """What may be read again: of a webhook its host and the last four characters."""
    open_ = {name: settings.get(name) for name in WAYS[kind].fields if name not in WAYS[kind].secret}
    if "address" in settings:
        parts = urlsplit(settings["address"])
        open_["address"] = f"{parts.scheme}://{parts.netloc}/…{settings['address'][-4:]}"
    return open_


def kept_secrets(kind: str, settings: dict[str, Any]) -> list[str]:
    return [name for name in WAYS[kind].secret if settings.get(name)]
