"""Published shifts, phones that tell of punches, and a clock that stands where the story wants it."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from guard_api.clock import moved_to, now
from guard_api.database import db, new_id, write_transaction
from guard_api.identity.models import Grant
from guard_api.tenants.models import Site
from schedules.clocking import jobs
from schedules.clocking.derivation import derive_shifts
from schedules.posts.models import Post, ShiftType
from schedules.rosters.models import Roster, Shift
from tests.support.phone import event, send

SHANGHAI = "Asia/Shanghai"


def local(text: str, zone: str = SHANGHAI) -> datetime:
    """An instant by the clock of the place: "2026-11-16 22:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@dataclass
class Plan:
    """A published roster to which shifts are added as a story needs them."""

    app: Any
    cast: Any
    zone: str = SHANGHAI
    roster_id: str = field(default_factory=new_id)
    posts: dict[str, str] = field(default_factory=dict)
    type_id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        with self.app.app_context():
            self._found()
            db.session.commit()

    def _found(self) -> None:
        owner = {"organisation_id": self.cast.organisation_id}
        day = local("2026-01-01 00:00").date()
        db.session.add(
            Roster(
                id=self.roster_id,
                name="Plan",
                from_on=day,
                until_on=day + timedelta(days=365),
                state="published",
                version=1,
                created_by=self.cast.admin,
                **owner,
            )
        )
        kind = {"code": "X", "name_zh": "班", "name_en": "Shift", "starts_at": time(8), "minutes": 480}
        db.session.add(ShiftType(id=self.type_id, **kind, **owner))
        for name, site_id in (("Gate", self.cast.north_gate), ("Lobby", self.cast.south_tower)):
            self.posts[site_id] = new_id()
            db.session.add(Post(id=self.posts[site_id], site_id=site_id, name=name, kind="gate", **owner))

    def in_zone(self, zone: str) -> None:
        with self.app.app_context():
            db.session.get(Site, (self.cast.organisation_id, self.cast.north_gate)).time_zone = zone
            db.session.commit()
        self.zone = zone

    def shift(
        self,
        person_id: str | None,
        starts: str,
        ends: str,
        *,
        site_id: str | None = None,
        breaks: tuple = (),
        relieves: str | None = None,
        slot: int = 1,
    ) -> str:
        """By the clock on the wall of the site, as a roster has it; written down half a day before."""
        site_id = site_id or self.cast.north_gate
        start_at, end_at = local(starts, self.zone), local(ends, self.zone)
        with moved_to(start_at - timedelta(hours=12)), self.app.app_context(), write_transaction():
            shift = Shift(
                organisation_id=self.cast.organisation_id,
                id=new_id(),
                roster_id=self.roster_id,
                site_id=site_id,
                post_id=self.posts[site_id],
                shift_type_id=self.type_id,
                on=start_at.date(),
                start_at=start_at,
                end_at=end_at,
                breaks=[dict(each) for each in breaks],
                slot=slot,
                person_id=person_id,
                relieves_shift_id=relieves,
            )
            db.session.add(shift)
            db.session.flush()
            derive_shifts(self.cast.organisation_id, [shift.id])
            return shift.id

    @contextmanager
    def at(self, text: str):
        """Inside, the clock of the place shows this time."""
        with moved_to(local(text, self.zone)):
            yield

    def punch(self, kind: str, text: str, id_: str | None = None, **more: Any) -> str:
        """As the phone keeps it."""
        payload = {"kind": kind, "site_id": self.cast.north_gate, "method": "button"} | more
        return event("schedules.punch", payload, local(text, self.zone), id_)

    def tick(self) -> None:
        """Everything that is due by now."""
        with self.app.app_context():
            jobs.expect_shifts()
            jobs.judge_due()
            jobs.watch_no_shows()


def tell(client: Any, *events: str) -> list[dict[str, Any]]:
    """Sync with a phone whose clock is right."""
    return send(client, *events, sent_at=now())


def attendance(client: Any, **query: Any) -> list[dict[str, Any]]:
    answer = client.get("/api/v1/attendance", query_string=query)
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()["items"]


def of_shift(client: Any, shift_id: str) -> dict[str, Any]:
    return next(each for each in attendance(client, limit=500) if each["shift_id"] == shift_id)


def grant(cast: Any, person_id: str, role: str, site_id: str | None) -> None:
    db.session.add(
        Grant(organisation_id=cast.organisation_id, person_id=person_id, role=role, site_id=site_id)
    )
    db.session.commit()


def bundle(client: Any) -> dict[str, Any]:
    answer = client.get("/api/v1/my/shifts")
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()


def notices(client: Any, kind: str) -> list[dict[str, Any]]:
    items = client.get("/api/v1/my/notices").get_json()["items"]
    return [each for each in items if each["kind"] == kind]
