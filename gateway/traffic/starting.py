"""Which requests make the server start runs, how many, and which runs those were."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, Final

from gateway.traffic.who import EVERYONE

_ONE: Final = re.compile(r"(?:/threads/[^/]+)?/runs(?:/wait|/stream)?/?")
_MANY: Final = re.compile(r"/runs/batch/?")
_COMMANDS: Final = re.compile(r"/threads/[^/]+/commands/?")
_STARTING: Final = ("run.start", "input.respond")
"""Commands of the event streaming protocol that start a run."""
_LOCATED: Final = re.compile(r"/runs/([0-9a-fA-F-]{36})(?:$|/)")


def runs_started(method: str, path: str, body: bytes) -> int:
    """Return how many runs a request would start."""
    if method != "POST":
        return 0
    if _ONE.fullmatch(path):
        return 1
    if _MANY.fullmatch(path):
        batch = _json(body)
        return max(1, len(batch)) if isinstance(batch, list) else 1
    if _COMMANDS.fullmatch(path):
        return command_starts(_json(body))
    return 0


def command_starts(command: Any) -> int:
    """Return how many runs a command of the event streaming protocol would start."""
    return int(isinstance(command, dict) and command.get("method") in _STARTING)


def located(headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    """Return the run that an answer's headers name."""
    for name, value in headers:
        if name.lower() == b"content-location" and (found := _LOCATED.search(value.decode("latin-1"))):
            return found[1].lower()
    return None


def named(body: bytes) -> list[str]:
    """Return the runs that an answer's body names: of a batch, or of a command."""
    answer = _json(body)
    rows = answer if isinstance(answer, list) else [answer.get("result")] if isinstance(answer, dict) else []
    return [str(row["run_id"]).lower() for row in rows if isinstance(row, dict) and row.get("run_id")]


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


async def unfinished() -> set[str] | None:
    """Return the ids of the runs that the server has waiting or running, or None when this server keeps them elsewhere."""
    runs = await _runs()
    return None if runs is None else {str(run["run_id"]) for run in runs if run["status"] in ("pending", "running")}


async def owner_of(run_id: str) -> str | None:
    """Return the identity that the server verified when a run was made, or None; a run's metadata is its maker's to choose."""
    for run in await _runs() or ():
        if str(run["run_id"]) == run_id:
            found = run["kwargs"].get("config", {}).get("configurable", {}).get("langgraph_auth_user_id")
            return str(found) if found and found != EVERYONE else None
    return None


async def _runs() -> list[dict[str, Any]] | None:
    from langgraph_runtime.database import connect  # type: ignore[import-untyped]

    async with connect() as connection:
        store = getattr(connection, "store", None)
        return None if store is None else list(store["runs"])
