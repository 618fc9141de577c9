from flask_smorest import Blueprint

blueprint = Blueprint("sync", __name__, url_prefix="/api/v1", description="Batches of events from phones.")


def accept(*handlers: dict) -> None:
    """Take what each slice accepts from a phone; called once by app.py."""
