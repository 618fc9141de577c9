from tests.matrix.rosters import DESK, DRAFT, DRAFT_THERE, HERE, ROSTER, SHIFT, THERE
from tests.matrix.rows import Row

# A role that may try is told that nothing is under way, or that there is no result yet.
NOTHING = {409}


def make(cast, things: dict[str, str]) -> None:
    """The rosters are made with their own rows."""


ROWS = [
    Row("POST", ROSTER + "/solve", DESK, url=DRAFT, foreign=DRAFT_THERE, json={"seconds": 5}),
    Row("GET", ROSTER + "/solve", DESK, url=HERE, foreign=THERE),
    Row("POST", ROSTER + "/solve/stop", DESK, url=HERE, foreign=THERE, also=NOTHING),
    Row("POST", ROSTER + "/solve/apply", DESK, url=HERE, foreign=THERE, also=NOTHING),
    Row("GET", ROSTER + "/explanation", DESK, url=HERE, foreign=THERE),
    Row(
        "POST",
        ROSTER + "/repair",
        DESK,
        url=HERE,
        foreign=THERE,
        json={"shift_ids": ["@roster_ana_here"], "seconds": 1},
    ),
    Row(
        "GET",
        SHIFT + "/replacements",
        DESK,
        url={"shift_id": "roster_ana_here"},
        foreign={"shift_id": "roster_ana_there"},
    ),
]
