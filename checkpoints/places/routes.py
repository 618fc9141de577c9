from flask_smorest import Blueprint

blueprint = Blueprint(
    "places",
    __name__,
    url_prefix="/api/v1",
    description="Floor plans, zones, checkpoints, tags, labels, routes, checklists.",
)
