"""Three questions a day: from what was passed, without answers, again when they are about to be forgotten."""

import json
from datetime import datetime, timedelta

import pytest

from checkpoints.findings.models import Finding, FindingStep
from guard_api import clock
from guard_api.clock import now
from guard_api.database import db, new_id
from tests.support.phone import event, send
from tests.training.stock import add_question, make_module, pass_module, question_content
from training.modules.models import Question
from training.practice.models import PracticeAnswer, PracticeCard

URL = "/api/v1/my/practice"


@pytest.fixture
def passed(app, cast) -> str:
    """A module of five questions that Ana has passed."""
    with app.app_context():
        module_id = make_module(cast.organisation_id, questions=5)
        pass_module(cast.organisation_id, cast.ana, module_id)
        return module_id


def today(client) -> dict:
    answer = client.get(URL)
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()


def place_of(card: dict, key: str) -> str:
    """Where the option stands on this card. Its text names it."""
    said = next(one for one in card["question"]["options"] if one["text"]["en"].startswith(f"Option {key} "))
    return said["key"]


def answer(client, card: dict, key: str = "a", **more):
    return client.post(URL, json={"card_id": card["id"], "answer": [place_of(card, key)], **more})


@pytest.mark.both_databases
def test_three_questions_a_day_and_then_none_until_tomorrow(app, ana, passed):
    asked = []
    for left in (3, 2, 1):
        practice = today(ana)
        assert (len(practice["cards"]), practice["answered_today"]) == (left, 3 - left)
        card = practice["cards"][0]
        asked.append(card["id"])
        assert answer(ana, card).get_json()["right"]
    done = today(ana)
    assert (done["cards"], done["answered_today"], done["streak_days"]) == ([], 3, 1)
    with clock.moved_to(now() + timedelta(days=1)):
        tomorrow = today(ana)
    assert (tomorrow["answered_today"], tomorrow["streak_days"]) == (0, 1)
    assert len(tomorrow["cards"]) == 2, "never asked yet; the others are remembered"
    assert {card["id"] for card in tomorrow["cards"]}.isdisjoint(asked)


def test_who_passed_nothing_practises_nothing(app, cast, ana):
    with app.app_context():
        make_module(cast.organisation_id, questions=5)
    assert today(ana)["cards"] == []


@pytest.mark.both_databases
def test_cards_tell_nothing_of_the_answer_and_the_result_tells_all(ana, passed):
    card = today(ana)["cards"][0]
    written = str(card)
    assert "right" not in written
    assert "Said of" not in written
    assert "Because of" not in written
    result = answer(ana, card, "b").get_json()
    assert (result["right"], result["chosen"]) == (False, [place_of(card, "b")])
    assert result["correct"] == [place_of(card, "a")]
    assert result["feedback"][place_of(card, "b")]["en"] == "Said of b"
    assert result["explanation"]["en"].startswith("Because of q")
    assert today(ana)["results"][0] == result


@pytest.mark.both_databases
def test_what_was_wrong_comes_again_tomorrow_what_was_right_later(ana, passed):
    first, second, _ = today(ana)["cards"]
    wrong, right = answer(ana, first, "b").get_json(), answer(ana, second, "a").get_json()
    assert wrong["due_at"] < right["due_at"]
    with clock.moved_to(now() + timedelta(days=1, minutes=1)):
        assert today(ana)["cards"][0]["id"] == first["id"]


@pytest.mark.both_databases
def test_answers_from_a_phone_arrive_late_twice_and_in_any_order(app, cast, ana, passed):
    cards = today(ana)["cards"]
    card, start = cards[0], now() - timedelta(days=20)
    days = (0, 1, 5, 12)
    events = [
        event(
            "training.practice",
            {"card_id": card["id"], "answer": [place_of(card, "b" if day == 1 else "a")], "seconds": 9},
            start + timedelta(days=day),
        )
        for day in days
    ]
    for written in (events[2], events[0], events[3], events[1], events[0]):
        assert send(ana, written)[0]["verdict"] in ("accepted", "duplicate")
    with app.app_context():
        kept = db.session.get(PracticeCard, (cast.organisation_id, card["id"]))
        late = (kept.stability, kept.difficulty, kept.due_at, kept.answers, kept.lapses)
        db.session.query(PracticeAnswer).delete()
        db.session.commit()
    again = [event("training.practice", _payload(written), _at(written)) for written in events]
    send(ana, *again)
    with app.app_context():
        kept = db.session.get(PracticeCard, (cast.organisation_id, card["id"]))
        assert (kept.stability, kept.difficulty, kept.due_at, kept.answers, kept.lapses) == late
        assert kept.answers == 4
        assert kept.lapses == 1


def _payload(written: str) -> dict:
    return json.loads(written)["payload"]


def _at(written: str) -> datetime:
    return datetime.fromisoformat(json.loads(written)["occurred_at"])


