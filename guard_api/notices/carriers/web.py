"""What an HTTP answer means for a message."""

from email.utils import parsedate_to_datetime

import requests

from guard_api.clock import now
from guard_api.notices.carriers.letter import SENT, Outcome, failed

TRY_AGAIN = {408, 425, 429}


def outcome_of(answer: requests.Response) -> Outcome:
    """2xx is taken; 408, 425, 429 and 5xx may be better later; anything else will not."""
    if 200 <= answer.status_code < 300:
        return SENT
    said = f"{answer.status_code} {answer.text[:200]}"
    if answer.status_code in TRY_AGAIN or answer.status_code >= 500:
        return failed("notices.busy_there", said, after_s=_retry_after(answer))
    return failed("notices.refused", said, final=True)


def _retry_after(answer: requests.Response) -> float | None:
    text = answer.headers.get("Retry-After", "").strip()
    if text.isdigit():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - now()).total_seconds())
    except (ValueError, TypeError):
        return None
