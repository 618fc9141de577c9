from tests.matrix.rows import ADMINISTRATOR, CLIENT, SUPERVISOR, Row

BOARD = {SUPERVISOR, ADMINISTRATOR, CLIENT}
PERIOD = {"from_on": "2026-03-01", "to_on": "2026-03-31"}

ROWS = [
    Row("GET", "/api/v1/today", BOARD),
    Row("GET", "/api/v1/coverage", BOARD, query=PERIOD),
    Row("GET", "/api/v1/coverage/visits", BOARD, query=PERIOD),
    Row("GET", "/api/v1/coverage/checkpoints", BOARD, query=PERIOD),
]
