"""The bank of a module: each change a revision, in and out as a table and as Moodle's GIFT."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.school import ORDER, QUESTION, add_module, add_question, both, data_of
from training.modules.questions import gift
from training.modules.questions.columns import columns, facts_of, row_of
from training.modules.rules import complete_content, question_fault

TRUTH = QUESTION | {
    "kind": "true_false",
    "options": [
        {"key": "true", "text": both("对", "True"), "right": False, "feedback": both("不对", "no")},
        {"key": "false", "text": both("错", "False"), "right": True, "feedback": both("是的", "yes")},
    ],
}


@pytest.fixture
def module(hui) -> dict:
    return add_module(hui)


def bank(hr, module, **query) -> list[dict]:
    return data_of(hr.get(f"/api/v1/modules/{module['id']}/questions", query_string=query))["items"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": both("")}, "training.question_text_needed"),
        ({"options": QUESTION["options"][:1]}, "training.question_options_number"),
        ({"options": [QUESTION["options"][0]] * 2}, "training.question_option_twice"),
        ({"options": [one | {"right": False} for one in QUESTION["options"]]}, "training.question_one_right"),
        ({"options": [one | {"right": True} for one in QUESTION["options"]]}, "training.question_one_right"),
        ({"kind": "true_false"}, "training.question_true_false"),
        ({"kind": "order"}, None),
        ({"lesson": "nowhere"}, "training.lesson_unknown"),
        ({"picture": "none.svg"}, "training.picture_unknown"),
    ],
)
def test_what_is_wrong_with_a_question_is_said(hui, module, changes, code):
    answer = hui.post(f"/api/v1/modules/{module['id']}/questions", json=QUESTION | changes)
    assert answer.get_json().get("code") == code


@pytest.mark.both_databases
def test_a_change_is_a_new_revision_and_the_old_one_can_be_read(hui, module):
    first = add_question(hui, module["id"], key="gate")
    second = data_of(hui.put(f"/api/v1/questions/{first['id']}", json=QUESTION | {"level": 3}))
    assert (second["key"], second["revision"], second["level"]) == ("gate", 2, 3)
    assert second["id"] != first["id"]
    assert [one["id"] for one in bank(hui, module)] == [second["id"]]
    assert data_of(hui.get(f"/api/v1/questions/{first['id']}"))["level"] == 1
    told = data_of(hui.put(f"/api/v1/questions/{first['id']}", json=QUESTION), 409)
    assert told["code"] == "training.not_the_newest"


def test_a_retired_question_leaves_the_bank_and_returns_when_revised(hui, module):
    question = add_question(hui, module["id"])
    data_of(hui.post(f"/api/v1/questions/{question['id']}/retire"))
    assert bank(hui, module) == []
    assert len(bank(hui, module, retired="true")) == 1
    assert hui.post(f"/api/v1/questions/{question['id']}/retire").status_code == 409
    data_of(hui.put(f"/api/v1/questions/{question['id']}", json=QUESTION))
    assert len(bank(hui, module)) == 1


def test_keys_are_given_and_never_twice(hui, module):
    assert [add_question(hui, module["id"])["key"] for _ in range(2)] == ["q1", "q2"]
    again = QUESTION | {"key": "q1"}
    assert hui.post(f"/api/v1/modules/{module['id']}/questions", json=again).status_code == 409


def test_only_those_who_make_modules_see_answers(hui, module, sam, ana):
    for somebody in (sam, ana):
        assert somebody.get(f"/api/v1/modules/{module['id']}/questions").status_code == 403
        assert somebody.get(f"/api/v1/modules/{module['id']}/questions/export").status_code == 403


# --- in and out ---------------------------------------------------------------------------------


def export(hr, module, **query) -> bytes:
    answer = hr.get(f"/api/v1/modules/{module['id']}/questions/export", query_string=query)
    assert answer.status_code == 200
    return answer.get_data()


def send(hr, module, data: bytes, **query) -> dict:
    file = {"file": (io.BytesIO(data), "bank")}
    url = f"/api/v1/modules/{module['id']}/questions/import"
    return data_of(hr.post(url, data=file, query_string=query))


def fill(hr, module) -> None:
    add_question(hr, module["id"], key="gate", scenario=both("夜里", "At night: rain"), level=2)
    add_question(hr, module["id"], **TRUTH, key="truth")
    add_question(hr, module["id"], **ORDER, key="order")
    several = [one | {"right": True} for one in QUESTION["options"]]
    third = {"key": "c", "text": both("东", "East"), "right": False, "feedback": both("错", "no")}
    add_question(hr, module["id"], key="several", kind="multiple", options=[*several, third])


def without_ids(found: list[dict]) -> list[dict]:
    return [
        {name: value for name, value in one.items() if name not in ("id", "module_id", "created_at")}
        for one in found
    ]


@pytest.mark.both_databases
@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_table_brings_a_bank_into_another_module_whole(hui, module, format):
    fill(hui, module)
    other = add_module(hui, code="other")
    preview = send(hui, other, export(hui, module, format=format), commit="true")
    assert (preview["committed"], preview["invalid"]) == (True, 0)
    assert [row["action"] for row in preview["rows"]] == ["add"] * 4
    assert without_ids(bank(hui, other)) == without_ids(bank(hui, module))


@pytest.mark.both_databases
def test_gift_brings_a_bank_into_another_module_one_language_at_a_time(hui, module):
    fill(hui, module)
    other = add_module(hui, code="other")
    for language in ("en", "zh"):
        data = export(hui, module, format="gift", language=language)
        preview = send(hui, other, data, format="gift", language=language, commit="true")
        assert preview["committed"], preview

    told = ("key", "kind", "lesson", "level", "scenario", "text", "explanation", "options")

    def said(found: list[dict]) -> list[dict]:
        return [{name: one[name] for name in told} for one in found]

    assert said(bank(hui, other)) == said(bank(hui, module))


@pytest.mark.parametrize("format", ["csv", "gift"])
def test_the_same_bank_once_more_changes_nothing(hui, module, format):
    fill(hui, module)
    language = {"language": "en"} if format == "gift" else {}
    data = export(hui, module, format=format, **language)
    preview = send(hui, module, data, format=format, commit="true", **language)
    assert {row["action"] for row in preview["rows"]} == {"keep"}
    assert {one["revision"] for one in bank(hui, module)} == {1}


def test_a_known_key_with_other_words_is_a_new_revision(hui, module):
    add_question(hui, module["id"], key="gate")
    data = export(hui, module, format="csv").replace(b"North", b"Northern")
    preview = send(hui, module, data, commit="true")
    assert [row["action"] for row in preview["rows"]] == ["revise"]
    assert [one["revision"] for one in bank(hui, module)] == [2]


def test_nothing_is_imported_until_every_row_is_right(hui, module):
    add_question(hui, module["id"], key="gate")
    lines = export(hui, module, format="csv").decode().replace("single", "double")
    preview = send(hui, module, lines.encode(), commit="true")
    assert (preview["committed"], preview["invalid"]) == (False, 1)
    assert preview["rows"][0]["errors"][0]["code"] == "training.kind_unknown"


MOODLE = """
// question: 0  name: Switch category to $course$/top/Fire
$CATEGORY: $course$/top/Fire

