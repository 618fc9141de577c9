"""Who makes what is learnt, who looks after it, who learns."""

from guard_api.database import get_owned
from guard_api.identity.actor import ADMINISTRATOR, GUARD, HR, SUPERVISOR, Actor
from training.modules.models import Module

MAKERS = (HR, ADMINISTRATOR)
DESK = (SUPERVISOR, HR, ADMINISTRATOR)
LEARNERS = (GUARD, SUPERVISOR, HR, ADMINISTRATOR)


def module_of(actor: Actor, module_id: str) -> Module:
    return get_owned(Module, actor.organisation_id, module_id)
