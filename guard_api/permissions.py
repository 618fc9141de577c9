"""Who may call a view. The decorator sits right below the route, above everything that reads input."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import g

from guard_api.errors import Forbidden
from guard_api.identity.actor import ROLES, Actor

PUBLIC = "public"


def permit(*roles: str, writes: bool | None = None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The view takes the signed-in `Actor` first and needs one of these roles (any role when none is named).

    `writes=True` marks a GET that writes a record (who looked), `writes=False` a view that writes in short
    transactions of its own (bytes that come slowly). Sites are narrowed in services
    and queries by `actor.scope(...)` and `actor.reach(...)`.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            actor: Actor = g.load_actor()
            if not actor.has(*(roles or ROLES)):
                raise Forbidden()
            return view(actor, *args, **kwargs)

        guarded.permit = frozenset(roles or ROLES)
        guarded.writes = writes
        return guarded

    return decorate


def public(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view that needs no sign-in."""
    view.permit = frozenset({PUBLIC})
    return view


def writes_by_itself(view: Callable[..., Any]) -> Callable[..., Any]:
    """A public view that writes in short transactions of its own, after slow work without the write lock."""
    view.writes = False
    return view
