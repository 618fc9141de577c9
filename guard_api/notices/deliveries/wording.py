"""A delivery as the letter that leaves."""

from typing import Any

from guard_api.notices.carriers.letter import Letter
from guard_api.notices.deliveries.models import Delivery
from guard_api.notices.wording import is_known, words

RETIRED = {"en": "There is news for you in the app.", "zh-CN": "您在应用中有新通知。"}


def letter_of(delivery: Delivery, *, language: str, **about: Any) -> Letter:
    return Letter(
        id=delivery.id,
        notice_id=delivery.notice_id,
        language=language,
        text=text_of(delivery, language),
        kind=delivery.kind,
        params=delivery.params,
        urgent=delivery.urgent,
        at=delivery.created_at,
        **about,
    )


def text_of(delivery: Delivery, language: str) -> str:
    """A kind may have been taken out of the product since."""
    if not is_known(delivery.kind):
        return RETIRED[language]
    return words(delivery.kind, delivery.params, language)


def absolute(base: str, link: str | None) -> str | None:
    if link is None or "://" in link:
        return link
    return f"{base.rstrip('/')}/{link.lstrip('/')}"
