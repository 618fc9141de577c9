"""The outbox: written with the notice, worked off after it, each message once as far as one can promise."""

import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard_api import clock
from guard_api.database import db, write_transaction
from guard_api.identity.models import Grant
from guard_api.notices.carriers.letter import failed
from guard_api.notices.deliveries import claiming, rules
from guard_api.notices.deliveries.models import Delivery
from guard_api.notices.deliveries.service import forget_old_deliveries
from guard_api.notices.preferences.rules import quiet_end
from guard_api.notices.service import tell
from guard_api.notices.wording import register_notices, register_urgent
from guard_api.settings import PROJECT
from tests.guard_api.notice_stage import CHANNELS, DELIVERIES, PREFERENCES, add
from tests.support.receivers import mail_server, web_server

HOOK = {"kinds": ["tests.round", "tests.help"]}
WORKER = """
import sys
from dataclasses import replace
from pathlib import Path
from app import create_app
from guard_api.notices.deliveries import claiming
from guard_api.notices.deliveries.sending import send_due
from guard_api.notices.wording import register_notices
from tests.conftest import settings_for
from tests.guard_api.notice_stage import HELLO

register_notices({"tests.round": HELLO})
settings = replace(settings_for(sys.argv[1], Path(sys.argv[2])), notice_networks=("127.0.0.0/8",))
app = create_app(settings)
with app.app_context():
    print("ready", flush=True)
    sys.stdin.readline()
    send_due()
print("done", flush=True)
"""


def tell_and_fail(cast) -> None:
    with write_transaction():
        tell(organisation_id=cast.organisation_id, person_ids=[cast.ana], kind="tests.round", params={"n": 1})
        raise RuntimeError


def hook(admin, web, **facts) -> dict:
    return add(admin, "webhook", {"address": f"{web.url}/hook"}, **(HOOK | facts))


def states(rows) -> list[str]:
    return [row.state for row in rows()]


# --- into it ------------------------------------------------------------------------------------


def test_without_a_channel_nothing_waits(told, rows, ana):
    told("ana")
    assert rows() == []
    assert ana.get("/api/v1/my/notices").get_json()["unread"] == 1


@pytest.mark.both_databases
def test_it_is_written_with_the_notice_or_not_at_all(app, admin, cast, web, told, sent, rows):
    hook(admin, web)
    with app.app_context(), pytest.raises(RuntimeError):
        tell_and_fail(cast)
    assert rows() == []
    told("ana")
    assert states(rows) == ["waiting"]
    sent()
    sent()
    assert (states(rows), len(web.asked)) == (["sent"], 1)


@pytest.mark.both_databases
def test_to_a_group_only_those_are_named_to_whom_it_is_news(admin, web, told, sent, cast):
    hook(admin, web)
    told("ana", dedupe="a")
    told("ana", "ben", dedupe="a")
    told("ana", "ben", dedupe="a")
    sent()
    assert [[one["id"] for one in asked.json["people"]] for asked in web.asked] == [[cast.ana], [cast.ben]]


def test_a_group_that_was_told_nothing_else_hears_only_what_is_urgent(admin, web, told, rows):
    hook(admin, web, kinds=None)
    told("ana")
    told("ana", kind="tests.help")
    assert [row.kind for row in rows()] == ["tests.help"]


def test_a_group_is_not_told_why_nor_what_is_for_one_person_alone(app, admin, web, cast, told, sent, rows):
    register_notices(
        {
            "tests.off": {"en": "{who} is away: {reason}", "zh-CN": "{who}缺勤：{reason}"},
            "tests.off_own": {"en": "You are missed.", "zh-CN": "您未到岗。"},
        }
    )
    register_urgent(["tests.off", "tests.off_own"])
    hook(admin, web, kinds=None)
    with app.app_context(), write_transaction():
        about = {"organisation_id": cast.organisation_id, "person_ids": [cast.sam]}
        tell(kind="tests.off", params={"who": "Ana", "reason": "Fever"}, **about)
        tell(kind="tests.off_own", **about)
    sent()
    assert [asked.json["text"] for asked in web.asked] == ["Ana is away: …"]
    assert "Fever" not in str([row.params for row in rows()])


