"""Robots of group chats: the bodies that their services document, and what their answers mean."""

import base64
import hashlib
import hmac
from urllib.parse import parse_qs, urlsplit

import pytest

from guard_api.notices.carriers.letter import shortened
from tests.guard_api.notice_stage import add, tried

PATHS = {
    "wecom": "/cgi-bin/webhook/send?key=k",
    "dingtalk": "/robot/send?access_token=t",
    "feishu": "/open-apis/bot/v2/hook/h",
}
ALL = {"kinds": ["tests.round", "tests.help"]}


TEXT_TO_ANA = "[Jade Court]\nAna: Round 3 is yours.\nhttps://patrol.example/learn/inbox"


def test_wecom_gets_the_body_it_documents(admin, web, told, sent):
    web.answer(body={"errcode": 0, "errmsg": "ok"})
    add(admin, "wecom", {"address": f"{web.url}/cgi-bin/webhook/send?key=693a91f6-7xxx"}, **ALL)
    told("ana")
    sent()
    [asked] = web.asked
    assert asked.path == "/cgi-bin/webhook/send?key=693a91f6-7xxx"
    assert asked.headers["content-type"].startswith("application/json")
    assert asked.json == {"msgtype": "text", "text": {"content": TEXT_TO_ANA}}


def test_dingtalk_gets_the_body_it_documents_and_a_signature_that_holds(admin, web, told, sent):
    web.answer(body={"errcode": 0, "errmsg": "ok"})
    secret = "SECab12cd34ef56"
    add(admin, "dingtalk", {"address": f"{web.url}/robot/send?access_token=abc123", "secret": secret}, **ALL)
    told("ana")
    sent()
    [asked] = web.asked
    assert urlsplit(asked.path).path == "/robot/send"
    query = {name: values[0] for name, values in parse_qs(urlsplit(asked.path).query).items()}
    assert query["access_token"] == "abc123"
    assert len(query["timestamp"]) == 13
    signed = hmac.new(secret.encode(), f"{query['timestamp']}\n{secret}".encode(), hashlib.sha256).digest()
    assert query["sign"] == base64.b64encode(signed).decode()
    assert asked.json["msgtype"] == "text"
    assert asked.json["text"] == {"content": TEXT_TO_ANA}
    assert asked.json["at"]["isAtAll"] is False


def test_dingtalk_without_a_secret_is_not_signed(admin, web, told, sent):
    web.answer(body={"errcode": 0, "errmsg": "ok"})
    add(admin, "dingtalk", {"address": f"{web.url}/robot/send?access_token=abc123"}, **ALL)
    told("ana")
    sent()
    assert web.asked[0].path == "/robot/send?access_token=abc123"


def test_feishu_gets_the_body_it_documents_and_a_signature_that_holds(admin, web, told, sent):
    web.answer(body={"code": 0, "msg": "success", "data": {}})
    add(admin, "feishu", {"address": f"{web.url}/open-apis/bot/v2/hook/x-y-z", "secret": "demo"}, **ALL)
    told("ana")
    sent()
    [asked] = web.asked
    assert asked.path == "/open-apis/bot/v2/hook/x-y-z"
    body = asked.json
    assert (body["msg_type"], body["content"]) == ("text", {"text": TEXT_TO_ANA})
    assert len(body["timestamp"]) == 10
    signed = hmac.new(f"{body['timestamp']}\ndemo".encode(), b"", hashlib.sha256).digest()
    assert body["sign"] == base64.b64encode(signed).decode()


def test_feishu_without_a_secret_is_not_signed(admin, web, told, sent):
    web.answer(body={"code": 0})
    add(admin, "feishu", {"address": f"{web.url}/open-apis/bot/v2/hook/x-y-z"}, **ALL)
    told("ana")
    sent()
    assert set(web.asked[0].json) == {"msg_type", "content"}


