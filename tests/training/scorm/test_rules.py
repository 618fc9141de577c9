import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.scorm import rules


@pytest.mark.parametrize(
    ("data", "pass_score", "found"),
    [
        ({}, None, ("not_begun", None)),
        ({"cmi.core.lesson_status": "incomplete"}, None, ("incomplete", None)),
        ({"cmi.core.lesson_status": "browsed"}, None, ("incomplete", None)),
        ({"cmi.core.lesson_status": "passed", "cmi.core.score.raw": "90"}, None, ("passed", 90.0)),
        ({"cmi.core.lesson_status": "completed", "cmi.core.score.raw": "79"}, 80, ("failed", 79.0)),
        ({"cmi.core.lesson_status": "completed", "cmi.core.score.raw": "80"}, 80, ("passed", 80.0)),
        (
            {"cmi.core.lesson_status": "failed", "cmi.core.score.raw": "8", "cmi.core.score.max": "10"},
            None,
            ("failed", 80.0),
        ),
    ],
)
def test_the_old_standard(data, pass_score, found):
    assert rules.outcome("1.2", data, pass_score) == found


@pytest.mark.parametrize(
    ("data", "pass_score", "found"),
    [
        ({"cmi.completion_status": "completed"}, None, ("completed", None)),
        ({"cmi.completion_status": "completed", "cmi.success_status": "failed"}, None, ("failed", None)),
        ({"cmi.success_status": "passed", "cmi.score.scaled": "0.9"}, None, ("passed", 90.0)),
        ({"cmi.completion_status": "completed", "cmi.score.scaled": "0.6"}, 70, ("failed", 60.0)),
        ({"cmi.location": "3"}, None, ("incomplete", None)),
    ],
)
def test_the_new_standard(data, pass_score, found):
    assert rules.outcome("2004", data, pass_score) == found


def unit(id_: str, tracked: bool = True) -> dict:
    return {"id": id_, "tracked": tracked, "pass_score": None}


STATUS = st.sampled_from(["passed", "completed", "failed", "incomplete", None])


@given(st.lists(STATUS, min_size=1, max_size=6))
def test_a_course_is_done_when_every_part_is_and_failed_when_one_is(said):
    units = [unit(str(number)) for number in range(len(said))]
    cmi = {str(place): {"cmi.core.lesson_status": word} for place, word in enumerate(said) if word}
    status, percent = rules.whole("1.2", units, cmi)
    assert percent is None
    if "failed" in said:
        assert status == "failed"
    elif set(said) <= {"passed", "completed"}:
        assert status == ("passed" if "passed" in said else "completed")
    else:
        assert status == ("incomplete" if cmi else "not_begun")


def test_pages_that_tell_nothing_are_done_once_all_were_opened():
    units = [unit("a", tracked=False), unit("b", tracked=False)]
    assert rules.whole("1.2", units, {"a": {}})[0] == "incomplete"
    assert rules.whole("1.2", units, {"a": {}, "b": {}})[0] == "completed"


@given(
    st.dictionaries(
        st.sampled_from(["cmi.score.scaled", "cmi.score.raw", "cmi.score.max"]), st.text(max_size=8)
    )
)
def test_a_score_is_a_percentage_or_nothing_whatever_a_course_writes(data):
    _, score = rules.outcome("2004", data, None)
    assert score is None or 0 <= score <= 100
