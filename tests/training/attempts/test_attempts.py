"""A guard learns and attempts without a signal; the server alone marks, each attempt once."""

import json
from datetime import timedelta

import pytest

from guard_api.clock import moved_to, now
from guard_api.database import db, new_id
from guard_api.fields import iso
from tests.support.phone import send
from tests.training.attempts.handing_in import DAY, MINUTE, attempt, duty, paper_of
from tests.training.school import (
    DRAFT,
    ORDER,
    add_module,
    add_question,
    answers_to,
    assign,
    data_of,
    hand_in,
    learning,
    published,
)
from training.attempts.models import AnsweredQuestion, Attempt

# --- what the phone carries ---------------------------------------------------------------------


@pytest.mark.both_databases
def test_the_phone_carries_lessons_and_a_paper_without_answers(ana, module):
    carried = learning(ana, module["id"])
    assert carried["state"] == "due"
    assert carried["lessons"][0]["body"]["en"].startswith("## Why")
    assert carried["sources"] == DRAFT["sources"]
    assert len(carried["paper"]["questions"]) == DRAFT["draw"]
    for question in carried["paper"]["questions"]:
        assert [option["key"] for option in question["options"]] == ["1", "2"]
        assert set(question["options"][0]) == {"key", "text"}
    assert "SECRET" not in json.dumps(learning(ana))


