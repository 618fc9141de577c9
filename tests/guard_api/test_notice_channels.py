"""Setting channels up: what each needs, what is never shown, and which addresses nobody may reach."""

import socket
from dataclasses import replace

import pytest

from guard_api.notices import kinds, wording
from guard_api.notices.carriers import network
from guard_api.notices.channels import ways
from tests.guard_api.notice_stage import CHANNELS, add, tried

MAIL = {"host": "mail.jade.example", "port": 587, "security": "starttls", "sender": "a@jade.example"}
WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4"
DINGTALK = "https://oapi.dingtalk.com/robot/send?access_token=abc123"
FEISHU = "https://open.feishu.cn/open-apis/bot/v2/hook/xxxx-yyyy"
PUBLIC, INSIDE = "8.8.8.8", "10.0.0.7"


@pytest.fixture
def names(monkeypatch):
    """A resolver of our own: no test asks the real one."""
    known = {"mail.jade.example": [PUBLIC], "inside.example": [INSIDE], "both.example": [PUBLIC, INSIDE]}
    known |= {host: [PUBLIC] for host in ("qyapi.weixin.qq.com", "oapi.dingtalk.com", "open.feishu.cn")}
    real = socket.getaddrinfo

    def resolve(host, port, *args, **kwargs):
        if host.replace(".", "").isdigit() or ":" in host:
            return real(host, port, *args, **kwargs)
        if host not in known:
            raise socket.gaierror(-2, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in known[host]]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return known


def refused(client, kind: str, settings: dict) -> tuple[int, str, str]:
    answer = client.post(CHANNELS, json={"kind": kind, "name": kind, "settings": settings})
    body = answer.get_json()
    [fault] = body.get("errors") or [{"path": ""}]
    return answer.status_code, body.get("code"), fault["path"].removeprefix("/settings/")


@pytest.mark.parametrize(
    ("kind", "settings", "code", "field"),
    [
        ("mail", {"host": "mail.jade.example", "port": 25, "security": "none"}, "setting_missing", "sender"),
        ("mail", MAIL | {"address": WECOM}, "setting_unknown", "address"),
        ("mail", MAIL | {"username": "x"}, "sign_in_incomplete", "password"),
        ("wecom", {}, "setting_missing", "address"),
        ("wecom", {"address": DINGTALK}, "address_not_of_wecom", "address"),
        ("dingtalk", {"address": FEISHU}, "address_not_of_dingtalk", "address"),
        ("feishu", {"address": WECOM}, "address_not_of_feishu", "address"),
        ("webhook", {"address": "not an address"}, "address_not_of_webhook", "address"),
        ("webhook", {"address": "https://me:pw@jade.example/x"}, "address_not_of_webhook", "address"),
        ("wecom", {"address": WECOM, "secret": "x"}, "setting_unknown", "secret"),
        ("push", {}, "setting_missing", "contact"),
    ],
)
def test_each_kind_says_what_it_lacks(admin, names, kind, settings, code, field):
    assert refused(admin, kind, settings) == (422, f"notices.{code}", field)


def test_a_webhook_is_shown_by_its_host_and_last_characters_only(admin, names):
    channel = add(admin, "dingtalk", {"address": DINGTALK, "secret": "SEC1234"})
    assert channel["settings"]["address"] == "https://oapi.dingtalk.com/…c123"
    assert channel["secrets"] == ["address", "secret"]
    everything = admin.get(CHANNELS).get_data(as_text=True)
    assert "access_token" not in everything
    assert "SEC1234" not in everything
    changed = admin.patch(f"{CHANNELS}/{channel['id']}", json={"settings": {"secret": None}}).get_json()
    assert changed["secrets"] == ["address"]


def test_a_name_is_given_once(admin, names):
    first = add(admin, "wecom", {"address": WECOM}, name="Night shift")
    second = admin.post(
        CHANNELS, json={"kind": "wecom", "name": "Night shift", "settings": {"address": WECOM}}
    )
    assert (second.status_code, second.get_json()["code"]) == (409, "notices.channel_name_taken")
    again = admin.patch(f"{CHANNELS}/{first['id']}", json={"name": "Night shift", "enabled": False})
    assert again.get_json()["enabled"] is False


def test_kinds_and_sites_must_be_known(admin, names, cast):
    about = {"kind": "wecom", "name": "W", "settings": {"address": WECOM}}
    unknown = admin.post(CHANNELS, json=about | {"kinds": ["nothing.such"]})
    assert (unknown.status_code, unknown.get_json()["code"]) == (422, "notices.kind_unknown")
    elsewhere = admin.post(CHANNELS, json=about | {"site_ids": [cast.harbour]})
    assert (elsewhere.status_code, elsewhere.get_json()["code"]) == (422, "identity.site_unknown")
    fine = add(admin, "wecom", {"address": WECOM}, kinds=["certificates.ended"], site_ids=[cast.north_gate])
    assert (fine["kinds"], fine["site_ids"]) == (["certificates.ended"], [cast.north_gate])


