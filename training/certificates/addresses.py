"""Where the organisation's people open the app: the beginning of every printed and signed link."""

from flask import current_app

from guard_api.database import db
from guard_api.tenants.models import Organisation


def base(organisation_id: str) -> str:
    chosen = db.session.get(Organisation, organisation_id).public_address
    return (chosen or current_app.extensions["anxun.settings"].public_url).rstrip("/")


def verify_url(address: str, code: str) -> str:
    """What the QR holds; the app shows it to anybody."""
    return f"{address}/v/{code}"
