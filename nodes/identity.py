"""Who is calling: the identity that the server verified, or the user of this machine; and whether they may sign off."""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass
from typing import Any, Final, Literal

from langgraph.config import get_config
from langgraph.runtime import get_runtime

How = Literal["verified", "local", "none"]

REVIEWER: Final = "role:reviewer"
ADMIN: Final = "role:admin"
EVERYONE: Final = "local"
"""What the server calls every caller while authentication is off."""
MOST_CHARS: Final = 200
"""Longest name that is kept of anybody."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who makes the present run."""

    identity: str
    """Their name: the verified identity, the operating system's user, or `anonymous`."""
    how: How
    """`verified` by the server's authentication, `local` in a process of the machine's own user, `none` on a server without authentication."""
    permissions: frozenset[str] = frozenset()

    @property
    def is_admin(self) -> bool:
        """Whether they may do everything."""
        return self.how == "local" or ADMIN in self.permissions

    @property
    def may_sign_off(self) -> bool:
        """Whether they may decide on drafts: reviewers, and whoever runs the program where nobody is authenticated."""
        if self.how == "verified":
            return self.is_admin or REVIEWER in self.permissions
        return self.how == "local" or not authentication_is_on()


def authentication_is_on() -> bool:
    """Say whether callers must be known (`RXGRAPH_AUTH`); a word that is not understood means yes."""
    return os.environ.get("RXGRAPH_AUTH", "").strip().lower() not in ("", "off", "0", "no", "false")


def caller() -> Caller:
    """Return who makes the present run.

    The server puts the user it verified into the run's config as `langgraph_auth_user`: an object of its own. A request can put something
    in its place (the server drops the name from `config.configurable` and `context`, but LangGraph takes unknown keys that stand directly
    in `config` into `configurable`, over what is there); that is plain JSON, and on a server plain JSON is nobody. In a process of one's
    own, where no request comes in, a mapping is as good as an object.
    """
    settings = get_config().get("configurable", {})
    on_server = get_runtime().server_info is not None
    user = settings.get("langgraph_auth_user")
    if on_server and not authentication_is_on() and _of(user, "identity") == EVERYONE:
        return Caller("anonymous", "none")
    if on_server and isinstance(user, dict | list | str):
        return Caller("anonymous", "none")
    if identity := one_line(_of(user, "identity")):
        if _of(user, "is_authenticated") is False:
            return Caller("anonymous", "none")
        granted = _of(user, "permissions")
        granted = granted if isinstance(granted, list | tuple | set | frozenset) else ()
        return Caller(identity, "verified", frozenset(p for p in granted if isinstance(p, str)))
    if on_server or "langgraph_auth_user" in settings:
        return Caller("anonymous", "none")
    return Caller(_own_user(), "local")


def one_line(value: Any, most: int = MOST_CHARS) -> str:
    """Return a name as one printable line, cut to length; empty for what is no text.

    Args:
        value: What was given.
        most: Characters that are kept.
    """
    if not isinstance(value, str):
        return ""
    return " ".join("".join(c if c.isprintable() else " " for c in value[: most * 4]).split())[:most]


def _of(user: Any, name: str) -> Any:
    """Read a field of a user, which is a mapping or an object; None where it has none or cannot be read."""
    try:
        return user.get(name) if isinstance(user, dict) else getattr(user, name, None)
    except Exception:
        return None


def _own_user() -> str:
    try:
        return one_line(getpass.getuser()) or "local"
    except (KeyError, OSError):
        return "local"
