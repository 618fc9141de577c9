from flask_smorest import Blueprint

blueprint = Blueprint(
    "patrols", __name__, url_prefix="/api/v1", description="Patrol plans, rounds, scans, exceptions."
)
