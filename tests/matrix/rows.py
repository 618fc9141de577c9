"""One row of the permission matrix."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

GUARD, SUPERVISOR, HR, ADMINISTRATOR, CLIENT = "guard", "supervisor", "hr", "administrator", "client"
EVERYONE = frozenset({GUARD, SUPERVISOR, HR, ADMINISTRATOR, CLIENT})
DESK = frozenset({SUPERVISOR, ADMINISTRATOR})
ON_SITE = frozenset({GUARD, SUPERVISOR, ADMINISTRATOR})
SEE_SITE = frozenset({GUARD, SUPERVISOR, ADMINISTRATOR, CLIENT})


@dataclass(frozen=True)
class Row:
    """A route, who may use it, and what to send so that it succeeds.

    `rule` is as in `app.url_map` with `<name>` for `<converter:name>`. Values of `url` and `foreign`, and
    texts in `json`, `query` and `headers` that begin with "@", name a member of the cast or what `make` made.
    - `url`: things of North Gate Estate. Roles in `allowed` succeed there; the others get 403.
    - `foreign`: the same of South Tower, which site roles of North Gate do not reach: 404.
    The other organisation's administrator gets 404 for `url`, and nothing of ours where the route has no id.
    - `also`: answers besides 2xx that are a success for this test (say why in a comment).
    """

    method: str
    rule: str
    allowed: frozenset[str] | set[str] = frozenset()
    url: dict[str, str] = field(default_factory=dict)
    foreign: dict[str, str] | None = None
    json: Any = None
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    data: Callable[[], Any] | None = None
    also: frozenset[int] | set[int] = frozenset()
    public: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.rule.removeprefix('/api/v1')}"
