"""Hui agrees on terms with people, pairs them, and chooses what becomes of each rule of law."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from guard_api.database import db
from schedules.law.violations import violations
from schedules.posts.patterns import PATTERNS, shifts_of
from schedules.terms.models import TermsOfWork
from schedules.terms.queries import law_people, packs_of, pairings_of, terms_of
from tests.schedules.stock import make_guard

LAW, PAIRINGS = "/api/v1/law", "/api/v1/pairings"
TODAY = date(2026, 6, 1)


def said(answer, status=200):
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.get_json()


def code(answer, status):
    return said(answer, status)["code"]


def two_shifts():
    return list(shifts_of(PATTERNS["two_shift"], date(2024, 6, 30)))


def agree(who, person_id: str, from_on: str = "2026-01-01", **facts) -> dict:
    return said(who.put(f"/api/v1/staff/{person_id}/terms", json={"from_on": from_on} | facts))


def choose(who, **choices) -> dict:
    return said(who.put(LAW, json={"default_pack": "cn_standard"} | choices))


# --- terms ------------------------------------------------------------------------------------


def test_who_has_agreed_on_nothing_works_under_the_usual_terms(app, hui, cast):
    with app.app_context():
        terms = terms_of(cast.organisation_id, [cast.ana], TODAY)[cast.ana]
        assert (terms.hour_system, terms.law_pack) == ("standard", "cn_standard")
        assert terms.site_ids == {cast.north_gate}
    choose(hui, default_pack="uk")
    assert said(hui.get(f"/api/v1/staff/{cast.ana}/terms"))["today"]["law_pack"] == "uk"


@pytest.mark.both_databases
def test_terms_hold_from_their_day_until_the_next(app, hui, cast):
    agree(hui, cast.ana, "2026-01-01", week_minutes=2400, site_ids=[cast.south_tower])
    agree(hui, cast.ana, "2026-05-01", hour_system="comprehensive", period="year")
    with app.app_context():
        for on, system in (
            (date(2025, 12, 31), "standard"),
            (date(2026, 4, 30), "standard"),
            (date(2026, 5, 1), "comprehensive"),
        ):
            assert terms_of(cast.organisation_id, [cast.ana], on)[cast.ana].hour_system == system
        april = terms_of(cast.organisation_id, [cast.ana], date(2026, 4, 30))[cast.ana]
        assert (april.week_minutes, april.site_ids) == (2400, {cast.south_tower})
        may = terms_of(cast.organisation_id, [cast.ana], date(2026, 5, 1))[cast.ana]
        assert (may.law_pack, may.period) == ("cn_comprehensive", "year")
        assert may.site_ids == {cast.north_gate}
    history = said(hui.get(f"/api/v1/staff/{cast.ana}/terms"))["history"]
    assert [row["from_on"] for row in history] == ["2026-05-01", "2026-01-01"]


def test_the_same_day_again_replaces_the_terms(app, hui, cast):
    agree(hui, cast.ana, max_nights_month=4)
    agree(hui, cast.ana, max_nights_month=None, note="Agreed anew")
    with app.app_context():
        [row] = db.session.query(TermsOfWork)
        assert (row.max_nights_month, row.note) == (None, "Agreed anew")


def test_terms_that_cannot_be_are_refused(hui, cast):
    url = f"/api/v1/staff/{cast.ana}/terms"
    day = {"from_on": "2026-01-01"}
    for facts, expected in (
        ({"hour_system": "comprehensive", "law_pack": "cn_standard"}, "terms.pack_does_not_fit"),
        ({"law_pack": "cn_comprehensive"}, "terms.pack_does_not_fit"),
        ({"site_ids": [cast.harbour]}, "terms.site_unknown"),
        ({"waivers": {"everything": {"from_on": "2026-01-01"}}}, "terms.waiver_unknown"),
        ({"month_min_minutes": 600, "month_max_minutes": 500}, "invalid"),
        ({"law_pack": "moon"}, "invalid"),
    ):
        assert code(hui.put(url, json=day | facts), 422) == expected


def test_a_supervisor_reads_the_terms_of_the_own_people_only(app, sam, hui, cast):
    with app.app_context():
        stranger = make_guard(cast.organisation_id, "Tower", cast.south_tower)
        db.session.commit()
    names = [row["name"] for row in said(sam.get("/api/v1/terms"))["items"]]
    assert "Ana" in names
    assert "Tower" not in names
    assert sam.get(f"/api/v1/staff/{stranger}/terms").status_code == 404
    assert sam.put(f"/api/v1/staff/{cast.ana}/terms", json={"from_on": "2026-01-01"}).status_code == 403
    assert "Tower" in [row["name"] for row in said(hui.get("/api/v1/terms"))["items"]]


def test_a_written_waiver_reaches_the_law(app, hui, cast):
    agree(hui, cast.ana, law_pack="uk", waivers={"opt_out": {"from_on": "2023-01-01"}})
    with app.app_context():
        person = law_people(cast.organisation_id, [cast.ana], TODAY)[cast.ana]
        assert person.name == "Ana"
        assert person.waivers["opt_out"].holds_on(TODAY)
        pack = packs_of(cast.organisation_id, [cast.ana], TODAY)[cast.ana]
        shifts = {cast.ana: two_shifts()}
        free = {one.rule_id for one in violations(pack, shifts, people={cast.ana: person})}
        bound = {one.rule_id for one in violations(pack, shifts)}
        assert bound - free == {"uk.week_average"}


# --- the table --------------------------------------------------------------------------------

TABLE = """工号,姓名,生效日期,工时制度,适用法规,计算周期,每周工时,每月最多工时,可服务项目,备注
,Ana,2026-03-01,综合计算工时,,季度,40,208.5,North Gate Estate；South Tower,调岗
,Ben,2026/3/1,非全日制,中国·标准工时,,20,,,
"""


def bring(who, text: str, commit: bool = True) -> dict:
    data = {"file": (io.BytesIO(text.encode()), "terms.csv")}
    query = {"commit": "true"} if commit else {}
    return said(who.post("/api/v1/terms/import", data=data, query_string=query))


def test_terms_are_previewed_then_taken_in(app, hui, cast):
    preview = bring(hui, TABLE, commit=False)
    assert (preview["valid"], preview["invalid"], preview["committed"]) == (2, 0, False)
    assert bring(hui, TABLE)["committed"]
    with app.app_context():
        terms = terms_of(cast.organisation_id, [cast.ana, cast.ben], TODAY)
        assert terms[cast.ana].law_pack == "cn_comprehensive"
        assert terms[cast.ana].period == "quarter"
        assert terms[cast.ana].month_max_minutes == 12_510
        assert terms[cast.ana].site_ids == {cast.north_gate, cast.south_tower}
        assert (terms[cast.ben].hour_system, terms[cast.ben].week_minutes) == ("part_time", 1200)


def test_one_wrong_row_keeps_all_out_and_each_fault_is_named(app, hui):
    table = """姓名,生效日期,工时制度,每周工时,适用法规,可服务项目
