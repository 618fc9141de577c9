"""What may become of an offer."""

OPEN_SHIFT, GIVE_AWAY, SWAP = KINDS = ("open", "give_away", "swap")
FIRST_COME, MANAGER = MODES = ("first_come", "manager")
OPEN, TAKEN, AWAITING, APPROVED, REFUSED, WITHDRAWN, EXPIRED = STATES = (
    "open",
    "taken",
    "awaiting",
    "approved",
    "refused",
    "withdrawn",
    "expired",
)
LIVE = (OPEN, AWAITING)
WAITING, WON, LOST, TAKEN_BACK, DECLINED = CLAIMS = ("waiting", "won", "lost", "withdrawn", "declined")

DECISIONS = {
    APPROVED: {"zh": "已批准", "en": "approved"},
    REFUSED: {"zh": "未获批准", "en": "not approved"},
    DECLINED: {"zh": "同事未同意", "en": "the colleague said no"},
    EXPIRED: {"zh": "已过期", "en": "nobody took it in time"},
    WITHDRAWN: {"zh": "已撤回", "en": "taken back"},
}
