from evidence.sync.kinds import Handler
from schedules.terms.wishing import WishPayload, record_wishes

WISH = Handler(WishPayload, record_wishes)
