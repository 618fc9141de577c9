"""Web Push against a push service of our own: encrypted so that only the browser can read it, and signed."""

import base64

import http_ece
import jwt
import orjson
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from guard_api import clock
from guard_api.database import db
from guard_api.notices.preferences import rules
from guard_api.notices.preferences.models import PushSubscription
from tests.guard_api.notice_stage import CHANNELS, DELIVERIES, add, tried

DEVICES = "/api/v1/my/push-subscriptions"
PIXEL = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Mobile"


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def point(key) -> bytes:
    kind = serialization.PublicFormat.UncompressedPoint
    return key.public_key().public_bytes(serialization.Encoding.X962, kind)


class Browser:
    """What a browser holds: its keys, and an address at the push service."""

    def __init__(self, endpoint: str):
        self.endpoint, self.key, self.secret = (
            endpoint,
            ec.generate_private_key(ec.SECP256R1()),
            b"0123456789abcdef",
        )

    def subscription(self) -> dict:
        keys = {"p256dh": text(point(self.key)), "auth": text(self.secret)}
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": keys}

    def read(self, asked) -> dict:
        assert asked.headers["content-encoding"] == "aes128gcm"
        return orjson.loads(http_ece.decrypt(asked.body, private_key=self.key, auth_secret=self.secret))


@pytest.fixture
def push(admin, web) -> dict:
    web.answer(201)
    return add(admin, "push", {"contact": "office@jade.example"})


@pytest.fixture
def pixel(web) -> Browser:
    return Browser(f"{web.url}/send/pixel")


def subscribe(client, browser: Browser) -> dict:
    answer = client.post(DEVICES, json=browser.subscription(), headers={"User-Agent": PIXEL})
    assert answer.status_code == 201, answer.get_json()
    return answer.get_json()


def test_a_notice_reaches_the_browser_which_alone_can_read_it(ana, push, pixel, web, told, sent, rows):
    device = subscribe(ana, pixel)
    assert (device["device"], device["here"]) == ("Chrome, Android", True)
    ana.patch("/api/v1/me", json={"language": "zh-CN"})
    told("ana", "ben")
    sent()
    [asked], [row] = web.asked, rows()
    said = pixel.read(asked)
    assert (said["title"], said["text"], said["link"]) == ("Jade Court", "第 3 轮由您巡更。", "/learn/inbox")
    assert (said["id"], said["language"], said["urgent"]) == (row.id, "zh-CN", False)
    assert "巡更".encode() not in asked.body
    assert (asked.path, asked.headers["urgency"], asked.headers["ttl"]) == ("/send/pixel", "normal", "86400")
    assert asked.headers["topic"] == row.id.replace("-", "")
    assert (row.state, row.target) == ("sent", "Chrome, Android")
    assert ana.get(DEVICES).get_json()["items"][0]["last_sent_at"]


def test_the_push_service_can_tell_who_sends(ana, push, pixel, web, told, sent):
    subscribe(ana, pixel)
    told("ana", kind="tests.help")
    sent()
    [asked] = web.asked
    key = ana.get("/api/v1/push-key").get_json()["key"]
    token = asked.headers["authorization"].removeprefix("vapid t=").split(",k=")
    assert token[1] == key
    raw = base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
    claims = jwt.decode(token[0], public, algorithms=["ES256"], audience=web.url)
    assert claims["sub"] == "mailto:office@jade.example"
    assert 0 < claims["exp"] - clock.now().timestamp() <= 24 * 3600
    assert (asked.headers["urgency"], asked.headers["ttl"]) == ("high", "3600")


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(ana, push, pixel, web, told, sent, rows, status):
    subscribe(ana, pixel)
    web.answer(status)
    told("ana")
    sent()
    assert [(row.state, row.last_error) for row in rows()] == [("given_up", "notices.device_gone")]
    assert ana.get(DEVICES).get_json()["items"] == []
    told("ana")
    assert len(rows()) == 1


def test_a_busy_push_service_is_asked_again(ana, push, pixel, web, told, sent, rows):
    subscribe(ana, pixel)
    web.answer(503)
    told("ana")
    sent()
    assert [(row.state, row.last_error) for row in rows()] == [("failed", "notices.busy_there")]
    assert len(ana.get(DEVICES).get_json()["items"]) == 1


def test_on_a_shared_phone_the_next_guards_notices_show_and_the_last_ones_no_more(
    ana, ben, push, pixel, web, told, sent, rows
):
    subscribe(ana, pixel)
    subscribe(ben, pixel)
    told("ana", "ben")
    sent()
    assert [row.person_id for row in rows()] == [row.person_id for row in rows() if row.state == "sent"]
    assert len(web.asked) == 1
    assert ana.get(DEVICES).get_json()["items"] == []


