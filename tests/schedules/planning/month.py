"""A month for 40 guards and 12 posts on three sites, under comprehensive hours."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta

from guard_api.database import db, new_id
from guard_api.identity.models import Grant
from guard_api.tenants.models import Site
from schedules.posts.models import Demand
from schedules.terms.models import LawSettings, Pairing, TermsOfWork, Wish
from tests.schedules.stock import make_guard, make_leave, make_post, make_shift_type

FIRST = date(2030, 3, 1)
BREAK = [{"after_minutes": 300, "minutes": 60, "paid": False}]
GATES, ROOMS = 3, 1  # of each site


@dataclass
class Month:
    """Guards of each site may serve there; every third also at the next site."""

    cast: object
    guards: int = 40
    days: int = 28
    sites: list[str] = field(default_factory=list)
    posts: dict[str, list[str]] = field(default_factory=dict)
    people: list[str] = field(default_factory=list)

    def build(self) -> "Month":
        cast = self.cast
        self.sites = [cast.north_gate, cast.south_tower, self.third_site()]
        day = make_shift_type(cast.organisation_id, "D12", at=time(8), minutes=720, breaks=BREAK)
        night = make_shift_type(cast.organisation_id, "N12", at=time(20), minutes=720, breaks=BREAK)
        self.day, self.night = day, night
        for site_id in self.sites:
            self.posts[site_id] = [
                make_post(cast.organisation_id, site_id, f"Gate {number}", priority=1 + number % 3)
                for number in range(1, GATES + ROOMS + 1)
            ]
            for post_id in self.posts[site_id]:
                self.ask_for(post_id, (day, night))
        db.session.add(LawSettings(organisation_id=cast.organisation_id, default_pack="cn_comprehensive"))
        self.hire()
        return self

    def third_site(self) -> str:
        site = Site(
            organisation_id=self.cast.organisation_id, id=new_id(), name="West Yard", lat=31.2, lon=121.4
        )
        db.session.add(site)
        db.session.flush()
        db.session.add(
            Grant(
                organisation_id=self.cast.organisation_id,
                id=new_id(),
                person_id=self.cast.sam,
                role="supervisor",
                site_id=site.id,
            )
        )
        return site.id

    def ask_for(self, post_id: str, shift_types) -> None:
        db.session.add_all(
            Demand(
                organisation_id=self.cast.organisation_id,
                post_id=post_id,
                weekday=weekday,
                shift_type_id=shift_type_id,
                need=1,
                from_on=date(2020, 1, 1),
            )
            for weekday in range(7)
            for shift_type_id in shift_types
        )

    def hire(self) -> None:
        for number in range(self.guards):
            site_id = self.sites[number % 3]
            person_id = make_guard(self.cast.organisation_id, f"Guard {number:02}", site_id)
            self.people.append(person_id)
            also = [self.sites[(number + 1) % 3]] if number % 9 < 3 else []
            self.terms(person_id, [site_id, *also])
        make_leave(
            self.cast.organisation_id, self.people[0], FIRST, FIRST + timedelta(days=6), state="approved"
        )
        self.wish(self.people[1], FIRST + timedelta(days=9), "unavailable")
        self.wish(self.people[2], FIRST + timedelta(days=10), "avoids")
        self.pair(self.people[3], self.people[6], "apart", hard=True)

    def terms(self, person_id: str, site_ids: list[str]) -> None:
        db.session.add(
            TermsOfWork(
                organisation_id=self.cast.organisation_id,
                person_id=person_id,
                from_on=date(2020, 1, 1),
                hour_system="comprehensive",
                law_pack="cn_comprehensive",
                period="month",
                site_ids=site_ids,
                set_by=self.cast.hui,
            )
        )

    def wish(self, person_id: str, on: date, kind: str) -> None:
        db.session.add(
            Wish(
                organisation_id=self.cast.organisation_id,
                person_id=person_id,
                from_on=on,
                until_on=on,
                kind=kind,
            )
        )

    def pair(self, one: str, other: str, kind: str, *, hard: bool) -> None:
        one, other = sorted((one, other))
        db.session.add(
            Pairing(
                organisation_id=self.cast.organisation_id,
                person_a=one,
                person_b=other,
                kind=kind,
                hard=hard,
                created_by=self.cast.sam,
            )
        )

    @property
    def until(self) -> date:
        return FIRST + timedelta(days=self.days - 1)

    def asked(self) -> dict:
        return {
            "name": "March",
            "from_on": FIRST.isoformat(),
            "until_on": self.until.isoformat(),
            "site_ids": self.sites,
        }
