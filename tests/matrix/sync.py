from tests.matrix.rows import ON_SITE, Row

ROWS = [
    Row("POST", "/api/v1/sync", ON_SITE, json={"sent_at": "2026-03-01T14:03:05.123Z", "events": []}),
]
