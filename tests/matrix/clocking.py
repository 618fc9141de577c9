from datetime import timedelta

from guard_api.clock import local_date, now
from guard_api.database import db, new_id
from guard_api.fields import iso
from schedules.clocking.models import Attendance, NoShowAlarm, Punch, PunchCorrection, PunchQuestion
from schedules.posts.models import Post, ShiftType
from schedules.rosters.models import Roster, Shift
from tests.matrix.rows import ADMINISTRATOR, GUARD, HR, SUPERVISOR, Row

READERS = {SUPERVISOR, HR, ADMINISTRATOR}
DESK = {SUPERVISOR, ADMINISTRATOR}
CLOCKERS = {GUARD, SUPERVISOR, ADMINISTRATOR}
DAYS = {"from_on": "2026-11-01", "until_on": "2026-11-30"}
ASKED = {"geofence": "flag", "radius_m": 200, "photo": False, "methods": ["button"]}


def url(name: str, place: str) -> dict[str, str]:
    return {f"{name}_id": f"{name}_{place}"}


def make(cast, things: dict[str, str]) -> None:
    """Ana's shifts at both sites, each with a punch that is missing, a correction and an alarm; one of
    everybody's own for what is one's own."""
    owner = {"organisation_id": cast.organisation_id}
    start_at = now().replace(microsecond=0) - timedelta(hours=3)
    on = local_date(start_at, "Asia/Shanghai")
    roster = Roster(
        id=new_id(),
        name="Clocking",
        from_on=on,
        until_on=on,
        state="published",
        version=1,
        created_by=cast.admin,
        **owner,
    )
    kind = ShiftType(
        id=new_id(), code="CLK", name_zh="班", name_en="C", starts_at=start_at.time(), minutes=480, **owner
    )
    db.session.add_all([roster, kind])
    db.session.flush()
    for place, site_id in (("here", cast.north_gate), ("there", cast.south_tower)):
        post = Post(id=new_id(), site_id=site_id, name=f"Clocking {place}", kind="gate", **owner)
        db.session.add(post)
        db.session.flush()
        times = {"on": on, "start_at": start_at, "end_at": start_at + timedelta(hours=8)}
        shift = Shift(
            id=new_id(),
            roster_id=roster.id,
            site_id=site_id,
            post_id=post.id,
            shift_type_id=kind.id,
            person_id=cast.ana,
            **times,
            **owner,
        )
        db.session.add(shift)
        db.session.flush()
        things[f"clocked_shift_{place}"] = shift.id
        _attendance(owner, shift, times)
        _facts(cast, things, place, site_id, shift.id, start_at)


def _attendance(owner, shift, times) -> None:
    more = {"zone": "Asia/Shanghai", "state": "missing", "planned_minutes": 480}
    db.session.add(
        Attendance(
            shift_id=shift.id,
            site_id=shift.site_id,
            post_id=shift.post_id,
            person_id=shift.person_id,
            **times,
            **more,
            **owner,
        )
    )


def _facts(cast, things, place: str, site_id: str, shift_id: str, at) -> None:
    owner = {"organisation_id": cast.organisation_id, "site_id": site_id}
    about = {"person_id": cast.ana, **owner}
    punch = Punch(id=new_id(), kind="in", occurred_at=at, received_at=at, method="button", flags=[], **about)
    question = PunchQuestion(
        id=new_id(), kind="when_out", punch_id=punch.id, presumed_at=at, shift_id=shift_id, **about
    )
    corrections = {
        name: PunchCorrection(
            id=new_id(),
            adds=[{"id": new_id(), "kind": "out", "at": iso(at)}],
            from_at=at,
            until_at=at,
            reason="Forgotten",
            asked_by=asked_by,
            **about,
        )
        for name, asked_by in (("correction", cast.ana), ("refused", cast.ana), ("own", cast.ana))
    }
    alarm = NoShowAlarm(id=new_id(), shift_id=shift_id, **about)
    db.session.add_all([punch, question, alarm, *corrections.values()])
    things[f"question_{place}"], things[f"alarm_{place}"] = question.id, alarm.id
    things |= {f"{name}_{place}": row.id for name, row in corrections.items()}


