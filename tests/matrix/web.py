from tests.matrix.rows import Row

ROWS = [
    Row("GET", "/", public=True, also={503}),  # before the app is built
    Row("GET", "/<path>", public=True, url={}, also={404}),
    Row("GET", "/api/v1/openapi.json", public=True),
]
