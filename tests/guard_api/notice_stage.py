"""What the stories of notices that leave share."""

CHANNELS = "/api/v1/notice-channels"
DELIVERIES = "/api/v1/notice-deliveries"
PREFERENCES = "/api/v1/my/notice-preferences"
HELLO = {"en": "Round {n} is yours.", "zh-CN": "第 {n} 轮由您巡更。"}
HELP = {"en": "Help is needed at {place}.", "zh-CN": "{place}需要支援。"}


def add(client, kind: str, settings: dict, **facts) -> dict:
    body = {"kind": kind, "name": facts.pop("name", kind), "settings": settings, **facts}
    answer = client.post(CHANNELS, json=body)
    assert answer.status_code == 201, answer.get_json()
    return answer.get_json()


def tried(client, channel: dict, **about) -> dict:
    answer = client.post(f"{CHANNELS}/{channel['id']}/test", json=about)
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()
