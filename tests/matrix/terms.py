import io
from datetime import date

from guard_api.database import db, new_id
from schedules.terms.models import Pairing, Wish
from tests.matrix.rows import ADMINISTRATOR, GUARD, HR, SUPERVISOR, Row
from tests.schedules.stock import make_guard

TERMS, PAIRINGS, LAW = "/api/v1/terms", "/api/v1/pairings", "/api/v1/law"
OF_PERSON = "/api/v1/staff/<person_id>/terms"
OFFICE = {HR, ADMINISTRATOR}
LEADS = {SUPERVISOR, *OFFICE}
STAFF = {GUARD, *LEADS}
ANA, ELSEWHERE = {"person_id": "ana"}, {"person_id": "tower_guard"}


def make(cast, things) -> None:
    organisation_id = cast.organisation_id
    things["tower_guard"] = make_guard(organisation_id, "Termstower", cast.south_tower)
    things["gate_guard"] = make_guard(organisation_id, "Termsgate", cast.north_gate)
    for name, people in (
        ("pairing_here", (cast.ana, cast.ben)),
        ("pairing_there", (cast.ana, things["tower_guard"])),
    ):
        first, second = sorted(people)
        pairing = Pairing(
            organisation_id=organisation_id,
            id=new_id(),
            person_a=first,
            person_b=second,
            kind="apart",
            created_by=cast.hui,
        )
        db.session.add(pairing)
        things[name] = pairing.id
    wish = Wish(
        organisation_id=organisation_id,
        id=new_id(),
        person_id=cast.ana,
        from_on=date(2026, 1, 1),
        kind="avoids",
        weekday=6,
    )
    db.session.add(wish)
    things["wish_of_ana"] = wish.id


def _file() -> dict:
    return {"file": (io.BytesIO(b"Name,From\nAna,2026-01-01\n"), "terms.csv")}


ROWS = [
    Row("GET", TERMS, LEADS),
    Row("POST", f"{TERMS}/import", OFFICE, data=_file),
    Row("GET", f"{TERMS}/import/template", OFFICE),
    Row("GET", OF_PERSON, LEADS, url=ANA, foreign=ELSEWHERE),
    Row("PUT", OF_PERSON, OFFICE, url=ANA, foreign=ELSEWHERE, json={"from_on": "2026-01-01"}),
    Row("GET", PAIRINGS, LEADS),
    Row(
        "POST",
        PAIRINGS,
        LEADS,
        json={"person_a": "@ana", "person_b": "@gate_guard", "kind": "together"},
    ),
    Row(
        "DELETE",
        f"{PAIRINGS}/<pairing_id>",
        LEADS,
        url={"pairing_id": "pairing_here"},
        foreign={"pairing_id": "pairing_there"},
    ),
    Row("GET", LAW, LEADS),
    Row("PUT", LAW, OFFICE, json={"default_pack": "cn_standard"}),
    Row("GET", "/api/v1/wishes", LEADS),
    Row("GET", "/api/v1/my/wishes", STAFF),
    Row("POST", "/api/v1/my/wishes", STAFF, json={"from_on": "2030-01-01", "kind": "wants"}),
    # The wish is Ana's: to everybody else there is none.
    Row("DELETE", "/api/v1/my/wishes/<wish_id>", STAFF, url={"wish_id": "wish_of_ana"}, also={404}),
]
