"""Any other program: JSON by POST, signed where a secret was agreed on.

{
  "id": "…",                  the same however often it is tried; also in the header Anxun-Delivery
  "kind": "certificates.ended", "urgent": false, "at": "2026-03-01T08:00:00.000Z",
  "organisation": "Jade Court", "language": "en",
  "text": "…",                the sentence
  "params": {…},              what it was made from
  "people": [{"id": "…", "name": "…"}],
  "link": "https://…" or null
}
With a secret: Anxun-Signature: t=<seconds>,v1=<hex of HMAC-SHA256(secret, "<seconds>.<body>")>.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import orjson
import requests

from guard_api.clock import now
from guard_api.fields import iso
from guard_api.notices.carriers import network
from guard_api.notices.carriers.letter import Letter, Outcome, failed
from guard_api.notices.carriers.web import outcome_of


@contextmanager
def line(settings: dict[str, Any]) -> Iterator[Callable[[Letter], Outcome]]:
    with network.Line() as session:
        yield lambda letter: _posted(session, settings, letter)


def _posted(session: requests.Session, settings: dict[str, Any], letter: Letter) -> Outcome:
    body = orjson.dumps(_body(letter))
    headers = {"Content-Type": "application/json", "User-Agent": "Anxun", "Anxun-Delivery": letter.id}
    if "secret" in settings:
        headers["Anxun-Signature"] = signature(body, settings["secret"], int(now().timestamp()))
    try:
        return outcome_of(session.post(settings["address"], data=body, headers=headers))
    except (network.Refused, network.Unknown) as error:
        return failed(error.code, final=isinstance(error, network.Refused), line_down=True)
    except requests.RequestException as error:
        return failed("notices.unreachable", type(error).__name__, line_down=True)


def _body(letter: Letter) -> dict[str, Any]:
    return {
        "id": letter.id,
        "kind": letter.kind,
        "urgent": letter.urgent,
        "at": iso(letter.at),
        "organisation": letter.organisation,
        "language": letter.language,
        "text": letter.text,
        "params": letter.params,
        "people": letter.people,
        "link": letter.link,
    }


def signature(body: bytes, secret: str, seconds: int) -> str:
    code = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={code}"
