"""What a request may say in a run's `config`: LangGraph takes a name that it does not know there for one of `configurable`, over the server's own.

On the stock server `{"config": {"thread_id": "another's"}}` reads and writes another's thread, and `{"config": {"langgraph_auth_user": …}}`
takes the place of the user that was verified.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from gateway.traffic.refusal import PASSED, Refusal

ALLOWED: Final = frozenset({"configurable", "metadata", "tags", "recursion_limit", "max_concurrency", "run_name"})
"""Names that may stand directly in `config`."""
_ROUTES: Final = re.compile(r"/(?:threads/[^/]+/(?:runs|commands|state|history|stream)|runs|assistants|a2a|mcp)(?:/.*)?", re.DOTALL)
"""Routes whose bodies hold settings of runs."""
_THREAD: Final = re.compile(r"/threads/([^/]+)/")
_SERVERS_OWN: Final = re.compile(r"__.*|langgraph_.*|thread_id", re.DOTALL)
"""Names within settings that only the server sets."""
_HOLDERS: Final = ("params", "payload", "command")
"""What a command, or a cron, puts around the settings."""
_DEEPEST: Final = 4


def check(path: str, body: Any) -> object:
    """Look at the settings in a request's body.

    Args:
        path: The request's path; a checkpoint may name its thread and no other.
        body: The parsed body.

    Returns:
        `PASSED`.

    Raises:
        Refusal: 422 if a setting is the server's own to make.
    """
    if not _ROUTES.fullmatch(path):
        return PASSED
    thread = found[1] if (found := _THREAD.match(path)) else ""
    for place, settings in _settings(body):
        for name, value in settings.items():
            if place == "config" and name not in ALLOWED:
                raise _refusal(place, name, f"Known there are {', '.join(sorted(ALLOWED))}.")
            of_this_thread = place == "checkpoint" and name == "thread_id" and str(value).lower() == thread.lower()
            if place != "config" and _SERVERS_OWN.fullmatch(name) and not of_this_thread:
                raise _refusal(place, name, "It is the server's own to set.")
    return PASSED


def _refusal(place: str, name: str, way_out: str) -> Refusal:
    return Refusal(422, "run_config", f"{name[:60]!r} cannot stand in {place}. {way_out}")


def _settings(body: Any, depth: int = 0) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every group of settings in a body, with the name of its place."""
    if depth > _DEEPEST:
        return
    if isinstance(body, list):
        for part in body:
            yield from _settings(part, depth + 1)
    if not isinstance(body, dict):
        return
    for place in ("config", "context", "checkpoint"):
        if isinstance(settings := body.get(place), dict):
            yield place, settings
            if place == "config" and isinstance(own := settings.get("configurable"), dict):
                yield "configurable", own
    for holder in _HOLDERS:
        yield from _settings(body.get(holder), depth + 1)
