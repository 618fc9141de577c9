from guard_api.notices.service import tell
from guard_api.notices.wording import register_notices
from tests.matrix.rows import EVERYONE, Row


def make(cast, things: dict[str, str]) -> None:
    register_notices({"tests.hello": {"en": "Hello", "zh-CN": "你好"}})
    tell(organisation_id=cast.organisation_id, person_ids=[cast.ana, cast.admin], kind="tests.hello")


ROWS = [
    Row("GET", "/api/v1/my/notices", EVERYONE),
    Row("POST", "/api/v1/my/notices/read", EVERYONE, json={"all": True}),
]
