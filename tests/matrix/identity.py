import io

from guard_api.database import db, new_id
from guard_api.identity.models import Grant, Person, Phone
from guard_api.identity.passwords import hash_secret
from guard_api.identity.phones.service import digest
from tests.matrix.rows import ADMINISTRATOR, DESK, EVERYONE, HR, SUPERVISOR, Row

PEOPLE = "/api/v1/people"
OFFICE = {HR, ADMINISTRATOR}
LEADS = {SUPERVISOR, HR, ADMINISTRATOR}
PHONE_SECRET = "a phone's secret"


def make(cast, things):
    things["eve"] = _guard(cast, "Eve", cast.south_tower)
    things["phone"] = _phone(cast, cast.north_gate)
    things["phone_south"] = _phone(cast, cast.south_tower)
    things["phone_token"] = f"{cast.organisation_id}.{things['phone']}.{PHONE_SECRET}"


def _guard(cast, name, site_id) -> str:
    person = Person(
        id=new_id(),
        organisation_id=cast.organisation_id,
        name=name,
        email=f"{name.lower()}@example.org",
        pin_hash=hash_secret("135724"),
    )
    db.session.add(person)
    db.session.flush()
    db.session.add(
        Grant(organisation_id=cast.organisation_id, person_id=person.id, role="guard", site_id=site_id)
    )
    return person.id


def _phone(cast, site_id) -> str:
    phone = Phone(
        id=new_id(),
        organisation_id=cast.organisation_id,
        site_id=site_id,
        name="Gatehouse",
        token_digest=digest(PHONE_SECRET) if site_id == cast.north_gate else digest("another"),
        enrolled_by=cast.sam,
    )
    db.session.add(phone)
    return phone.id


def _people_file():
    return {"file": (io.BytesIO("姓名,手机号,角色\n王芳,13800138000,人事\n".encode()), "people.csv")}


PERSON = {"person_id": "ana"}
FOREIGN_PERSON = {"person_id": "eve"}
ROWS = [
    Row(
        "POST",
        "/api/v1/sessions",
        public=True,
        json={"login": "ana@example.org", "password": "correct horse battery"},
    ),
    Row("POST", "/api/v1/sessions/refresh", public=True, json={"refresh_token": "x"}, also={401}),
    Row(
        "POST",
        "/api/v1/sessions/pin",
        public=True,
        json={"phone_token": "@phone_token", "person_id": "@ana", "pin": "135724"},
        also={401},
    ),
    Row("DELETE", "/api/v1/sessions/current", EVERYONE),
    Row("GET", "/api/v1/me", EVERYONE),
    Row("PATCH", "/api/v1/me", EVERYONE, json={"theme": "dark"}),
    Row(
        "PUT", "/api/v1/me/password", EVERYONE, json={"old": "correct horse battery", "new": "a longer one 7"}
    ),
    Row("PUT", "/api/v1/me/pin", EVERYONE, json={"pin": "135724"}),
    Row("GET", PEOPLE, LEADS),
    Row("POST", PEOPLE, OFFICE, json={"name": "Dan", "email": "dan@example.org"}),
    Row("GET", f"{PEOPLE}/<person_id>", LEADS, url=PERSON, foreign=FOREIGN_PERSON),
    Row("PATCH", f"{PEOPLE}/<person_id>", OFFICE, url=PERSON, foreign=FOREIGN_PERSON, json={"name": "Anna"}),
    Row("DELETE", f"{PEOPLE}/<person_id>/sessions", LEADS, url=PERSON, foreign=FOREIGN_PERSON),
    Row("POST", f"{PEOPLE}/import", OFFICE, data=_people_file),
    Row("GET", f"{PEOPLE}/import/template", OFFICE),
    Row("GET", "/api/v1/phones", DESK),
    Row("POST", "/api/v1/phones", public=True, json={"code": "0000-0000"}, also={404}),
    Row("POST", "/api/v1/phones/enrolments", DESK, json={"site_id": "@north_gate", "name": "Post 1"}),
    Row("GET", "/api/v1/phones/roster", public=True, headers={"X-Phone-Token": "@phone_token"}),
    Row(
        "DELETE",
        "/api/v1/phones/<phone_id>",
        DESK,
        url={"phone_id": "phone"},
        foreign={"phone_id": "phone_south"},
    ),
]
