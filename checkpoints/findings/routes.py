from flask_smorest import Blueprint

blueprint = Blueprint(
    "findings", __name__, url_prefix="/api/v1", description="What guards find, and how it is put right."
)
