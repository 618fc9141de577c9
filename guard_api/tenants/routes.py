from flask_smorest import Blueprint

blueprint = Blueprint(
    "tenants", __name__, url_prefix="/api/v1", description="The organisation and its sites."
)
