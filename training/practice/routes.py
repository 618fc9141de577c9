from flask_smorest import Blueprint

from guard_api.identity.actor import ADMINISTRATOR, GUARD, HR, SUPERVISOR
from guard_api.permissions import permit
from training.practice import queries, service
from training.practice.schemas import PracticeAnswerSchema, PracticeResultSchema, PracticeSchema

LEARNERS = (GUARD, SUPERVISOR, HR, ADMINISTRATOR)
blueprint = Blueprint("practice", __name__, url_prefix="/api/v1", description="Three questions a day.")


@blueprint.route("/my/practice")
@permit(*LEARNERS)
@blueprint.response(200, PracticeSchema)
def practice(actor):
    """What one is about to forget; new questions are dealt where there is too little to practise."""
    return service.practice(actor)


@blueprint.route("/my/practice", methods=["POST"])
@permit(*LEARNERS)
@blueprint.arguments(PracticeAnswerSchema)
@blueprint.response(200, PracticeResultSchema)
@blueprint.alt_response(404, description="No such card of one's own.")
def answer_practice(actor, said):
    """Answer a card; the result tells what is right, why, and when it is asked again."""
    answer = service.answer(actor, **said)
    return queries.shown_answers(actor, [answer])[0]