@pytest.mark.both_databases
def test_a_channel_of_some_sites_carries_what_concerns_their_people(app, admin, web, told, rows, cast):
    hook(admin, web, site_ids=[cast.south_tower])
    told("ana")
    told("hui")
    assert rows() == []
    told("ana", site_id=cast.south_tower)
    with app.app_context(), write_transaction() as session:
        owner = {"organisation_id": cast.organisation_id}
        session.add(Grant(person_id=cast.ben, role="guard", site_id=cast.south_tower, **owner))
    told("ana", "ben")
    assert [row.people for row in rows()] == [[cast.ana], [cast.ben]]
    told("ben", site_id=cast.north_gate)
    assert len(rows()) == 2


def test_another_organisations_channels_carry_nothing_of_ours(cleo, web, told, rows):
    hook(cleo, web)
    told("ana")
    assert rows() == []


def test_what_a_channel_costs_does_not_grow_with_the_people(app, admin, web, cast):
    hook(admin, web)
    seen = []
    for names in (["ana"], ["ana", "ben", "sam", "hui", "admin", "client"]):
        with app.app_context(), write_transaction():
            count = 0

            def note(*_):
                nonlocal count
                count += 1

            db.event.listen(db.engine, "before_cursor_execute", note)
            ids = [getattr(cast, name) for name in names]
            tell(organisation_id=cast.organisation_id, person_ids=ids, kind="tests.round", params={"n": 1})
            db.session.flush()
            db.event.remove(db.engine, "before_cursor_execute", note)
            seen.append(count)
    assert seen[0] == seen[1]


# --- out of it ----------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_a_failure_is_tried_again_later_and_at_last_given_up(admin, web, told, sent, rows, monkeypatch):
    web.answer(503)
    hook(admin, web)
    told("ana")
    at = clock.now()
    for tries in range(1, rules.MOST_ATTEMPTS + 1):
        with clock.moved_to(at):
            sent()
            sent()
        [row] = rows()
        assert (row.attempts, len(web.asked)) == (tries, tries), "not before its time"
        at = row.next_at + timedelta(seconds=1)
    assert (row.state, row.last_error) == ("given_up", "notices.busy_there")
    with clock.moved_to(at + timedelta(days=1)):
        sent()
    assert len(web.asked) == rules.MOST_ATTEMPTS


def test_the_other_side_says_how_long_to_wait(admin, web, told, sent, rows):
    web.answer(429, Retry_After="1800")
    hook(admin, web)
    told("ana")
    sent()
    [row] = rows()
    assert timedelta(minutes=29) < row.next_at - clock.now() <= timedelta(minutes=30)


def test_a_plain_no_is_not_tried_again_but_by_hand(admin, web, told, sent, rows):
    web.answer(410, {"reason": "gone"})
    hook(admin, web)
    told("ana")
    sent()
    [shown] = admin.get(DELIVERIES, query_string={"state": "given_up"}).get_json()["items"]
    assert (shown["reason"], shown["attempts"], shown["next_at"]) == ("notices.refused", 1, None)
    assert shown["reason_text"] == "The other side refused it. Its answer says why."
    assert "gone" in shown["answer"]
    web.answer(200)
    again = admin.post(f"{DELIVERIES}/{shown['id']}/retry").get_json()
    assert (again["state"], again["attempts"]) == ("waiting", 0)
    sent()
    assert states(rows) == ["sent"]
    assert web.asked[0].headers["anxun-delivery"] == web.asked[1].headers["anxun-delivery"]
    refused = admin.post(f"{DELIVERIES}/{shown['id']}/retry")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "notices.not_to_be_retried")


