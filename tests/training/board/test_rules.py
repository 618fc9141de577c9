from hypothesis import given
from hypothesis import strategies as st

from training.board import rules

IDS = st.lists(st.uuids().map(str), max_size=12, unique=True)


@given(IDS, st.data())
def test_what_is_written_of_a_person_is_read_back_in_any_order(ids, data):
    """As the database writes it: the end of each id and a letter."""
    ids = sorted(ids)
    length = rules.mark_length(ids)
    letters = {id_: data.draw(st.sampled_from("cdofx")) for id_ in ids if data.draw(st.booleans())}
    order = data.draw(st.permutations(list(letters)))
    written = "".join(id_[-length:] + letters[id_] for id_ in order)
    expected = "".join(letters.get(id_, "-") for id_ in ids)
    reader = rules.Reader(ids, length)
    assert [reader.cells(written or None) for _ in range(2)] == [expected, expected]


@given(IDS)
def test_marks_tell_all_modules_apart(ids):
    length = rules.mark_length(ids)
    assert len({id_[-length:] for id_ in ids}) == len(ids)


@given(st.lists(st.text("cdofx-", min_size=3, max_size=3), max_size=20))
def test_totals_count_every_letter_once(rows):
    for place, total in enumerate(rules.totals(["a", "b", "c"], rows)):
        counted = sum(total[letter] for letter in rules.LETTERS)
        assert counted == sum(row[place] != "-" for row in rows)


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_a_share_of_nothing_is_no_share(number, of):
    share = rules.share(min(number, of), of)
    assert share["value"] is None if of == 0 else 0 <= share["value"] <= 1