Ana,2026-03-01,,40,,
Nobody,2026-03-01,,,,
Ben,next week,综合,forty,中国·标准工时,Moon Base
Ana,2026-03-01,,,,
"""
    answer = bring(hui, table)
    assert not answer["committed"]
    faults = {row["row"]: sorted(one["code"] for one in row["errors"]) for row in answer["rows"]}
    assert faults == {
        2: [],
        3: ["terms.import_person_unknown"],
        4: [
            "terms.import_day_unreadable",
            "terms.import_number_unreadable",
            "terms.import_site_unknown",
            "terms.pack_does_not_fit",
        ],
        5: ["tables.repeated"],
    }
    with app.app_context():
        assert db.session.query(TermsOfWork).count() == 0


def test_the_table_taken_along_can_be_brought_back(hui, cast):
    agree(hui, cast.ana, hour_system="comprehensive", period="quarter", month_max_minutes=12_510)
    agree(hui, cast.ben, week_minutes=2250, site_ids=[cast.south_tower], languages=["zh", "en"])
    text = hui.get("/api/v1/terms", query_string={"format": "csv"}).get_data(as_text=True)
    rows = [
        line for line in text.lstrip("\ufeff").splitlines() if line.split(",")[1] in ("Name", "Ana", "Ben")
    ]
    before = said(hui.get("/api/v1/terms"))["items"]
    assert bring(hui, "\n".join(rows))["committed"]
    assert said(hui.get("/api/v1/terms"))["items"] == before


def test_the_empty_table_has_every_column(hui):
    sheet = load_workbook(io.BytesIO(hui.get("/api/v1/terms/import/template").get_data())).active
    assert [cell.value for cell in sheet[1]][:3] == ["Employee number", "Name", "From"]


# --- pairings ---------------------------------------------------------------------------------


def test_two_people_are_paired_whichever_is_named_first(app, sam, cast):
    facts = {"person_a": cast.ben, "person_b": cast.ana, "kind": "apart", "hard": True, "reason": "Family"}
    pairing = said(sam.post(PAIRINGS, json=facts), 201)
    assert {pairing["person_a"]["name"], pairing["person_b"]["name"]} == {"Ana", "Ben"}
    swapped = facts | {"person_a": cast.ana, "person_b": cast.ben}
    assert code(sam.post(PAIRINGS, json=swapped), 409) == "terms.paired_already"
    assert code(sam.post(PAIRINGS, json=facts | {"person_b": cast.ben}), 422) == "terms.same_person"
    with app.app_context():
        [found] = pairings_of(cast.organisation_id, [cast.ana, cast.ben, cast.sam])
        assert (found.kind, found.hard) == ("apart", True)
        assert pairings_of(cast.organisation_id, [cast.ana]) == []
    assert len(said(sam.get(PAIRINGS))["items"]) == 1
    assert sam.delete(f"{PAIRINGS}/{pairing['id']}").status_code == 204
    assert said(sam.get(PAIRINGS))["items"] == []


def test_a_supervisor_pairs_only_the_own_people(app, sam, hui, cast):
    with app.app_context():
        stranger = make_guard(cast.organisation_id, "Tower", cast.south_tower)
        db.session.commit()
    facts = {"person_a": cast.ana, "person_b": stranger, "kind": "together"}
    assert sam.post(PAIRINGS, json=facts).status_code == 404
    pairing = said(hui.post(PAIRINGS, json=facts), 201)["id"]
    assert said(sam.get(PAIRINGS))["items"] == []
    assert sam.delete(f"{PAIRINGS}/{pairing}").status_code == 404


# --- law --------------------------------------------------------------------------------------


def rule_shown(law: dict, rule_id: str) -> dict:
    return next(rule for pack in law["packs"] for rule in pack["rules"] if rule["id"] == rule_id)


def test_every_rule_shows_its_article_and_where_it_comes_from(hui):
    law = said(hui.get(LAW))
    assert [pack["id"] for pack in law["packs"]] == [
        "cn_standard", "cn_comprehensive", "eu", "uk", "us_ca", "cn_part_time",
    ]  # fmt: skip
    for pack in law["packs"]:
        for rule in pack["rules"]:
            assert rule["article"]["zh"]
            assert rule["article"]["en"]
            assert rule["unit"]
            assert not rule["changed"]
    assert rule_shown(law, "overlap")["fixed"]


def test_a_rule_is_hard_soft_or_off_as_the_organisation_has_it(app, hui, cast):
    rules = {"cn.week_hours": {"level": "hard"}, "cn.rest_day": {"level": "soft", "weight": 9}}
    own = [
        {
            "kind": "consecutive_nights",
            "limit": 4,
            "level": "hard",
            "name_zh": "连续夜班",
            "name_en": "Nights in a row",
        }
    ]
    law = choose(hui, rules=rules, own_rules=own)
    week = rule_shown(law, "cn.week_hours")
    assert (week["level"], week["usual"]["level"], week["changed"]) == ("hard", "soft", True)
    with app.app_context():
        pack = packs_of(cast.organisation_id, [cast.ana], TODAY)[cast.ana]
        found = {one.rule_id: one for one in violations(pack, {"": two_shifts()})}
        assert found["cn.week_hours"].level == "hard"
        nights = found["own.consecutive_nights"]
        assert nights.article == {"zh-CN": "连续夜班", "en": "Nights in a row"}
        assert "Nights in a row" in nights.sentence["en"]


def test_people_under_the_same_terms_share_one_pack(app, hui, cast):
    agree(hui, cast.ben, max_nights_month=3)
    with app.app_context():
        packs = packs_of(cast.organisation_id, [cast.ana, cast.ben, cast.sam], TODAY)
        assert packs[cast.ana] is packs[cast.sam]
        assert packs[cast.ben] is not packs[cast.ana]


def test_what_is_no_choice_is_refused(hui):
    for choices, expected in (
        ({"rules": {"overlap": {"level": "off"}}}, "terms.rule_fixed"),
        ({"rules": {"cn.siesta": {"level": "off"}}}, "terms.rule_unknown"),
        ({"own_rules": [{"kind": "day_minutes", "limit": 600}] * 2}, "terms.own_rule_twice"),
        ({"rules": {"cn.rest_day": {"level": "sometimes"}}}, "invalid"),
        ({"own_rules": [{"kind": "overlap", "limit": 0}]}, "invalid"),
    ):
        answer = hui.put(LAW, json={"default_pack": "cn_standard"} | choices)
        assert code(answer, 422) == expected


def test_another_organisation_keeps_its_own_choices(app, hui, cleo, cast):
    choose(hui, default_pack="eu", rules={"eu.break": {"level": "off"}})
    law = said(cleo.get(LAW))
    assert law["default_pack"] == "cn_standard"
    assert not rule_shown(law, "eu.break")["changed"]