def test_the_table_tells_the_state_of_each_and_can_be_had_as_a_file(admin, web, told, sent, cast):
    channel = hook(admin, web)
    told("ana")
    sent()
    told("ben")
    page = admin.get(DELIVERIES, query_string={"limit": 1}).get_json()
    assert [one["state"] for one in page["items"]] == ["waiting"]
    rest = admin.get(DELIVERIES, query_string={"cursor": page["next"]}).get_json()["items"]
    assert [(one["state"], one["text"], one["target"]) for one in rest] == [
        ("sent", "Round 3 is yours.", "webhook")
    ]
    assert admin.get(DELIVERIES, query_string={"channel_id": cast.ana}).get_json()["items"] == []
    csv = admin.get(DELIVERIES, query_string={"format": "csv"}).get_data(as_text=True)
    assert csv.count("Round 3 is yours.") == 2
    [shown] = admin.get(CHANNELS).get_json()["items"]
    assert (shown["waiting"], shown["given_up"], shown["id"]) == (1, 0, channel["id"])
    assert shown["last_sent_at"]


def test_what_was_read_in_the_app_meanwhile_need_not_leave(admin, ana, at_home, told, sent, rows):
    about = {"host": "127.0.0.1", "port": 9, "security": "none", "sender": "a@example.org"}
    add(admin, "mail", about)
    told("ana")
    ana.post("/api/v1/my/notices/read", json={"all": True})
    sent()
    assert [(row.state, row.last_error) for row in rows()] == [("dropped", "notices.already_read")]


def test_a_channel_that_is_off_or_gone_sends_nothing(admin, web, told, sent, rows):
    channel = hook(admin, web)
    told("ana")
    admin.patch(f"{CHANNELS}/{channel['id']}", json={"enabled": False})
    sent()
    told("ana")
    assert [(row.state, row.last_error) for row in rows()] == [("dropped", "notices.channel_off")]
    admin.patch(f"{CHANNELS}/{channel['id']}", json={"enabled": True})
    told("ana")
    assert admin.delete(f"{CHANNELS}/{channel['id']}").status_code == 204
    sent()
    assert web.asked == []
    assert [row.last_error for row in rows()] == ["notices.channel_off", "notices.channel_deleted"]
    shown = admin.get(DELIVERIES).get_json()["items"]
    assert [one["channel_id"] for one in shown] == [None, None]
    assert admin.post(f"{DELIVERIES}/{shown[0]['id']}/retry").status_code == 409


def test_a_slow_receiver_keeps_no_other_channel_waiting(admin, web, told, sent, rows):
    with web_server() as quick:
        web.hold = threading.Event()
        hook(admin, web, name="slow")
        add(admin, "webhook", {"address": f"{quick.url}/hook"}, name="quick", **HOOK)
        told("ana")
        worker = threading.Thread(target=sent)
        worker.start()
        until = time.monotonic() + 5
        while not quick.asked and time.monotonic() < until:
            time.sleep(0.02)
        assert quick.asked
        web.hold.set()
        worker.join(20)
    assert states(rows) == ["sent", "sent"]


def test_old_deliveries_are_forgotten(app, admin, web, told, rows):
    hook(admin, web)
    with clock.moved_to(clock.now() - timedelta(days=91)):
        told("ana")
    told("ben")
    with app.app_context():
        forget_old_deliveries()
    assert len(rows()) == 1


# --- quiet hours --------------------------------------------------------------------------------

NIGHT = {"quiet_from": "22:00", "quiet_until": "07:00", "channels": ["mail", "push"]}
AT_2300 = datetime(2026, 3, 1, 15, 0, tzinfo=UTC)  # in Shanghai, where North Gate lies