def test_every_kind_of_notice_can_be_chosen_and_shows_what_it_says(admin):
    shown = {one["kind"]: one for one in admin.get("/api/v1/notice-kinds").get_json()["items"]}
    assert set(wording.known_kinds()) == set(shown)
    one = shown["certificates.ending"]
    assert one["sample"]["en"] == "Your … ends on …, in … days. Please say what you will do."
    assert (one["topic"], one["topic_name"]["zh"]) == ("certificates", "证书")
    assert all(one["topic"] in kinds.TOPICS for one in shown.values())


# --- addresses inside the house -----------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/x",
        "https://localhost/x",
        "https://[::1]/x",
        "https://10.1.2.3/x",
        "https://192.168.1.1/x",
        "https://172.16.0.1/x",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/x",
        "https://[fd00::1]/x",
        "https://[fe80::1]/x",
        "https://[::ffff:10.0.0.1]/x",
        "https://[64:ff9b::7f00:1]/x",
        "https://[2002:7f00:1::]/x",
        "https://0.0.0.0/x",
        "https://224.0.0.1/x",
        "https://inside.example/x",
        "https://both.example/x",
        "http://8.8.8.8/x",
    ],
)
def test_a_webhook_inside_the_house_is_refused(admin, names, address):
    assert refused(admin, "webhook", {"address": address}) == (
        422,
        "notices.address_private",
        "address",
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "inside.example", "::1"])
def test_so_is_a_mail_server_there(admin, names, host):
    assert refused(admin, "mail", MAIL | {"host": host}) == (422, "notices.address_private", "host")


def test_an_installation_may_open_some_of_its_own_networks(app, admin, names, monkeypatch):
    opened = replace(app.extensions["anxun.settings"], notice_networks=("10.0.0.0/24",))
    monkeypatch.setitem(app.extensions, "anxun.settings", opened)
    add(admin, "webhook", {"address": "http://inside.example/x"})
    assert refused(admin, "webhook", {"address": "https://10.0.1.1/x"})[1] == "notices.address_private"


def test_a_name_that_moves_into_the_house_later_is_refused_when_sending(admin, names):
    names["hook.example"] = [PUBLIC]
    channel = add(admin, "webhook", {"address": "https://hook.example/x"})
    mail = add(admin, "mail", MAIL)
    names["hook.example"] = names["mail.jade.example"] = ["127.0.0.1"]
    assert tried(admin, channel)["code"] == "notices.address_private"
    assert tried(admin, mail)["code"] == "notices.address_private"


def test_a_name_that_nobody_knows_may_be_saved_and_the_test_says_so(admin, names):
    channel = add(admin, "webhook", {"address": "https://soon.example/x"})
    assert tried(admin, channel)["code"] == "notices.host_unknown"


def test_the_connection_goes_where_was_looked_and_nowhere_else(app, at_home, web, names, monkeypatch):
    """The name has another address by the time of the connection; nobody asks for it again."""
    asked = []
    real = socket.getaddrinfo

    def resolve(host, port, *args, **kwargs):
        asked.append(host)
        return real("127.0.0.1" if host == "moving.example" else host, port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with app.app_context(), network.Line() as line:
        line.post(web.url.replace("127.0.0.1", "moving.example") + "/x", data=b"{}")
    assert asked.count("moving.example") == 1
    assert web.asked[0].headers["host"].startswith("moving.example")


def test_a_redirection_is_not_followed_and_an_endless_answer_is_cut(app, web, admin):
    channel = add(admin, "webhook", {"address": f"{web.url}/x"})
    web.answer(302, Location=f"{web.url}/elsewhere")
    assert tried(admin, channel)["code"] == "notices.refused"
    assert [asked.path for asked in web.asked] == ["/x"]
    web.answer(400, "x" * 1_000_000)
    answer = tried(admin, channel)
    assert answer["code"] == "notices.refused"
    assert len(answer["answer"]) <= 300


@pytest.mark.parametrize(
    ("kind", "address", "right"),
    [
        ("wecom", WECOM, True),
        ("wecom", "https://wecom.house.example:8443/cgi-bin/webhook/send?key=k", True),
        ("wecom", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send", False),
        ("dingtalk", DINGTALK, True),
        ("feishu", FEISHU, True),
        ("feishu", "https://open.feishu.cn/open-apis/bot/v2/hook/", False),
        ("webhook", "https://x.example/a?b=c", True),
        ("webhook", "ftp://x.example/a", False),
        ("webhook", "https://x.example:99999/", False),
        ("webhook", "https://[::1/", False),
    ],
)
def test_addresses_are_known_by_their_form(kind, address, right):
    assert ways.is_address_of(kind, address) is right


def test_changes_are_on_record_without_what_is_secret(app, admin, names):
    from guard_api.database import db
    from guard_api.records import AuditEntry

    channel = add(admin, "wecom", {"address": WECOM})
    admin.patch(f"{CHANNELS}/{channel['id']}", json={"settings": {"prefix": "安巡"}, "enabled": False})
    admin.delete(f"{CHANNELS}/{channel['id']}")
    with app.app_context():
        entries = list(db.session.scalars(db.select(AuditEntry).order_by(AuditEntry.id)))
        assert [one.action for one in entries] == [
            "notice_channel.added",
            "notice_channel.changed",
            "notice_channel.deleted",
        ]
        assert entries[1].detail == {"changed": ["enabled", "prefix"]}