def test_signing_out_ends_it_on_that_device(ana, push, pixel, web, told, sent, rows):
    subscribe(ana, pixel)
    told("ana")
    ana.delete("/api/v1/sessions/current")
    sent()
    told("ana")
    assert web.asked == []
    assert [(row.state, row.last_error) for row in rows()] == [("dropped", "notices.device_gone")]


def test_one_takes_ones_own_devices_away_and_nobody_elses(ana, ben, push, pixel):
    device = subscribe(ana, pixel)
    assert ben.delete(f"{DEVICES}/{device['id']}").status_code == 404
    assert ana.delete(f"{DEVICES}/{device['id']}").status_code == 204
    assert ana.get(DEVICES).get_json()["items"] == []


def test_eleven_devices_are_one_too_many(ana, push, web):
    for number in range(11):
        subscribe(ana, Browser(f"{web.url}/send/{number}"))
    assert len(ana.get(DEVICES).get_json()["items"]) == 10


def test_the_test_goes_to_ones_own_devices(admin, push, pixel, web):
    answer = admin.post(f"{CHANNELS}/{push['id']}/test", json={})
    assert (answer.status_code, answer.get_json()["code"]) == (409, "notices.test_needs_device")
    subscribe(admin, pixel)
    assert tried(admin, push)["sent"] is True
    assert pixel.read(web.asked[0])["link"] == "/desk/notices"


def test_the_keys_are_made_once_and_never_shown(app, admin, ana, push):
    key = ana.get("/api/v1/push-key").get_json()["key"]
    assert rules.is_key(key, 65)
    changed = admin.patch(
        f"{CHANNELS}/{push['id']}", json={"settings": {"contact": "b@example.org"}}
    ).get_json()
    assert "vapid" not in str(changed)
    assert ana.get("/api/v1/push-key").get_json()["key"] == key
    second = admin.post(
        CHANNELS, json={"kind": "push", "name": "Two", "settings": {"contact": "a@example.org"}}
    )
    assert (second.status_code, second.get_json()["code"]) == (409, "notices.push_exists")
    admin.patch(f"{CHANNELS}/{push['id']}", json={"enabled": False})
    assert ana.get("/api/v1/push-key").get_json() == {"key": None}


def test_without_push_no_device_is_taken(ana, at_home, pixel):
    answer = ana.post(DEVICES, json=pixel.subscription())
    assert (answer.status_code, answer.get_json()["code"]) == (409, "notices.push_not_set_up")


def test_what_a_browser_gave_lies_sealed(app, ana, push, pixel):
    subscribe(ana, pixel)
    with app.app_context():
        row = db.session.scalar(db.select(PushSubscription))
        assert pixel.endpoint not in row.sealed + row.endpoint_digest


@pytest.mark.parametrize(
    "change",
    [
        {"endpoint": "http://169.254.169.254/latest"},
        {"endpoint": "https://localhost/x"},
        {"endpoint": "file:///etc/passwd"},
        {"keys": {"p256dh": "AAAA", "auth": text(b"0" * 16)}},
        {"keys": {"p256dh": text(b"\4" * 65), "auth": text(b"short")}},
        {"more": 1},
    ],
)
def test_what_is_no_subscription_is_refused(ana, push, pixel, change):
    assert ana.post(DEVICES, json=pixel.subscription() | change).status_code == 422


def test_a_point_off_the_curve_harms_nobody_else(ana, ben, push, pixel, web, told, sent, rows):
    """The keys look right, but no browser has them."""
    odd = Browser(f"{web.url}/send/odd").subscription() | {
        "keys": {"p256dh": text(b"\4" + b"\1" * 64), "auth": text(b"0" * 16)}
    }
    assert ana.post(DEVICES, json=odd).status_code == 201
    subscribe(ben, pixel)
    told("ana", "ben")
    sent()
    assert sorted(row.state for row in rows()) == ["given_up", "sent"]
    assert ana.get(DEVICES).get_json()["items"] == []


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (PIXEL, "Chrome, Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("", "?"),
    ],
)
def test_a_device_is_called_what_people_call_it(user_agent, name):
    assert rules.device_name(user_agent) == name


def test_deliveries_of_push_show_the_device(admin, ana, push, pixel, web, told, sent):
    subscribe(ana, pixel)
    told("ana")
    sent()
    [shown] = admin.get(DELIVERIES).get_json()["items"]
    assert (shown["person_name"], shown["target"], shown["channel_kind"]) == (
        "Ana",
        "Chrome, Android",
        "push",
    )
