from datetime import timedelta

import orjson

from guard_api import vault
from guard_api.clock import now
from guard_api.database import db
from guard_api.identity.models import Session
from guard_api.notices.carriers.push import new_keys
from guard_api.notices.channels import sealing
from guard_api.notices.channels.models import Channel
from guard_api.notices.deliveries.models import Delivery
from guard_api.notices.preferences.models import PushSubscription
from guard_api.notices.preferences.service import USE
from guard_api.notices.service import tell
from guard_api.notices.wording import register_notices
from tests.matrix.rows import ADMINISTRATOR, EVERYONE, Row

ADMINS = {ADMINISTRATOR}
# A point of the curve and a secret, as a browser writes them.
KEYS = {
    "p256dh": "BFX0DBnEyCGgUO2Jdh_27jQMEEkSVzXPjO5MCIuZ6ZBnO0Zm4WmPfTbMjcZo7wRUSIu0xZ6B8R0D2y5WeR7vVqM",
    "auth": "8eDyX_uCN0XRhSbY5hs7Hg",
}
ENDPOINT = "https://push.example.net/send/abc"


def make(cast, things: dict[str, str]) -> None:
    register_notices({"tests.hello": {"en": "Hello", "zh-CN": "你好"}})
    tell(organisation_id=cast.organisation_id, person_ids=[cast.ana, cast.admin], kind="tests.hello")
    owner = {"organisation_id": cast.organisation_id}
    for kind, settings in (
        ("push", new_keys() | {"contact": "a@example.org"}),
        ("webhook", {"address": ENDPOINT}),
    ):
        channel = Channel(kind=kind, name=kind, language="en", created_by=cast.admin, **owner)
        sealing.seal(channel, settings)
        db.session.add(channel)
        db.session.flush()
        things[f"{kind}_channel"] = channel.id
    delivery = Delivery(
        channel_id=things["webhook_channel"],
        channel_kind="webhook",
        target="webhook",
        people=[cast.ana],
        kind="tests.hello",
        state="given_up",
        **owner,
    )
    db.session.add(delivery)
    db.session.flush()
    things["given_up"] = delivery.id
    session = Session(person_id=cast.ana, expires_at=now() + timedelta(days=1), **owner)
    db.session.add(session)
    db.session.flush()
    device = PushSubscription(
        person_id=cast.ana,
        session_id=session.id,
        endpoint_digest="of a device",
        sealed=vault.seal(
            orjson.dumps({"endpoint": ENDPOINT, "keys": KEYS}),
            organisation_id=cast.organisation_id,
            use=USE,
        ),
        device="Chrome, Android",
        **owner,
    )
    db.session.add(device)
    db.session.flush()
    things["device_of_ana"] = device.id


ROWS = [
    Row("GET", "/api/v1/my/notices", EVERYONE),
    Row("POST", "/api/v1/my/notices/read", EVERYONE, json={"all": True}),
    Row("GET", "/api/v1/notice-kinds", ADMINS),
    Row("GET", "/api/v1/notice-channels", ADMINS),
    Row(
        "POST",
        "/api/v1/notice-channels",
        ADMINS,
        json={"kind": "webhook", "name": "Hook", "settings": {"address": "https://1.1.1.1/hook"}},
    ),
    Row("GET", "/api/v1/notice-channels/<channel_id>", ADMINS, url={"channel_id": "webhook_channel"}),
    Row(
        "PATCH",
        "/api/v1/notice-channels/<channel_id>",
        ADMINS,
        url={"channel_id": "webhook_channel"},
        json={"enabled": False},
    ),
    Row("DELETE", "/api/v1/notice-channels/<channel_id>", ADMINS, url={"channel_id": "webhook_channel"}),
    # 409: nobody of the cast has a device that shows notices, so nothing leaves this test.
    Row(
        "POST",
        "/api/v1/notice-channels/<channel_id>/test",
        ADMINS,
        url={"channel_id": "push_channel"},
        json={},
        also={409},
    ),
    Row("GET", "/api/v1/notice-deliveries", ADMINS),
    Row("POST", "/api/v1/notice-deliveries/<delivery_id>/retry", ADMINS, url={"delivery_id": "given_up"}),
    Row("GET", "/api/v1/my/notice-preferences", EVERYONE),
    Row(
        "PUT",
        "/api/v1/my/notice-preferences",
        EVERYONE,
        json={"quiet_from": "22:00", "quiet_until": "07:00", "channels": ["mail"]},
    ),
    Row("GET", "/api/v1/push-key", EVERYONE),
    Row("GET", "/api/v1/my/push-subscriptions", EVERYONE),
    # 409 for the stranger, whose organisation has no push.
    Row(
        "POST",
        "/api/v1/my/push-subscriptions",
        EVERYONE,
        json={"endpoint": ENDPOINT, "keys": KEYS},
        also={409},
    ),
    # 404 for everybody but Ana, whose device it is.
    Row(
        "DELETE",
        "/api/v1/my/push-subscriptions/<subscription_id>",
        EVERYONE,
        url={"subscription_id": "device_of_ana"},
        also={404},
    ),
]
