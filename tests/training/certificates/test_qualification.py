"""Is this person qualified for this post on this date? Block, warn, or allow with an exception."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from guard_api.clock import moved_to
from guard_api.database import db, new_id
from people.employment.models import Employment, Placement
from people.ladder.models import Grade
from tests.training.certificates.conftest import FIRE, NOON, URL, at
from training.queries import answers, qualified

RULES, ASK = "/api/v1/qualification-rules", "/api/v1/qualification"
EXCEPTIONS = "/api/v1/qualification-exceptions"


@pytest.fixture
def fire(office, hui) -> tuple[str, str]:
    """The module, and the type of certificate that it leads to."""
    module = office.module()
    return module, office.type_(hui, module_ids=[module])


def rule(type_id: str | None = None, **facts) -> dict:
    usual = {"scope": "everyone", "effect": "block"}
    return usual | ({"certificate_type_id": type_id} if type_id else {}) | facts


def put(client, *rules: dict) -> list[dict]:
    answer = client.put(RULES, json={"items": list(rules)})
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()["items"]


def ask(client, person_id: str, on: str = "2024-03-01", **post) -> tuple[str, list[str]]:
    answer = client.get(ASK, query_string={"person_id": person_id, "on": on} | post)
    assert answer.status_code == 200, answer.get_json()
    body = answer.get_json()
    return body["answer"], [reason["text"] for reason in body["reasons"]]


@pytest.mark.both_databases
def test_the_answer_turns_to_no_on_the_day_after_the_end(office, cast, hui, fire):
    module, type_id = fire
    put(hui, rule(type_id))
    assert ask(hui, cast.ana) == ("no", ["Fire patrol is missing."])
    office.passes("ana", module, NOON)
    assert ask(hui, cast.ana) == ("yes", [])
    assert ask(hui, cast.ana, "2025-03-01") == ("yes", [])
    assert ask(hui, cast.ana, "2025-03-02") == ("no", ["Fire patrol ended on 2025-03-01."])
    assert ask(hui, cast.ana, "2024-02-28") == ("no", ["Fire patrol holds only from 2024-03-01 on."])


@pytest.mark.both_databases
def test_a_certificate_expires_under_a_moved_clock_with_warnings_before_it(office, cast, ana, hui, fire):
    """The whole story: passed, warned four times, ended, and the answer is no."""
    module, type_id = fire
    put(hui, rule(type_id))
    office.passes("ana", module, NOON)
    days = [date(2024, 12, 1), date(2024, 12, 31), date(2025, 1, 30), date(2025, 2, 22), date(2025, 3, 2)]
    for number, on in enumerate(days):
        office.morning(on)
        warnings = ana.get("/api/v1/certificate-warnings").get_json()["items"]
        assert [one["days"] for one in warnings][::-1] == [90, 60, 30, 7, 0][: number + 1]
        with moved_to(at(on)):
            said = hui.get(ASK, query_string={"person_id": cast.ana}).get_json()["answer"]
        assert said == ("no" if on > date(2025, 3, 1) else "yes")
    office.passes("ana", module, at(date(2025, 3, 3)))
    assert ask(hui, cast.ana, "2025-03-03") == ("yes", [])


def test_a_revoked_certificate_does_not_count(office, cast, hui, fire):
    module, type_id = fire
    put(hui, rule(type_id))
    [id_] = office.passes("ana", module, NOON)
    hui.post(f"{URL}/{id_}/revoke", json={"reason": "x"})
    assert ask(hui, cast.ana) == ("no", ["Fire patrol is revoked."])


@pytest.mark.both_databases
def test_rules_are_of_a_site_a_post_or_everyone(cast, hui, fire):
    _, type_id = fire
    put(
        hui,
        rule(type_id, scope="site", value=cast.north_gate),
        rule(type_id, scope="post", value="Control room", effect="warn"),
    )
    assert ask(hui, cast.ana) == ("yes", [])
    assert ask(hui, cast.ana, site_id=cast.south_tower) == ("yes", [])
    assert ask(hui, cast.ana, site_id=cast.north_gate)[0] == "no"
    assert ask(hui, cast.ana, post="Control room")[0] == "warn"
    both = ask(hui, cast.ana, post="Control room", site_id=cast.north_gate)
    assert both == ("no", ["Fire patrol is missing."] * 2)


@pytest.mark.both_databases
def test_rules_of_a_grade_follow_the_grade_of_that_day(app, cast, hui, fire):
    _, type_id = fire
    with app.app_context():
        grades = [_grade(cast, name, position) for position, name in enumerate(("Guard", "Captain"))]
        _placed(cast, grades, date(2024, 3, 1))
        db.session.commit()
    put(hui, rule(type_id, scope="grade", value=grades[1]))
    assert ask(hui, cast.ana, "2024-02-28") == ("yes", [])
    assert ask(hui, cast.ana, "2024-03-01")[0] == "no"
    assert ask(hui, cast.ben, "2024-03-01") == ("yes", [])


def _grade(cast, name: str, position: int) -> str:
    grade = Grade(
        organisation_id=cast.organisation_id, id=new_id(), name_zh=name, name_en=name, position=position
    )
    db.session.add(grade)
    db.session.flush()
    return grade.id


def _placed(cast, grades: list[str], promoted_on: date) -> None:
    own = {"organisation_id": cast.organisation_id, "person_id": cast.ana}
    spell = Employment(**own, id=new_id(), hired_on=date(2023, 1, 1))
    db.session.add(spell)
    db.session.flush()
    before = {"from_on": spell.hired_on, "until_on": promoted_on - timedelta(days=1)}
    after = {"from_on": promoted_on}
    for facts, grade_id, change in ((before, grades[0], "hired"), (after, grades[1], "promoted")):
        db.session.add(
            Placement(
                **own,
                **facts,
                employment_id=spell.id,
                site_id=cast.north_gate,
                grade_id=grade_id,
                post="",
                shift_pattern="three_shift",
                change=change,
            )
        )


@pytest.mark.both_databases
def test_a_module_may_be_asked_for_too(office, cast, hui, fire):
    module, _ = fire
    put(hui, rule(module_id=module, effect="warn"))
    assert ask(hui, cast.ana) == ("warn", ["The module Module fire is not passed, or no longer current."])
    office.passes("ana", module, NOON)
    assert ask(hui, cast.ana) == ("yes", [])


@pytest.mark.both_databases
def test_an_approved_exception_lets_somebody_stand_there_for_a_time(cast, hui, sam, admin, fire):
    _, type_id = fire
    [strict, lenient] = put(
        hui, rule(type_id, scope="site", value=cast.north_gate), rule(type_id, effect="allow")
    )
    wanted = {
        "person_id": cast.ana,
        "rule_id": lenient["id"],
        "from_on": "2024-03-01",
        "until_on": "2024-03-31",
        "reason": "The course is full until April",
    }
    assert sam.post(EXCEPTIONS, json=wanted).status_code == 403
    assert ask(hui, cast.ana)[0] == "no"
    made = hui.post(EXCEPTIONS, json=wanted)
    assert (made.status_code, made.get_json()["approved_by"]["name"]) == (201, "Hui")
    assert ask(hui, cast.ana) == ("yes", ["Allowed without Fire patrol until 2024-03-31."])
    assert ask(hui, cast.ana, "2024-04-01")[0] == "no"
    assert ask(hui, cast.ben)[0] == "no"
    assert ask(hui, cast.ana, site_id=cast.north_gate)[0] == "no"
    blocked = hui.post(EXCEPTIONS, json=wanted | {"rule_id": strict["id"]})
    assert blocked.get_json()["code"] == "qualification.no_exceptions"
    [listed] = sam.get(EXCEPTIONS, query_string={"person_id": cast.ana}).get_json()["items"]
    assert (listed["person"]["name"], listed["name"]["zh"]) == ("Ana", "防火巡查上岗证")
    path = f"{EXCEPTIONS}/{listed['id']}"
    assert admin.delete(path).status_code == 204
    assert admin.delete(path).get_json()["code"] == "qualification.is_over"
    assert ask(hui, cast.ana)[0] == "no"
    assert admin.get(EXCEPTIONS, query_string={"current": "true"}).get_json()["items"] == []
    assert len(admin.get(EXCEPTIONS).get_json()["items"]) == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"until_on": "2024-12-31"}, "qualification.too_long"),
        ({"until_on": "2024-02-01"}, "invalid"),
        ({"reason": " "}, "invalid"),
        ({"person_id": "@hui"}, "qualification.for_oneself"),
        ({"person_id": "@cleo"}, "not_found"),
    ],
)
def test_an_exception_is_short_has_a_reason_and_is_never_for_oneself(cast, hui, fire, change, code):
    [lenient] = put(hui, rule(fire[1], effect="allow"))
    wanted = {
        "person_id": cast.ana,
        "rule_id": lenient["id"],
        "from_on": "2024-03-01",
        "until_on": "2024-03-31",
    }
    change = {key: getattr(cast, value[1:]) if value[:1] == "@" else value for key, value in change.items()}
    assert hui.post(EXCEPTIONS, json=wanted | {"reason": "Full"} | change).get_json()["code"] == code


def test_a_rule_that_stays_keeps_its_id_and_its_exceptions(cast, hui, fire):
    _, type_id = fire
    [first] = put(hui, rule(type_id, effect="allow"))
    facts = {"person_id": cast.ana, "from_on": "2024-03-01", "until_on": "2024-03-31", "reason": "Full"}
    hui.post(EXCEPTIONS, json=facts | {"rule_id": first["id"]})
    [other, same] = put(hui, rule(type_id, scope="post", value="Gate"), rule(type_id, effect="allow"))
    assert (same["id"], same["name"]["en"]) == (first["id"], "Fire patrol")
    assert ask(hui, cast.ana)[0] == "yes"
    assert [one["id"] for one in put(hui, rule(type_id, scope="post", value="Gate"))] == [other["id"]]
    ended = hui.post(EXCEPTIONS, json=facts | {"rule_id": first["id"]})
    assert ended.get_json()["code"] == "qualification.no_exceptions"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"scope": "site", "value": "@harbour"}, "qualification.rule_unknown"),
        ({"scope": "site", "value": "nowhere"}, "invalid"),
        ({"scope": "site"}, "invalid"),
        ({"value": "Gate"}, "invalid"),
        ({"module_id": "@ana"}, "invalid"),
        ({"certificate_type_id": "@ana"}, "qualification.rule_unknown"),
        ({"certificate_type_id": None}, "invalid"),
        ({"effect": "shrug"}, "invalid"),
    ],
)
def test_a_rule_names_one_thing_and_a_place_that_exist(cast, hui, fire, facts, code):
    facts = {
        key: getattr(cast, value[1:]) if (value or "")[:1] == "@" else value for key, value in facts.items()
    }
    answer = hui.put(RULES, json={"items": [rule(fire[1]) | facts]})
    assert (answer.status_code, answer.get_json()["code"]) == (422, code)


def test_two_rules_do_not_say_the_same(hui, fire):
    answer = hui.put(RULES, json={"items": [rule(fire[1]), rule(fire[1], effect="warn")]})
    assert answer.get_json()["code"] == "qualification.rule_repeated"


def test_another_organisations_rules_and_people_are_not_there(cast, hui, sam, cleo, fire):
    put(hui, rule(fire[1]))
    assert cleo.get(RULES).get_json()["items"] == []
    assert cleo.get(ASK, query_string={"person_id": cast.ana}).status_code == 404
    assert cleo.put(RULES, json={"items": [rule(fire[1])]}).status_code == 422
    assert ask(sam, cast.ana)[0] == "no"


@pytest.mark.both_databases
def test_many_are_asked_about_at_the_cost_of_one(app, cast, office, hui, fire):
    module, type_id = fire
    put(hui, rule(type_id), rule(module_id=module, effect="warn"), rule(type_id, scope="post", value="Gate"))
    office.passes("ana", module, NOON)
    with app.app_context():
        statements = []
        listen = (db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
        event.listen(*listen)
        one = qualified(cast.organisation_id, cast.ana, on=date(2024, 3, 1))
        statements.clear()
        answers(cast.organisation_id, [cast.ana], on=date(2024, 3, 1), post="Gate")
        alone = len(statements)
        people = [cast.ana, cast.ben, cast.sam, cast.hui, cast.admin]
        all_ = answers(cast.organisation_id, people, on=date(2024, 3, 1), post="Gate")
        event.remove(*listen)
    assert len(statements) == 2 * alone
    assert one.answer == "yes"
    assert {id_: answer.answer for id_, answer in all_.items()} == {
        cast.ana: "yes",
        **dict.fromkeys(people[1:], "no"),
    }


def test_the_ladder_asks_who_holds_which_type(app, cast, office, hui, fire):
    from people.ladder import asks

    module, type_id = fire
    office.passes("ana", module, NOON)
    with app.app_context():
        people = [cast.ana, cast.ben]
        assert asks.names(asks.CERTIFICATE, cast.organisation_id, [type_id]) == {
            type_id: (FIRE["name_zh"], FIRE["name_en"])
        }
        held = asks.held(asks.CERTIFICATE, cast.organisation_id, people, [type_id], date(2025, 3, 1))
        assert held == {(cast.ana, type_id)}
        assert not asks.held(asks.CERTIFICATE, cast.organisation_id, people, [type_id], date(2025, 3, 2))
        assert asks.unknown(asks.CERTIFICATE, cast.organisation_id, [cast.ana]) == {cast.ana}
