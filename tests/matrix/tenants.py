from tests.matrix.rows import ADMINISTRATOR, DESK, EVERYONE, Row

SITE = {"site_id": "north_gate"}
FOREIGN = {"site_id": "south_tower"}
ROWS = [
    Row("GET", "/api/v1/organisation", EVERYONE),
    Row("PATCH", "/api/v1/organisation", {ADMINISTRATOR}, json={"name": "Jade"}),
    Row("GET", "/api/v1/sites", EVERYONE),
    Row("POST", "/api/v1/sites", {ADMINISTRATOR}, json={"name": "East Wing"}),
    Row("GET", "/api/v1/sites/<site_id>", EVERYONE, url=SITE, foreign=FOREIGN),
    Row("PATCH", "/api/v1/sites/<site_id>", DESK, url=SITE, foreign=FOREIGN, json={"address": "1 Elm Road"}),
]
