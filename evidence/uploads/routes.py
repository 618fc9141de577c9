from flask_smorest import Blueprint

blueprint = Blueprint("uploads", __name__, url_prefix="/api/v1", description="Photos and voice notes.")