def test_a_night_is_not_disturbed_but_for_what_is_urgent(admin, ana, at_home, told, sent, rows):
    with mail_server() as post:
        about = {"host": "127.0.0.1", "port": post.port, "security": "none", "sender": "a@example.org"}
        add(admin, "mail", about)
        assert ana.put(PREFERENCES, json=NIGHT).get_json()["time_zone"] == "Asia/Shanghai"
        with clock.moved_to(AT_2300):
            told("ana")
            told("ana", kind="tests.help")
            told("ben")
            sent()
            sent()
        assert len(post.letters) == 2
        [held] = [row for row in rows() if row.state == "waiting"]
        assert (held.last_error, held.attempts) == ("notices.quiet_hours", 0)
        assert held.next_at == datetime(2026, 3, 1, 23, 0, tzinfo=UTC)
        [shown] = admin.get(DELIVERIES, query_string={"state": "waiting"}).get_json()["items"]
        assert shown["reason_text"] == "Waits until the person's quiet hours end."
        with clock.moved_to(held.next_at + timedelta(seconds=1)):
            sent()
        assert len(post.letters) == 3
    assert set(states(rows)) == {"sent"}


def test_ones_own_zone_goes_before_the_sites(ana):
    chosen = ana.put(PREFERENCES, json=NIGHT | {"time_zone": "Europe/Berlin"}).get_json()
    assert (chosen["time_zone"], chosen["quiet_from"], chosen["channels"]) == (
        "Europe/Berlin",
        "22:00",
        ["mail", "push"],
    )
    assert ana.get(PREFERENCES).get_json() == chosen


@pytest.mark.parametrize(
    "body",
    [
        {"quiet_from": "22:00", "quiet_until": None, "channels": []},
        {"quiet_from": "25:00", "quiet_until": "07:00", "channels": []},
        NIGHT | {"time_zone": "Mars/Olympus"},
        NIGHT | {"channels": ["pigeon"]},
        NIGHT | {"louder": True},
    ],
)
def test_wishes_that_make_no_sense_are_refused(ana, body):
    assert ana.put(PREFERENCES, json=body).status_code == 422


@pytest.mark.parametrize(
    ("at", "begin", "end", "zone", "quiet_end_at"),
    [
        ("2026-03-01T15:00Z", "22:00", "07:00", "Asia/Shanghai", "2026-03-01T23:00Z"),
        ("2026-03-01T22:59Z", "22:00", "07:00", "Asia/Shanghai", "2026-03-01T23:00Z"),
        ("2026-03-01T23:00Z", "22:00", "07:00", "Asia/Shanghai", None),
        ("2026-03-01T13:59Z", "22:00", "07:00", "Asia/Shanghai", None),
        ("2026-03-01T05:00Z", "12:30", "14:00", "Asia/Shanghai", "2026-03-01T06:00Z"),
        ("2026-03-01T05:00Z", "08:00", "08:00", "Asia/Shanghai", None),
        # Clocks go forward at 01:00 UTC: this night ends an hour sooner in UTC.
        ("2026-03-28T23:00Z", "22:00", "07:00", "Europe/Berlin", "2026-03-29T05:00Z"),
        ("2026-10-24T21:00Z", "22:00", "07:00", "Europe/Berlin", "2026-10-25T06:00Z"),
    ],
)
def test_quiet_hours_follow_the_clock_on_the_wall(at, begin, end, zone, quiet_end_at):
    ends = quiet_end(
        datetime.fromisoformat(at), clock_time.fromisoformat(begin), clock_time.fromisoformat(end), zone
    )
    assert ends == (quiet_end_at and datetime.fromisoformat(quiet_end_at))


