from typing import Any

from people.records import rules, service
from people.records.models import Particulars

PLAIN = (
    "gender",
    "born_on",
    "ethnicity",
    "education",
    "home_address",
    "residence",
    "emergency_contact",
    "guard_card_number",
)
NOTHING = dict.fromkeys(PLAIN, "") | {"gender": None, "born_on": None, "education": None}


def one_of(rows: list[dict[str, Any]], id_: str) -> dict[str, Any]:
    return next(row for row in rows if row["id"] == id_)


def particulars(row: Particulars | None) -> dict[str, Any]:
    """As ParticularsSchema shows them."""
    shown = NOTHING if row is None else {name: getattr(row, name) for name in PLAIN}
    number = service.identity_number_of(row)
    return shown | {"identity_number": number and rules.masked(number)}
