"""What other floors may ask of training: is this person qualified for this post on this date?"""

from training.certificates.qualification.judging import Judge
from training.certificates.qualification.queries import answers, names_of
from training.certificates.qualification.rules import Answer, Reason
from training.certificates.queries import types_held

__all__ = ["Answer", "Judge", "Reason", "answers", "names_of", "qualified", "types_held"]


def qualified(organisation_id: str, person_id: str, *, on, site_id=None, post=None) -> Answer:
    """For one person; `answers` asks for many at once at the same cost."""
    return answers(organisation_id, [person_id], on=on, site_id=site_id, post=post)[person_id]
