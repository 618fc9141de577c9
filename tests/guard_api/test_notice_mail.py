"""Letters by the organisation's own mail server."""

import email
from email.policy import default

import pytest

from tests.guard_api.notice_stage import CHANNELS, PREFERENCES, add, tried
from tests.support.receivers import mail_server


def settings(post, **more) -> dict:
    about = {"host": "127.0.0.1", "port": post.port, "security": "none", "sender": "guard@jade.example"}
    return about | more


def said(letter) -> str:
    return letter.get_content().replace("\r\n", "\n")


def read(envelope):
    return email.message_from_bytes(envelope.content, policy=default)


def test_a_letter_says_who_what_and_where_in_the_persons_language(admin, ana, at_home, told, sent, rows):
    with mail_server() as post:
        add(admin, "mail", settings(post, sender_name="Jade Court 安巡"))
        told("ana")
        ana.patch("/api/v1/me", json={"language": "zh-CN"})
        sent()
        told("ben")
        sent()
    [chinese, english] = map(read, post.letters)
    assert (chinese["To"], chinese["From"]) == (
        "Ana <ana@example.org>",
        "Jade Court 安巡 <guard@jade.example>",
    )
    assert chinese["Subject"] == "[Jade Court] 第 3 轮由您巡更。"
    assert chinese.get_content_type() == "text/plain"
    assert said(chinese).startswith(
        "Ana，您好！\n\n第 3 轮由您巡更。\n\n在应用中打开：https://patrol.example/learn/inbox\n"
    )
    assert english["Subject"] == "[Jade Court] Round 3 is yours."
    assert said(english).startswith(
        "Hello Ben,\n\nRound 3 is yours.\n\nOpen in the app: https://patrol.example/learn/inbox\n"
    )
    assert chinese["Message-ID"] == f"<{rows()[0].id}@jade.example>"
    assert (chinese["Auto-Submitted"], chinese["Content-Language"]) == ("auto-generated", "zh-CN")
    assert post.letters[0].mail_from == "guard@jade.example"
    assert [row.state for row in rows()] == ["sent", "sent"]


@pytest.mark.parametrize("security", ["starttls", "ssl"])
def test_letters_go_by_secured_lines_with_a_password(
    admin, at_home, told, sent, tmp_path, monkeypatch, security
):
    with mail_server(security=security, folder=tmp_path, sign_in=True) as post:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        add(admin, "mail", settings(post, security=security, username="anxun", password="right"))
        told("ana", "ben")
        sent()
    assert [one.rcpt_tos for one in post.letters] == [["ana@example.org"], ["ben@example.org"]]
    assert post.signed_in == [("anxun", "right")], "one connection for both"


def test_a_certificate_that_nobody_vouches_for_is_refused(admin, at_home, tmp_path):
    with mail_server(security="ssl", folder=tmp_path) as post:
        answer = tried(admin, add(admin, "mail", settings(post, security="ssl")))
    assert (answer["sent"], answer["code"], post.letters) == (False, "notices.not_secure", [])


def test_a_wrong_password_is_said_to_be_one(admin, at_home, tmp_path, monkeypatch, told, sent, rows):
    with mail_server(security="starttls", folder=tmp_path, sign_in=True) as post:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        about = settings(post, security="starttls", username="anxun", password="wrong")
        channel = add(admin, "mail", about)
        assert tried(admin, channel)["code"] == "notices.sign_in_refused"
        told("ana", "ben")
        sent()
    assert {(row.state, row.last_error) for row in rows()} == {("failed", "notices.sign_in_refused")}
    knocks = len(post.signed_in) // 2  # each time by two methods
    assert knocks == 2, "the test and the first letter; the second does not knock again"


def test_one_recipient_who_is_refused_keeps_nobody_else_from_theirs(admin, at_home, told, sent, rows):
    with mail_server() as post:
        post.refuses = {"ana@example.org": "550 No such user", "ben@example.org": "451 Try later"}
        add(admin, "mail", settings(post))
        told("ana", "ben", "sam")
        sent()
    states = {row.target: (row.state, row.last_error) for row in rows()}
    assert states == {
        "ana@example.org": ("given_up", "notices.recipient_refused"),
        "ben@example.org": ("failed", "notices.recipient_refused"),
        "sam@example.org": ("sent", None),
    }
    assert "No such user" in rows()[0].last_answer


def test_a_server_that_is_not_there_is_tried_again(admin, at_home, told, sent, rows):
    with mail_server() as post:
        add(admin, "mail", settings(post))
    told("ana", "ben")
    sent()
    assert {(row.state, row.last_error, row.attempts) for row in rows()} == {
        ("failed", "notices.unreachable", 1)
    }


def test_the_test_letter_goes_to_whoever_asks_for_it(admin, at_home):
    with mail_server() as post:
        channel = add(admin, "mail", settings(post))
        assert tried(admin, channel)["sent"] is True
        assert tried(admin, channel, to="Office@example.org")["sent"] is True
    assert [one.rcpt_tos for one in post.letters] == [["admin@example.org"], ["office@example.org"]]


def test_who_wants_no_letters_gets_none(admin, ana, at_home, told, sent, rows):
    with mail_server() as post:
        add(admin, "mail", settings(post))
        told("ana")
        body = {"quiet_from": None, "quiet_until": None, "channels": ["push"]}
        assert ana.put(PREFERENCES, json=body).status_code == 200
        told("ana")
        sent()
    assert post.letters == []
    assert [(row.state, row.last_error) for row in rows()] == [("dropped", "notices.not_wanted")]


def test_the_password_is_never_shown_and_stays_when_left_out(admin, at_home):
    with mail_server() as post:
        about = settings(post, username="anxun", password="right")
        channel = add(admin, "mail", about)
    assert "right" not in str(channel)
    assert (channel["secrets"], channel["settings"]["username"]) == (["password"], "anxun")
    url = f"{CHANNELS}/{channel['id']}"
    changed = admin.patch(url, json={"settings": {"sender_name": "Guards"}}).get_json()
    assert (changed["secrets"], changed["settings"]["sender_name"]) == (["password"], "Guards")
    cleared = admin.patch(url, json={"settings": {"username": None, "password": None}}).get_json()
    assert (cleared["secrets"], cleared["settings"]["username"]) == ([], None)
    half = admin.patch(url, json={"settings": {"username": "anxun"}})
    assert (half.status_code, half.get_json()["code"]) == (422, "notices.sign_in_incomplete")