def test_a_card_is_one_persons_own(ana, ben, passed):
    card = today(ana)["cards"][0]
    assert answer(ben, card).status_code == 404
    strange = event("training.practice", {"card_id": card["id"], "answer": ["1"]}, now())
    assert send(ben, strange)[0]["code"] == "not_found"


def test_the_same_answer_twice_is_one_answer(app, ana, passed):
    card, id_ = today(ana)["cards"][0], new_id()
    one, two = (answer(ana, card, id=id_).get_json() for _ in range(2))
    assert one == two
    assert today(ana)["answered_today"] == 1


def test_a_clock_that_runs_ahead_does_not_practise_tomorrow(app, ana, passed):
    card = today(ana)["cards"][0]
    ahead = event(
        "training.practice",
        {"card_id": card["id"], "answer": [place_of(card, "a")]},
        now() + timedelta(days=30),
    )
    send(ana, ahead)
    with app.app_context():
        kept = db.session.query(PracticeAnswer).one()
        assert kept.answered_at <= kept.received_at


def test_an_order_is_right_only_as_a_whole(app, cast, ana):
    with app.app_context():
        module_id = make_module(cast.organisation_id)
        add_question(cast.organisation_id, module_id, "steps", kind="order")
        pass_module(cast.organisation_id, cast.ana, module_id)
    card = today(ana)["cards"][0]
    in_order = [place_of(card, key) for key in "abc"]
    assert ana.post(URL, json={"card_id": card["id"], "answer": in_order[::-1]}).get_json()["right"] is False
    result = ana.post(URL, json={"card_id": card["id"], "answer": in_order}).get_json()
    assert (result["right"], result["correct"]) == (True, in_order)


@pytest.mark.both_databases
def test_a_new_revision_of_a_question_keeps_what_is_remembered(app, cast, ana, passed):
    card = today(ana)["cards"][0]
    before = answer(ana, card).get_json()
    with app.app_context():
        old = db.session.get(Question, (cast.organisation_id, card["question"]["id"]))
        old.current = False
        key = old.key
        revised = add_question(cast.organisation_id, passed, key, revision=2)
        db.session.commit()
    today(ana)
    with app.app_context():
        new = db.session.query(PracticeCard).filter_by(question_id=revised).one()
        assert (new.answers, new.due_at.isoformat(timespec="milliseconds")[:23]) == (
            1,
            before["due_at"].replace("Z", "")[:23],
        )


def test_a_retired_question_and_an_archived_module_are_not_asked(app, cast, ana, passed):
    asked = {card["question"]["id"] for card in today(ana)["cards"]}
    with app.app_context():
        retired = db.session.get(Question, (cast.organisation_id, min(asked)))
        retired.retired_at = now()
        db.session.commit()
    assert min(asked) not in {card["question"]["id"] for card in today(ana)["cards"]}


@pytest.mark.both_databases
def test_whose_findings_are_often_reopened_practises_report_writing_first(app, cast, ana, ben):
    with app.app_context():
        for code in ("aaa", "report-writing", "zzz"):
            module_id = make_module(cast.organisation_id, code, questions=4)
            for person_id in (cast.ana, cast.ben):
                pass_module(cast.organisation_id, person_id, module_id)
            if code == "report-writing":
                writing = module_id
    today(ana)
    with app.app_context():
        for _ in range(2):
            _reopened(cast, by=cast.ana)
    assert [card["module_id"] for card in today(ana)["cards"]] == [writing] * 3
    assert [card["module_id"] for card in today(ben)["cards"]] != [writing] * 3


def _reopened(cast, *, by: str) -> None:
    finding = Finding(
        id=new_id(),
        organisation_id=cast.organisation_id,
        site_id=cast.north_gate,
        category="theft",
        severity=2,
        opened_by=by,
        opened_at=now(),
        status="reopened",
    )
    db.session.add(finding)
    db.session.flush()
    step = FindingStep(
        organisation_id=cast.organisation_id,
        id=new_id(),
        finding_id=finding.id,
        person_id=cast.sam,
        action="reopened",
    )
    db.session.add(step)
    db.session.commit()


def test_practice_asks_the_same_of_the_database_whatever_was_answered(app, cast, ana, count_queries):
    with app.app_context():
        for number in range(8):
            module_id = make_module(cast.organisation_id, f"m{number}", questions=6)
            pass_module(cast.organisation_id, cast.ana, module_id)
    today(ana)
    with count_queries() as few:
        today(ana)
    for day in range(6):
        with clock.moved_to(now() + timedelta(days=day)):
            for card in today(ana)["cards"]:
                answer(ana, card)
    with clock.moved_to(now() + timedelta(days=6)):
        today(ana)
        with count_queries() as many:
            today(ana)
    assert len(many) <= len(few) + 4, "results of the last days are shown by then"


def test_options_are_known_by_their_place(ana, passed):
    for card in today(ana)["cards"]:
        assert [option["key"] for option in card["question"]["options"]] == ["1", "2", "3"]
    assert question_content("q")["options"][0]["right"]