@given(
    st.integers(0, 20 * 365 * 24 * 60),
    st.times(),
    st.times(),
    st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/Los_Angeles", "Australia/Lord_Howe"]),
)
def test_quiet_hours_always_end_and_within_a_day(minutes, begin, end, zone):
    at = datetime(2015, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ends = quiet_end(at, begin, end, zone)
    if ends is not None:
        assert at < ends <= at + timedelta(hours=25)
        assert quiet_end(ends, begin, end, zone) is None or begin == end


@given(st.integers(1, 40), st.floats(0, 1), st.none() | st.floats(0, 1e9))
def test_waiting_grows_to_an_hour_and_is_never_cut_short_by_the_other_side(attempts, chance, asked):
    wait = rules.wait(attempts, chance, asked).total_seconds()
    assert 15 <= wait <= 6 * 3600
    assert wait >= min(asked or 0, 6 * 3600)
    if not asked:
        assert wait <= 3600


# --- two workers, and one that is killed --------------------------------------------------------


@pytest.mark.both_databases
def test_two_workers_never_have_the_same(app, admin, web, told, rows):
    hook(admin, web)
    for _ in range(30):
        told("ana")
    taken: list[list[str]] = []

    def work() -> None:
        with app.app_context():
            for due in claiming.due_channels():
                taken.append([one.id for one in claiming.claim(due)])
            db.session.remove()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    ids = [id_ for part in taken for id_ in part]
    assert (len(ids), len(set(ids))) == (30, 30)


@pytest.mark.both_databases
def test_who_comes_back_after_the_lease_ran_out_changes_nothing(app, admin, web, told, rows, sent):
    hook(admin, web)
    told("ana")
    with app.app_context():
        [due] = claiming.due_channels()
        [late] = claiming.claim(due)
    with clock.moved_to(clock.now() + claiming.LEASE + timedelta(seconds=1)):
        sent()
    assert states(rows) == ["sent"]
    with app.app_context():
        claiming.settle(late, failed("notices.unreachable"))
    assert states(rows) == ["sent"]


@pytest.fixture
def worker(app, settings, tmp_path):
    """Processes of their own that work the outbox off once they are told to."""
    started = []

    def start() -> subprocess.Popen:
        command = [sys.executable, "-W", "ignore", "-c", WORKER, settings.database_url, str(settings.data)]
        process = subprocess.Popen(
            command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        while process.stdout.readline().strip() != "ready":
            assert process.poll() is None
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def go(process: subprocess.Popen) -> None:
    process.stdin.write("go\n")
    process.stdin.flush()


def wait_for(condition, within: float = 20) -> None:
    until = time.monotonic() + within
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.mark.slow
@pytest.mark.reliability
@pytest.mark.both_databases
def test_a_killed_worker_loses_nothing_and_repeats_at_most_what_it_held(admin, web, told, sent, rows, worker):
    """It dies while the receiver has the first message and has not answered yet."""
    hook(admin, web)
    for _ in range(5):
        told("ana")
    web.hold = threading.Event()
    process = worker()
    go(process)
    wait_for(lambda: web.asked)
    process.kill()
    process.wait()
    web.hold.set()
    sent()
    assert len(web.asked) == 1, "its lease still runs"
    with clock.moved_to(clock.now() + claiming.LEASE + timedelta(seconds=1)):
        sent()
    ids = [asked.headers["anxun-delivery"] for asked in web.asked]
    assert set(states(rows)) == {"sent"}
    assert len(set(ids)) == 5
    assert len(ids) == 6, "the one that was under way came twice, under the same id"


@pytest.mark.slow
@pytest.mark.reliability
@pytest.mark.both_databases
def test_two_processes_side_by_side_send_each_message_once(admin, web, told, rows, worker):
    hook(admin, web)
    for _ in range(40):
        told("ana")
    both = [worker(), worker()]
    for process in both:
        go(process)
    for process in both:
        assert process.stdout.readline().strip() == "done"
    ids = [asked.headers["anxun-delivery"] for asked in web.asked]
    assert (len(ids), len(set(ids)), set(states(rows))) == (40, 40, {"sent"})


def test_a_delivery_is_claimed_before_anything_leaves(app, admin, web, told, rows):
    """The claim is committed: a worker that dies between the two leaves a trace."""
    hook(admin, web)
    told("ana")
    with app.app_context():
        [due] = claiming.due_channels()
        claiming.claim(due)
        db.session.remove()
    [row] = rows()
    assert (row.state, row.attempts, row.claim is not None) == ("waiting", 1, True)
    assert row.next_at > clock.now() + claiming.LEASE / 2
    assert isinstance(row, Delivery)