// question: 2154  name: First
// [id:first] [tag:level:2]
::First::[html]<p>What comes <b>first</b>?</p>{
    =[html]<p>Call 119</p>#Right, call.
    ~[html]Take the lift#Never \\= never.
    ####Call first.
}

::Two of four::Which are exits?{
    ~%50%North stairs
    ~%50%South stairs
    ~%-100%Lift
    ~%-100%Window
}

::True::The lift is safe in a fire.{FALSE#It is not.#Right.}

::Steps::Put in order {
    =1 -> Pull the pin
    =3 -> Squeeze
    =2 -> Aim
}

::Gap::Call {=119 ~110} in a fire.

::Typed::Who wrote it?{=Li Bai =李白}

::Sum::What is 2+2?{#4:0}

::Essay::Tell of a fire.{}

::Broken::No braces at all
"""


def test_what_moodle_writes_is_understood():
    given = {one.name: one for one in gift.read(MOODLE)}
    first = given["First"]
    assert (first.kind, first.text, first.marks["id"]) == ("single", "What comes first?", "first")
    assert first.explanation == "Call first."
    assert first.options[0] == {"text": "Call 119", "right": True, "feedback": "Right, call."}
    assert first.options[1]["feedback"] == "Never = never."
    assert [one["right"] for one in given["Two of four"].options] == [True, True, False, False]
    assert given["Two of four"].kind == "multiple"
    assert [(one["right"], one["feedback"]) for one in given["True"].options] == [
        (False, "It is not."),
        (True, "Right."),
    ]
    assert [one["text"] for one in given["Steps"].options] == ["Pull the pin", "Aim", "Squeeze"]
    assert given["Gap"].text == "Call _____ in a fire."
    for name in ("Typed", "Sum", "Essay"):
        assert given[name].fault.code == "training.gift_kind", name
    assert given["Broken"].fault.code == "training.gift_unreadable"


def test_a_gift_file_is_previewed_with_what_cannot_be_taken(hui, module):
    preview = send(hui, module, MOODLE.encode(), format="gift", commit="true")
    assert (preview["valid"], preview["invalid"], preview["committed"]) == (5, 4, False)
    kept = MOODLE[: MOODLE.index("::Typed")]
    assert send(hui, module, kept.encode(), format="gift", commit="true")["committed"]
    assert sorted(one["key"] for one in bank(hui, module)) == ["first", "gap", "steps", "true", "two-of-four"]


# --- by properties ------------------------------------------------------------------------------

ANY = st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn", "Zl", "Zp"), include_characters="\n")
texts = st.text(ANY, min_size=1, max_size=40).map(
    lambda text: "\n".join(line.strip() for line in text.split("\n")).strip()
)
said = texts.filter(bool)
# A quotation at the start of a question is its scene.
asked = said.filter(lambda text: not text.startswith(">"))
maybe = st.one_of(st.just(""), texts)


def words(one, other=None):
    return st.fixed_dictionaries({"zh": one, "en": other or one})


@st.composite
def questions(draw):
    kind = draw(st.sampled_from(["single", "multiple", "true_false", "order"]))
    if kind == "true_false":
        true = draw(st.booleans())
        options = [
            {"key": key, "text": both(zh, en), "right": right, "feedback": draw(words(maybe))}
            for key, zh, en, right in (("true", "对", "True", true), ("false", "错", "False", not true))
        ]
    else:
        count = draw(st.integers(2, 5))
        right = {draw(st.integers(0, count - 1))} if kind == "single" else set()
        if kind == "multiple":
            right = draw(st.sets(st.integers(0, count - 1), min_size=1))
        options = [
            {
                "key": "abcde"[place],
                "text": draw(words(said)),
                "right": place in right,
                "feedback": draw(words(maybe)) if kind != "order" else both(""),
            }
            for place in range(count)
        ]
    scenario = draw(st.one_of(st.none(), words(said.map(_no_blank_lines))))
    return kind, {
        "scenario": scenario,
        "text": draw(words(asked)),
        "explanation": draw(words(maybe)),
        "picture": None,
        "sources": [],
        "options": options,
    }


def _no_blank_lines(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if line) or "x"


def shown(kind, content) -> dict:
    return content | {"key": "one", "kind": kind, "lesson": "why", "level": 2, "picture": None}


@given(questions())
def test_whatever_is_asked_survives_a_table(question):
    kind, content = question
    row = row_of(shown(kind, content))
    values = {column.key: row[column.key] for column in columns()}
    assert complete_content(facts_of(values), kind) == complete_content(content, kind)


@given(questions(), st.sampled_from(["zh", "en"]))
def test_whatever_is_asked_survives_gift_in_its_language(question, language):
    kind, content = question
    assert question_fault(kind, complete_content(content, kind)) is None
    (read,) = gift.read(gift.write([shown(kind, content)], language))
    assert read.fault is None
    assert (read.kind, read.text, read.explanation) == (
        kind,
        content["text"][language],
        content["explanation"][language],
    )
    assert read.scenario == (content["scenario"] or {}).get(language, "")
    assert [one["right"] for one in read.options] == [one["right"] for one in content["options"]]
    if kind != "true_false":
        assert [one["text"] for one in read.options] == [one["text"][language] for one in content["options"]]
    assert [one["feedback"] for one in read.options] == [
        one["feedback"][language] for one in content["options"]
    ]
    assert read.marks == {"id": "one", "lesson": "why", "level": "2"}


@given(st.text(max_size=300))
def test_no_file_breaks_the_reader(text):
    for given_ in gift.read(text):
        assert given_.fault or given_.options
