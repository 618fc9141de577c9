"""A channel's settings, in and out of the vault."""

from typing import Any

import orjson

from guard_api import vault
from guard_api.notices.channels.models import Channel

USE = "notices.channel"


def seal(channel: Channel, settings: dict[str, Any]) -> None:
    plain = orjson.dumps(settings)
    channel.settings_sealed = vault.seal(plain, organisation_id=channel.organisation_id, use=USE)


def opened(channel: Channel) -> dict[str, Any]:
    return orjson.loads(
        vault.unseal(channel.settings_sealed, organisation_id=channel.organisation_id, use=USE)
    )
