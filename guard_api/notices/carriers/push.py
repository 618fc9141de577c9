"""Web Push (RFC 8030, 8291, 8292): encrypted for the browser, signed with the organisation's key."""

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import orjson
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from guard_api.clock import now
from guard_api.notices.carriers import network
from guard_api.notices.carriers.letter import SENT, Letter, Outcome, failed, shortened
from guard_api.notices.carriers.web import outcome_of

LASTS_S = 24 * 3600
URGENT_LASTS_S = 3600
SIGNED_FOR_S = 12 * 3600
MOST_TEXT_BYTES = 2_000


def new_keys() -> dict[str, str]:
    """A pair for one organisation: the private key to seal, the public one for browsers."""
    key = ec.generate_private_key(ec.SECP256R1())
    number = key.private_numbers().private_value.to_bytes(32, "big")
    point = key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return {"vapid_private": _text(number), "vapid_public": _text(point)}


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@contextmanager
def line(settings: dict[str, Any]) -> Iterator[Callable[[Letter], Outcome]]:
    with network.Line() as session:
        yield lambda letter: _pushed(session, settings, letter)


def _pushed(session: requests.Session, settings: dict[str, Any], letter: Letter) -> Outcome:
    from http_ece import ECEException
    from pywebpush import WebPushException, webpush

    try:
        webpush(
            letter.to,
            payload(letter),
            vapid_private_key=settings["vapid_private"],
            vapid_claims={
                "sub": f"mailto:{settings['contact']}",
                "exp": int(now().timestamp()) + SIGNED_FOR_S,
            },
            ttl=URGENT_LASTS_S if letter.urgent else LASTS_S,
            headers=_headers(letter),
            requests_session=session,
        )
    except WebPushException as error:
        if error.response is None:
            return failed("notices.refused", error, final=True)
        return _refused(error.response)
    except (network.Refused, network.Unknown) as error:
        return failed(error.code, final=isinstance(error, network.Refused))
    except requests.RequestException as error:
        return failed("notices.unreachable", type(error).__name__)
    except (ValueError, ECEException):
        return failed("notices.device_gone", "no key of a browser", final=True, gone=True)
    return SENT


def _refused(answer: requests.Response) -> Outcome:
    """404 and 410: that browser is gone for good."""
    if answer.status_code in (404, 410):
        return failed("notices.device_gone", answer.status_code, final=True, gone=True)
    return outcome_of(answer)


def _headers(letter: Letter) -> dict[str, str]:
    """The topic makes a second copy of the same take the place of the first, while the device is off."""
    topic = letter.id.replace("-", "")
    return {"urgency": "high" if letter.urgent else "normal", "topic": topic}


def payload(letter: Letter) -> str:
    """What static/pwa/src/sw.ts reads."""
    body = {
        "id": letter.id,
        "notice_id": letter.notice_id,
        "kind": letter.kind,
        "title": shortened(letter.organisation, 200),
        "text": shortened(letter.text, MOST_TEXT_BYTES),
        "link": letter.link,
        "language": letter.language,
        "urgent": letter.urgent,
    }
    return orjson.dumps(body).decode()
