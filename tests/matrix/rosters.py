from guard_api.database import db, new_id
from schedules.rosters import feeds
from schedules.rosters.models import CalendarFeed
from tests.matrix.rows import ADMINISTRATOR, CLIENT, GUARD, HR, SUPERVISOR, Row
from tests.schedules.rosters.world import make_rosters

DESK, READERS, GUARDS = {SUPERVISOR, ADMINISTRATOR}, {SUPERVISOR, HR, ADMINISTRATOR}, {GUARD, SUPERVISOR}
API = "/api/v1"
ROSTER = API + "/rosters/<roster_id>"
HERE, THERE = {"roster_id": "roster_here"}, {"roster_id": "roster_there"}
DRAFT, DRAFT_THERE = {"roster_id": "draft_here"}, {"roster_id": "draft_there"}


def make(cast, things: dict[str, str]) -> None:
    make_rosters(cast, things)
    feed = CalendarFeed(
        organisation_id=cast.organisation_id, id=new_id(), person_id=cast.ben, token_digest=""
    )
    things["calendar_token"] = feeds.token_of(feed.id)
    feed.token_digest = feeds.digest_of(things["calendar_token"])
    db.session.add(feed)


NEW = {"name": "June", "from_on": "2034-06-01", "until_on": "2034-06-30", "site_ids": ["@north_gate"]}
LOCK = {"edit_number": 0, "changes": [{"shift_id": "@draft_free_here", "locked": True}]}
AMEND = {"edit_number": 0, "reason": "because"}
SHIFT, MY_SHIFT = API + "/shifts/<shift_id>", API + "/my/shifts/<shift_id>"
# There is nothing to undo in a fresh draft; a role that may try is told so.
NOTHING = {409}
# Who stands there lacks a certificate that the matrix of certificates asks of everybody.
UNLAWFUL = {409}

ROWS = [
    Row("GET", API + "/rosters", READERS),
    Row("POST", API + "/rosters", DESK, json=NEW),
    Row("GET", ROSTER, READERS, url=HERE, foreign=THERE),
    Row("PATCH", ROSTER, DESK, url=HERE, foreign=THERE, json={"name": "Another"}),
    Row("DELETE", ROSTER, DESK, url=DRAFT, foreign=DRAFT_THERE),
    Row("GET", ROSTER + "/grid", READERS, url=HERE, foreign=THERE),
    Row("GET", ROSTER + "/violations", READERS, url=HERE, foreign=THERE),
    Row("POST", ROSTER + "/edits", DESK, url=DRAFT, foreign=DRAFT_THERE, json=LOCK),
    Row("POST", ROSTER + "/undo", DESK, url=DRAFT, foreign=DRAFT_THERE, json=AMEND, also=NOTHING),
    Row("POST", ROSTER + "/redo", DESK, url=DRAFT, foreign=DRAFT_THERE, json=AMEND, also=NOTHING),
    Row(
        "POST",
        ROSTER + "/copy-from",
        DESK,
        url=DRAFT,
        foreign=DRAFT_THERE,
        json=AMEND | {"from_roster_id": "@roster_here"},
    ),
    Row("POST", ROSTER + "/keep-in-step", DESK, url=DRAFT, foreign=DRAFT_THERE, json={}),
    Row(
        "POST",
        ROSTER + "/publish",
        DESK,
        url=DRAFT,
        foreign=DRAFT_THERE,
        json={},
        query={"accept": "true"},
        also=UNLAWFUL,
    ),
    Row("GET", ROSTER + "/versions", READERS, url=HERE, foreign=THERE),
    Row(
        "GET",
        ROSTER + "/versions/<version_id>",
        READERS,
        url=HERE | {"version_id": "version_here"},
        foreign=THERE | {"version_id": "version_there"},
    ),
    Row("GET", ROSTER + "/acknowledgements", READERS, url=HERE, foreign=THERE),
    Row("GET", ROSTER + "/export", READERS, url=HERE, foreign=THERE),
    Row("GET", API + "/shifts", READERS),
    Row(
        "GET",
        API + "/coverage/posts",
        {*READERS, CLIENT},
        query={"from_on": "2033-05-01", "until_on": "2033-05-31"},
    ),
    Row("GET", API + "/call-offs", READERS),
    Row(
        "POST",
        SHIFT + "/call-off",
        DESK,
        url={"shift_id": "roster_ana_here"},
        foreign={"shift_id": "roster_ana_there"},
        json={"reason": "sick"},
    ),
    # A guard's own shift is there wherever it is; what is another's is not.
    Row(
        "POST",
        MY_SHIFT + "/call-off",
        GUARDS,
        url={"shift_id": "roster_ana_here"},
        json={"reason": "sick"},
        also={404},
    ),
    Row("POST", API + "/my/rosters/<roster_id>/acknowledge", GUARDS, url=HERE, json={}),
    Row("GET", API + "/my/calendar", GUARDS),
    Row("POST", API + "/my/calendar", GUARDS),
    Row("DELETE", API + "/my/calendar", GUARDS),
    Row("GET", API + "/calendars/<token>.ics", url={"token": "calendar_token"}, public=True),
]
