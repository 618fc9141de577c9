from typing import Any

from guard_api.clock import now
from guard_api.identity.actor import Actor
from people.staff import way_up
from training.attempts.carried import modules_for
from training.certificates.queries import mine as certificates_of
from training.practice.service import practice
from training.sessions.queries import my_sessions


def bundle(actor: Actor) -> dict[str, Any]:
    """All that the actor learns, practises, holds, may attend and may become."""
    return {
        "generated_at": now(),
        "modules": modules_for(actor),
        "practice": practice(actor),
        "certificates": certificates_of(actor),
        "sessions": my_sessions(actor),
        "way_up": way_up.mine(actor),
    }