PAST = "2026-11-16T08:00:00Z"
ADD = {"adds": [{"kind": "out", "at": PAST}], "reason": "Forgotten", "site_id": "@north_gate"}
BY_DESK = {"kind": "in", "at": PAST, "note": "Phone broken", "person_id": "@ben", "site_id": "@north_gate"}

ROWS = [
    Row("GET", "/api/v1/attendance/settings", READERS),
    Row("PUT", "/api/v1/attendance/settings", DESK, query={"site_id": "@north_gate"}, json=ASKED),
    Row(
        "DELETE",
        "/api/v1/attendance/settings/<site_id>",
        DESK,
        url={"site_id": "north_gate"},
        foreign={"site_id": "south_tower"},
    ),
    Row("GET", "/api/v1/attendance", READERS),
    Row("GET", "/api/v1/attendance/now", READERS),
    Row("GET", "/api/v1/attendance/board", READERS, query=DAYS),
    Row("GET", "/api/v1/attendance/board/rows", READERS, query={"figure": "fill_rate", **DAYS}),
    Row("GET", "/api/v1/punches", READERS),
    Row("POST", "/api/v1/punches", DESK, json=BY_DESK),
    Row(
        "POST",
        "/api/v1/my/punches",
        CLOCKERS,
        json={"id": "019a0000-0000-7000-8000-000000000001", "kind": "in", "site_id": "@north_gate"},
        # The same id is taken by whoever was first.
        also={409},
    ),
    Row("GET", "/api/v1/corrections", READERS),
    Row("POST", "/api/v1/corrections", DESK, json={"person_id": "@ana", **ADD}),
    Row(
        "GET",
        "/api/v1/corrections/<correction_id>",
        READERS,
        url={"correction_id": "correction_here"},
        foreign={"correction_id": "correction_there"},
    ),
    Row(
        "POST",
        "/api/v1/corrections/<correction_id>/accept",
        DESK,
        url={"correction_id": "correction_here"},
        foreign={"correction_id": "correction_there"},
        json={},
        # Whoever is second finds it decided.
        also={409},
    ),
    Row(
        "POST",
        "/api/v1/corrections/<correction_id>/refuse",
        DESK,
        url={"correction_id": "refused_here"},
        foreign={"correction_id": "refused_there"},
        json={"note": "Not so"},
        also={409},
    ),
    Row("GET", "/api/v1/my/corrections", CLOCKERS),
    Row("POST", "/api/v1/my/corrections", CLOCKERS, json=ADD),
    Row(
        "POST",
        "/api/v1/my/corrections/<correction_id>/withdraw",
        CLOCKERS,
        url={"correction_id": "own_here"},
        # Another's: only Ana asked for it.
        also={404, 409},
    ),
    Row(
        "POST",
        "/api/v1/my/punch-questions/<question_id>/answer",
        CLOCKERS,
        url={"question_id": "question_here"},
        json={"at": PAST},
        # Another's, or too far from what is presumed.
        also={404, 422},
    ),
    Row("GET", "/api/v1/no-shows", READERS),
    Row(
        "GET",
        "/api/v1/no-shows/<alarm_id>",
        READERS,
        url={"alarm_id": "alarm_here"},
        foreign={"alarm_id": "alarm_there"},
    ),
    Row(
        "POST",
        "/api/v1/no-shows/<alarm_id>/answer",
        DESK,
        url={"alarm_id": "alarm_here"},
        foreign={"alarm_id": "alarm_there"},
        json={"answer": "on_the_way"},
    ),
    Row(
        "POST",
        "/api/v1/my/no-shows/<alarm_id>/reply",
        CLOCKERS,
        url={"alarm_id": "alarm_here"},
        json={"reply": "on_my_way"},
        # Another's: only Ana is meant.
        also={404},
    ),
    Row("GET", "/api/v1/my/shifts", CLOCKERS),
]
