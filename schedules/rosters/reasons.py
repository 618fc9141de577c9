"""What a change was, where it was nobody's own words."""

from collections.abc import Mapping

# What a person changes by hand and may take back; what else changes a roster is a fact of its own.
EDIT, SOLVE, REPAIR, COPY = "edit", "solve", "repair", "copy"
DEMAND, OFFER, CALL_OFF = "demand", "offer", "call_off"
FACTS = (DEMAND, OFFER, CALL_OFF)

WORDS: Mapping[str, Mapping[str, str]] = {
    EDIT: {"zh": "调整", "en": "edited"},
    SOLVE: {"zh": "自动排班", "en": "solved"},
    REPAIR: {"zh": "补班", "en": "repaired"},
    COPY: {"zh": "沿用以前的排班", "en": "copied from before"},
    DEMAND: {"zh": "用人需求变化", "en": "the demand changed"},
    OFFER: {"zh": "接班或换班", "en": "a shift changed hands"},
    CALL_OFF: {"zh": "临时请假", "en": "somebody called off"},
}


def said(reason: str) -> str | Mapping[str, str]:
    """In both languages where the product says it; a person's own words as they are."""
    return WORDS.get(reason, reason)
