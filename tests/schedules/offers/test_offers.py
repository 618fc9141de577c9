"""Shifts that change hands: offered, given away, swapped; one wins, and the law is asked."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from guard_api.database import db
from guard_api.identity.models import Person
from schedules.offers.models import Claim, Offer
from schedules.rosters.models import Shift
from tests.schedules.rosters.stock import day, draft, edit, places, publish
from tests.schedules.rosters.test_grid import many_people


@pytest.fixture
def published(sam, cast, estate):
    """Ana works on Monday by day, Ben on Tuesday by night; the rest is vacant."""
    roster = draft(sam, estate)
    found = places(sam, roster)
    edit(
        sam,
        roster,
        {"shift_id": found[day(0), "D"]["id"], "person_id": cast.ana},
        {"shift_id": found[day(1), "N"]["id"], "person_id": cast.ben},
    )
    publish(sam, roster)
    return roster


def offered(client, shift, status: int = 201, **facts) -> dict:
    answer = client.post(f"/api/v1/shifts/{shift['id']}/offer", json={"mode": "first_come"} | facts)
    assert answer.status_code == status, answer.get_json()
    return answer.get_json()


def say(client, offer, what: str, status: int = 200, **facts) -> dict:
    body = {"json": facts} if what == "claim" else {}
    answer = client.post(f"/api/v1/my/offers/{offer['id']}/{what}", **body)
    assert answer.status_code == status, answer.get_json()
    return answer.get_json()


def decide(client, offer, what: str, status: int = 200, **facts) -> dict:
    body = {} if what == "withdraw" else {"json": facts}
    answer = client.post(f"/api/v1/offers/{offer['id']}/{what}", **body)
    assert answer.status_code == status, answer.get_json()
    return answer.get_json()


def give(client, shift, status: int = 201, **facts) -> dict:
    answer = client.post(f"/api/v1/my/shifts/{shift['id']}/give-away", json=facts)
    assert answer.status_code == status, answer.get_json()
    return answer.get_json()


def swap(client, shift, status: int = 201, **facts) -> dict:
    answer = client.post(f"/api/v1/my/shifts/{shift['id']}/swap", json=facts)
    assert answer.status_code == status, answer.get_json()
    return answer.get_json()


def told(client) -> list[str]:
    return [one["kind"] for one in client.get("/api/v1/my/notices").get_json()["items"]]


def mine(client) -> list[dict]:
    return client.get("/api/v1/my/offers").get_json()["items"]


def who(client, roster, number: int, code: str) -> str | None:
    return places(client, roster)[day(number), code]["person_id"]


def test_vacant_is_not_open(sam, published):
    shift = places(sam, published)[day(3), "D"]
    assert shift["state"] == "vacant"
    offered(sam, shift)
    assert places(sam, published)[day(3), "D"]["state"] == "open"
    head = sam.get(f"/api/v1/rosters/{published['id']}").get_json()
    assert (head["open"], head["vacant"], head["unconfirmed"]) == (1, 11, 2)


def test_an_open_shift_is_told_to_who_fits_and_the_first_has_it(sam, ana, ben, cast, published):
    shift = places(sam, published)[day(3), "D"]
    offer = offered(sam, shift)
    assert "shift_offered" in told(ana)
    assert [one["id"] for one in mine(ana)] == [offer["id"]]
    taken = say(ana, offer, "claim")
    assert (taken["state"], taken["my_claim"]) == ("taken", "won")
    assert who(sam, published, 3, "D") == cast.ana
    assert say(ben, offer, "claim", 409)["code"] == "offers.over"
    assert mine(ben) == []
    assert "shift_claimed" in told(sam)


def test_who_may_not_by_law_is_neither_told_nor_let(sam, ana, ben, cast, published):
    """Ben stands at the gate that night already."""
    shift = places(sam, published)[day(1), "N"]
    clash = edit(
        sam,
        published,
        {
            "add": {
                "post_id": shift["post_id"],
                "shift_type_id": shift["shift_type_id"],
                "on": day(1),
            }
        },
        reason="two at once",
        accept=True,
    )["shifts"][0]
    offer = offered(sam, clash)
    assert [one["id"] for one in mine(ana)] == [offer["id"]]
    assert "shift_offered" not in told(ben)
    assert mine(ben) == []
    refused = say(ben, offer, "claim", 409)
    assert (refused["code"], refused["violations"][0]["kind"]) == ("rosters.breaks_rules", "overlap")


@pytest.mark.both_databases
def test_of_fifty_who_claim_at_once_exactly_one_wins(app, sam, cast, estate, published):
    with app.app_context():
        people = many_people(cast, 50)
        db.session.commit()
        tokens = [_token(cast, id_) for id_ in people]
        db.session.commit()
    offer = offered(sam, places(sam, published)[day(5), "D"])

    def claim(token: str) -> int:
        return (
            app.test_client()
            .post(
                f"/api/v1/my/offers/{offer['id']}/claim",
                json={},
                headers={"Authorization": f"Bearer {token}"},
            )
            .status_code
        )

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(claim, tokens))
    assert sorted(set(answers)) == [200, 409]
    assert answers.count(200) == 1
    with app.app_context():
        shift = db.session.get(Shift, (cast.organisation_id, offer["shift"]["id"]))
        assert shift.person_id == people[answers.index(200)]
        won = db.session.scalars(db.select(Claim).where(Claim.state == "won")).all()
        assert [one.person_id for one in won] == [shift.person_id]


def _token(cast, person_id: str) -> str:
    from guard_api.identity.service import open_session

    person = db.session.get(Person, (cast.organisation_id, person_id))
    return open_session(person=person, phone_id=None, user_agent="")["access_token"]


def test_the_manager_chooses_among_those_who_would(sam, ana, ben, cast, published):
    offer = offered(sam, places(sam, published)[day(4), "D"], mode="manager")
    for guard in (ana, ben):
        assert say(guard, offer, "claim")["my_claim"] == "waiting"
    assert who(sam, published, 4, "D") is None
    [listed] = sam.get("/api/v1/offers").get_json()["items"]
    assert [one["person"]["name"] for one in listed["claims"]] == ["Ana", "Ben"]
    assert decide(sam, offer, "approve", 409)["code"] == "offers.nobody_yet"
    approved = decide(sam, offer, "approve", person_id=cast.ben)
    assert approved["state"] == "approved"
    assert [one["state"] for one in approved["claims"]] == ["lost", "won"]
    assert who(sam, published, 4, "D") == cast.ben


def test_who_has_second_thoughts_takes_the_claim_back(sam, ana, cast, published):
    offer = offered(sam, places(sam, published)[day(4), "D"], mode="manager")
    say(ana, offer, "claim")
    assert say(ana, offer, "unclaim")["my_claim"] == "withdrawn"
    assert decide(sam, offer, "approve", 409, person_id=cast.ana)["code"] == "offers.nobody_claimed"
    assert say(ana, offer, "claim")["my_claim"] == "waiting"


def test_a_shift_given_away_goes_over_with_a_yes_and_an_approval(sam, ana, ben, cast, published):
    offer = give(ana, places(sam, published)[day(0), "D"], reason="A wedding")
    assert (offer["kind"], offer["mine"], offer["state"]) == ("give_away", True, "open")
    assert decide(sam, offer, "approve", 409)["code"] == "offers.nobody_yet"
    assert say(ben, offer, "claim")["state"] == "awaiting"
    assert who(sam, published, 0, "D") == cast.ana, "until it is approved it is hers"
    assert "swap_to_approve" in told(sam)
    decide(sam, offer, "approve")
    assert who(sam, published, 0, "D") == cast.ben
    assert {"swap_decided", "shift_changed"} <= set(told(ana))
    versions = sam.get(f"/api/v1/rosters/{published['id']}/versions").get_json()["items"]
    assert versions[0]["reason"] == "a shift changed hands"


def test_a_colleague_who_is_asked_may_say_no(sam, ana, ben, cast, published):
    offer = give(ana, places(sam, published)[day(0), "D"], to_person_id=cast.ben)
    assert "swap_asked" in told(ben)
    assert say(ben, offer, "decline")["state"] == "refused"
    assert "swap_decided" in told(ana)
    assert who(sam, published, 0, "D") == cast.ana


def test_two_swap_their_shifts(sam, ana, ben, cast, published):
    found = places(sam, published)
    offer = swap(ana, found[day(0), "D"], return_shift_id=found[day(1), "N"]["id"])
    assert (offer["to_person"]["name"], offer["return_shift"]["on"]) == ("Ben", day(1))
    say(ben, offer, "claim")
    decide(sam, offer, "approve")
    assert (who(sam, published, 0, "D"), who(sam, published, 1, "N")) == (cast.ben, cast.ana)


def test_the_colleague_may_choose_what_to_give_in_return(sam, ana, ben, cast, published):
    found = places(sam, published)
    offer = swap(ana, found[day(0), "D"], to_person_id=cast.ben)
    assert say(ben, offer, "claim", 422)["code"] == "offers.return_needed"
    wrong = found[day(0), "D"]["id"]
    assert say(ben, offer, "claim", 409, return_shift_id=wrong)["code"] == "offers.return_not_theirs"
    say(ben, offer, "claim", return_shift_id=found[day(1), "N"]["id"])
    decide(sam, offer, "approve")
    assert (who(sam, published, 0, "D"), who(sam, published, 1, "N")) == (cast.ben, cast.ana)


def test_a_swap_that_breaks_the_law_fails_at_the_yes(sam, ana, ben, cast, estate, published):
    found = places(sam, published)
    week = [{"shift_id": found[day(n), "N"]["id"], "person_id": cast.ben} for n in (2, 3, 4, 5, 6)]
    edit(sam, published, *week, reason="nights", accept=True)
    offer = give(ana, found[day(0), "D"])
    refused = say(ben, offer, "claim", 409)
    assert refused["code"] == "rosters.breaks_rules"
    assert "cn.rest_day" in [one["rule_id"] for one in refused["violations"]]


def test_what_changed_meanwhile_ends_the_offer(sam, ana, ben, cast, published):
    found = places(sam, published)
    offer = give(ana, found[day(0), "D"])
    edit(sam, published, {"shift_id": found[day(0), "D"]["id"], "person_id": None}, reason="x", accept=True)
    assert say(ben, offer, "claim", 409)["code"] == "offers.over"


def test_nobody_answers_or_gives_what_is_not_theirs(sam, ana, ben, cleo, cast, published):
    found = places(sam, published)
    assert give(ben, found[day(0), "D"], 404)["code"] == "not_found"
    offer = give(ana, found[day(0), "D"], to_person_id=cast.ben)
    assert say(sam, offer, "claim", 404)["code"] == "not_found"
    assert say(ben, offer, "withdraw", 404)["code"] == "not_found"
    assert give(ana, found[day(0), "D"], 409)["code"] == "offers.offered_already"
    assert give(ana, places(sam, published)[day(0), "D"], 422, to_person_id=cast.ana)["code"] == (
        "offers.to_oneself"
    )
    assert say(ana, offer, "withdraw")["state"] == "withdrawn"


def test_an_offer_whose_time_is_over_expires(app, sam, ana, cast, published):
    from schedules.offers.jobs import expire_offers

    offer = give(ana, places(sam, published)[day(0), "D"])
    with app.app_context():
        from guard_api.clock import now

        db.session.get(Offer, (cast.organisation_id, offer["id"])).closes_at = now()
        db.session.commit()
        expire_offers()
    assert [one["state"] for one in sam.get("/api/v1/offers").get_json()["items"]] == ["expired"]
    assert "swap_decided" in told(ana)


def test_a_draft_offers_nothing(sam, estate):
    roster = draft(sam, estate)
    shift = places(sam, roster)[day(0), "D"]
    assert offered(sam, shift, 409)["code"] == "rosters.not_published"


def test_colleagues_who_could_take_it_are_named(ana, cast, sam, published):
    shift = places(sam, published)[day(0), "D"]
    answer = ana.get(f"/api/v1/my/shifts/{shift['id']}/colleagues").get_json()
    assert [one["name"] for one in answer["items"]] == ["Ben"]