def test_a_webhook_gets_json_with_a_stable_id_and_a_signature(admin, web, told, sent, rows, cast):
    add(admin, "webhook", {"address": f"{web.url}/hook?a=1", "secret": "s3cret"}, **ALL)
    told("ana", "ben", kind="tests.help")
    sent()
    [asked], [row] = web.asked, rows()
    assert asked.json == {
        "id": row.id,
        "kind": "tests.help",
        "urgent": True,
        "at": asked.json["at"],
        "organisation": "Jade Court",
        "language": "en",
        "text": "Help is needed at Gate 2.",
        "params": {"place": "Gate 2"},
        "people": [{"id": cast.ana, "name": "Ana"}, {"id": cast.ben, "name": "Ben"}],
        "link": "https://patrol.example/learn/inbox",
    }
    assert (asked.path, asked.headers["anxun-delivery"]) == ("/hook?a=1", row.id)
    stamp, code = asked.headers["anxun-signature"].removeprefix("t=").split(",v1=")
    assert code == hmac.new(b"s3cret", stamp.encode() + b"." + asked.body, hashlib.sha256).hexdigest()


@pytest.mark.parametrize(
    ("kind", "answer", "state", "reason"),
    [
        ("wecom", {"errcode": 93000, "errmsg": "invalid webhook url"}, "given_up", "notices.refused"),
        ("wecom", {"errcode": 45009, "errmsg": "api freq out of limit"}, "failed", "notices.busy_there"),
        ("dingtalk", {"errcode": 310000, "errmsg": "sign not match"}, "given_up", "notices.refused"),
        ("dingtalk", {"errcode": 130101, "errmsg": "send too fast"}, "failed", "notices.busy_there"),
        ("feishu", {"code": 19021, "msg": "sign match fail"}, "given_up", "notices.refused"),
        ("feishu", {"code": 11232, "msg": "frequency limited"}, "failed", "notices.busy_there"),
        ("feishu", {"hello": 1}, "failed", "notices.answer_unreadable"),
    ],
)
def test_a_refusal_inside_a_200_is_a_refusal(admin, web, told, sent, rows, kind, answer, state, reason):
    web.answer(body=answer)
    add(admin, kind, {"address": web.url + PATHS[kind]}, **ALL)
    told("ana")
    sent()
    [row] = rows()
    assert (row.state, row.last_error) == (state, reason)
    if "errmsg" in answer or "msg" in answer:
        assert (answer.get("errmsg") or answer.get("msg")) in row.last_answer


@pytest.mark.parametrize("kind", ["wecom", "dingtalk", "feishu"])
def test_a_group_reads_in_its_own_language_who_is_meant(admin, web, told, sent, kind):
    web.answer(body={"errcode": 0, "code": 0})
    add(admin, kind, {"address": web.url + PATHS[kind], "prefix": "安巡"}, language="zh-CN", **ALL)
    told("ana", "ben")
    sent()
    body = web.asked[0].json
    text = body["content"]["text"] if kind == "feishu" else body["text"]["content"]
    assert text.startswith("安巡 [Jade Court]\nAna、Ben：第 3 轮由您巡更。\n")


def test_the_test_button_shows_what_the_robot_said(admin, web):
    web.answer(body={"errcode": 310000, "errmsg": "keywords not in content"})
    channel = add(admin, "dingtalk", {"address": f"{web.url}/robot/send?access_token=t"})
    answer = tried(admin, channel)
    assert (answer["sent"], answer["code"]) == (False, "notices.refused")
    assert "keywords not in content" in answer["answer"]
    web.answer(body={"errcode": 0})
    assert tried(admin, channel)["sent"] is True
    assert "test" in web.asked[-1].json["text"]["content"]


def test_a_long_text_is_cut_between_characters():
    assert shortened("好" * 10, 12) == "好好好…"
    assert shortened("short", 12) == "short"
    assert len(shortened("é" * 5_000, 2_000).encode()) <= 2_000


def test_a_robot_is_not_asked_for_more_than_its_service_allows_in_a_minute(admin, web, told, sent, rows):
    web.answer(body={"errcode": 0})
    add(admin, "wecom", {"address": f"{web.url}/x/webhook/send?key=k"}, **ALL)
    for _ in range(25):
        told("ana")
    sent()
    sent()
    assert len(web.asked) == 18
    assert sorted(row.state for row in rows()).count("waiting") == 7