def test_asked_again_it_is_the_same_paper_and_nothing_travels(ana, module):
    first = ana.get("/api/v1/my/learning")
    tag = first.headers["ETag"]
    again = ana.get("/api/v1/my/learning", headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.get_data() == b""


def test_who_has_nothing_to_learn_carries_nothing(ben, module):
    assert learning(ben)["modules"] == []


def test_a_newer_version_brings_a_new_paper(hui, ana, module):
    old = paper_of(ana, module)
    data_of(hui.put(f"/api/v1/modules/{module['id']}/draft", json=DRAFT | {"draw": 3}))
    data_of(hui.post(f"/api/v1/modules/{module['id']}/publish", json={}))
    new = paper_of(ana, module)
    assert new["id"] != old["id"]
    assert len(new["questions"]) == 3


def test_the_bundle_takes_no_query_for_each_module(hui, ana, module, cast, count_queries):
    def asked() -> int:
        learning(ana)
        with count_queries() as statements:
            learning(ana)
        return len(statements)

    few = asked()
    for number in range(3):
        data_of(assign(hui, published(hui, code=f"m{number}")["id"], cast.ana))
    assert asked() == few


# --- handing in ---------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_a_right_paper_passes_and_tells_why(app, ana, cast, module):
    paper = paper_of(ana, module)
    result = data_of(hand_in(ana, paper, answers_to(paper)), 201)
    assert (result["passed"], result["percent"], result["right"], result["asked"]) == (True, 100, 2, 2)
    told = result["questions"][0]
    assert told["right"]
    assert told["chosen"] == told["correct"]
    assert told["feedback"]["en"] == "SECRET yes"
    assert told["explanation"]["en"] == "The north gate is the open one."
    carried = learning(ana, module["id"])
    assert (carried["state"], carried["paper"]) == ("current", None)
    assert carried["last_result"] == result
    assert duty(app, cast.ana).valid_until_on.year == now().year + 1


@pytest.mark.both_databases
def test_a_wrong_paper_fails_and_the_next_one_opens_after_the_wait(app, ana, cast, module):
    paper = paper_of(ana, module)
    result = data_of(hand_in(ana, paper, answers_to(paper, right=False)), 201)
    assert (result["passed"], result["percent"]) == (False, 0)
    assert result["questions"][0]["feedback"]["en"] == "SECRET no"
    carried = learning(ana, module["id"])
    assert (carried["state"], carried["attempts"], carried["attempts_left"]) == ("failed", 1, None)
    assert carried["paper"]["id"] != paper["id"]
    assert carried["paper"]["opens_at"] == carried["next_attempt_at"]
    waited = duty(app, cast.ana).next_attempt_at - duty(app, cast.ana).failed_at
    assert waited == 30 * MINUTE


def test_an_order_is_right_in_its_order_only(hui, ana, cast):
    module = add_module(hui, draw=1)
    add_question(hui, module["id"], **ORDER)
    data_of(hui.post(f"/api/v1/modules/{module['id']}/publish", json={}))
    data_of(assign(hui, module["id"], cast.ana))
    paper = paper_of(ana, module)
    (question,) = paper["questions"]
    places = {option["text"]["en"]: option["key"] for option in question["options"]}
    answers = {question["id"]: [places[text] for text in ("one", "two", "three")]}
    result = data_of(hand_in(ana, paper, answers), 201)
    assert result["passed"]
    assert result["questions"][0]["correct"] == answers[question["id"]]


def test_an_attempt_too_early_does_not_count_and_keeps_its_paper(ana, module):
    first = paper_of(ana, module)
    data_of(hand_in(ana, first, answers_to(first, right=False)), 201)
    second = paper_of(ana, module)
    early = data_of(hand_in(ana, second, answers_to(second)), 201)
    assert (early["counted"], early["flags"][-1], early["questions"]) == (False, "too_early", [])
    assert paper_of(ana, module)["id"] == second["id"]
    with moved_to(now() + 31 * MINUTE):
        assert data_of(hand_in(ana, second, answers_to(second)), 201)["passed"]


def test_attempts_run_out_until_somebody_assigns_it_again(hui, ana, cast):
    module = published(hui, attempts=2, wait_minutes=0)
    data_of(assign(hui, module["id"], cast.ana))
    for left in (1, 0):
        paper = paper_of(ana, module)
        data_of(hand_in(ana, paper, answers_to(paper, right=False)), 201)
        assert learning(ana, module["id"])["attempts_left"] == left
    assert paper_of(ana, module) is None
    data_of(assign(hui, module["id"], cast.ana))
    carried = learning(ana, module["id"])
    assert carried["attempts_left"] == 2
    assert carried["paper"]


@pytest.mark.parametrize("answers", [{}, {"01970000-0000-7000-8000-000000000000": ["1"]}])
def test_what_was_not_answered_is_wrong(ana, module, answers):
    assert data_of(hand_in(ana, paper_of(ana, module), answers), 201)["percent"] == 0


def test_a_paper_is_nobody_elses(ana, ben, cleo, module):
    paper = paper_of(ana, module)
    for other in (ben, cleo):
        assert hand_in(other, paper, {}).status_code == 404


def test_a_result_is_nobody_elses(ana, ben, hui, module):
    paper = paper_of(ana, module)
    result = data_of(hand_in(ana, paper, answers_to(paper)), 201)
    url = f"/api/v1/my/attempts/{result['attempt_id']}"
    assert data_of(ana.get(url)) == result
    assert ben.get(url).status_code == 404
    assert hui.get(url).status_code == 404


# --- from the phone's queue ---------------------------------------------------------------------


@pytest.mark.both_databases
def test_an_attempt_made_offline_counts_by_when_it_was_made(app, ana, cast, module):
    paper = paper_of(ana, module)
    with moved_to(now() + 2 * DAY):
        made = now() - DAY
        (verdict,) = send(ana, attempt(paper, at=made), sent_at=now())
        assert (verdict["verdict"], verdict["flags"]) == ("accepted", [])
        carried = learning(ana, module["id"])
        assert carried["last_result"]["ended_at"] == iso(made)
        assert carried["last_result"]["passed"]
    with app.app_context():
        kept = db.session.query(Attempt).one()
        assert kept.offline
        assert kept.first
        assert db.session.query(AnsweredQuestion).count() == 2


@pytest.mark.both_databases
def test_a_replay_changes_nothing(app, ana, module):
    paper = paper_of(ana, module)
    one = attempt(paper, right=False)
    assert [send(ana, one)[0]["verdict"] for _ in range(2)] == ["accepted", "duplicate"]
    assert learning(ana, module["id"])["attempts"] == 1
    with app.app_context():
        assert db.session.query(Attempt).count() == 1


def test_a_replay_at_once_is_the_same_attempt(ana, module):
    paper = paper_of(ana, module)
    id_ = new_id()
    first = data_of(hand_in(ana, paper, answers_to(paper), id=id_), 201)
    again = data_of(hand_in(ana, paper, answers_to(paper), id=id_), 201)
    assert first == again
    assert first["attempt_id"] == id_
    assert learning(ana, module["id"])["attempts"] == 0
    other = {**paper, "id": new_id()}
    assert data_of(hand_in(ana, other, {}, id=id_), 409)["code"] == "training.attempt_id_taken"


@pytest.mark.both_databases
def test_of_two_attempts_on_one_paper_the_first_to_arrive_counts(app, ana, cast, module):
    paper = paper_of(ana, module)
    assert not send(ana, attempt(paper, right=False))[0]["flags"]
    (second,) = send(ana, attempt(paper))
    assert (second["verdict"], second["flags"]) == ("accepted", ["paper_used"])
    assert duty(app, cast.ana).passed_at is None
    with app.app_context():
        kept = db.session.query(Attempt).order_by(Attempt.id).all()
        assert [(one.counted, one.passed) for one in kept] == [(True, False), (False, False)]
        assert kept[1].percent is None


def test_two_attempts_on_one_paper_in_one_batch_are_taken_in_their_order(app, ana, cast, module):
    paper = paper_of(ana, module)
    late, early = attempt(paper), attempt(paper, right=False, at=now() - MINUTE)
    verdicts = send(ana, late, early)
    assert [one["flags"] for one in verdicts] == [["paper_used"], []]
    assert duty(app, cast.ana).passed_at is None


def test_a_lost_answer_tells_the_same_flags_again(ana, module):
    paper = paper_of(ana, module)
    send(ana, attempt(paper))
    second = attempt(paper)
    assert [send(ana, second)[0]["flags"] for _ in range(2)] == [["paper_used"]] * 2


def test_a_question_that_was_retired_meanwhile_is_left_out(hui, ana, module):
    paper = paper_of(ana, module)
    gone = paper["questions"][0]["id"]
    answers = answers_to(paper)
    answers[gone] = []
    data_of(hui.post(f"/api/v1/questions/{gone}/retire"))
    result = data_of(hand_in(ana, paper, answers), 201)
    assert (result["passed"], result["asked"], result["right"]) == (True, 1, 1)
    assert gone not in {question["id"] for question in result["questions"]}


def test_a_paper_of_which_nothing_is_left_does_not_count_and_another_comes(hui, ana, module):
    paper = paper_of(ana, module)
    for question in paper["questions"]:
        data_of(hui.post(f"/api/v1/questions/{question['id']}/retire"))
    result = data_of(hand_in(ana, paper, answers_to(paper)), 201)
    assert (result["counted"], result["flags"][-1]) == (False, "nothing_left")
    carried = learning(ana, module["id"])
    assert (carried["state"], carried["attempts"]) == ("due", 0)
    assert carried["paper"]["id"] != paper["id"]


def test_a_question_that_was_reworded_meanwhile_is_marked_as_it_was_asked(hui, ana, module):
    paper = paper_of(ana, module)
    for question in paper["questions"]:
        known = data_of(hui.get(f"/api/v1/questions/{question['id']}"))
        turned = [one | {"right": not one["right"]} for one in known["options"]]
        facts = {name: known[name] for name in ("kind", "lesson", "level", "text", "explanation")}
        data_of(hui.put(f"/api/v1/questions/{question['id']}", json=facts | {"options": turned}))
    assert data_of(hand_in(ana, paper, answers_to(paper)), 201)["passed"]


def publish_again(hr, module, **changes) -> None:
    data_of(hr.put(f"/api/v1/modules/{module['id']}/draft", json=DRAFT | changes))
    data_of(hr.post(f"/api/v1/modules/{module['id']}/publish", json=(changes and {}) or {"again": True}))


@pytest.mark.both_databases
@pytest.mark.parametrize(("days", "counted"), [(13, True), (16, False)])
def test_an_older_version_counts_for_two_weeks_after_the_newer_one(hui, ana, module, days, counted):
    paper = paper_of(ana, module)
    publish_again(hui, module, minutes=30)
    with moved_to(now() + timedelta(days=days)):
        (verdict,) = send(ana, attempt(paper), sent_at=now())
        assert ("version_expired" not in verdict["flags"]) == counted
        assert (learning(ana, module["id"])["state"] == "current") == counted


def test_late_arrivals_come_to_the_same_as_if_they_had_come_in_time(app, hui, ana, cast, module):
    """The old version's paper was failed offline after the new version's was passed, and comes last."""
    old = paper_of(ana, module)
    publish_again(hui, module, minutes=30)
    new = paper_of(ana, module)
    with moved_to(now() + timedelta(hours=2)):
        send(ana, attempt(new, at=now() - timedelta(hours=1)), sent_at=now())
        send(ana, attempt(old, right=False, at=now() - timedelta(minutes=90)), sent_at=now())
        assert learning(ana, module["id"])["state"] == "current"
    with app.app_context():
        firsts = {one.paper_id: one.first for one in db.session.query(Attempt)}
        assert firsts == {old["id"]: True, new["id"]: False}


def test_a_phone_whose_clock_is_wrong_does_not_jump_the_wait(ana, module):
    first = paper_of(ana, module)
    send(ana, attempt(first, right=False))
    second = paper_of(ana, module)
    ahead = now() + timedelta(hours=1)
    (verdict,) = send(ana, attempt(second, at=ahead), sent_at=ahead)
    assert set(verdict["flags"]) == {"clock_skew", "too_early"}


def test_a_stranger_s_paper_is_refused_at_no_neighbours_cost(ana, ben, module):
    paper = paper_of(ana, module)
    verdicts = send(ana, attempt({**paper, "id": new_id()}), attempt(paper))
    assert [one["verdict"] for one in verdicts] == ["rejected", "accepted"]
    assert send(ben, attempt(paper))[0]["verdict"] == "rejected"
