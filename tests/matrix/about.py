from tests.matrix.rows import EVERYONE, Row

ROWS = [
    Row("GET", "/", public=True, also={503}),  # before the app is built
    Row("GET", "/<path>", public=True, also={404, 503}),
    Row("GET", "/api/v1/openapi.json", public=True),
    Row("GET", "/api/v1/docs", public=True),
    Row("GET", "/api/v1/docs/<file>", public=True, also={404}),
    Row("GET", "/api/v1/config", public=True),
    Row("GET", "/api/v1/health", public=True, also={503}),  # no migrations in tests' databases
    Row("GET", "/api/v1/live", EVERYONE),
]
