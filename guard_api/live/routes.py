from flask_smorest import Blueprint

blueprint = Blueprint("live", __name__, url_prefix="/api/v1", description="What changed since a cursor.")
