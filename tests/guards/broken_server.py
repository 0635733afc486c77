"""The server's app and authentication, with guards that can be broken; the test's `langgraph.json` names it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from nodes.guards import closing
from tests.guards.breaking import any_hangs, breakable
from tests.guards.catalogue import EARLY, GUARDS

SHORT_SECONDS: Final = 0.4
"""Longest that a guard may take while one is made to hang; a sound one is given its usual time, for the machine may be busy."""
_closed = closing.closed


async def _closed_sooner(*args: Any, seconds: float | None = None, **more: Any) -> Any:
    return await _closed(*args, seconds=SHORT_SECONDS if any_hangs() else seconds, **more)


# Before anything imports it.
_sooner: Callable[..., Any] = _closed_sooner
closing.closed = _sooner
for _name in EARLY:  # what authentication takes hold of when it is imported
    breakable(_name)

from gateway.identity import auth as authentication  # noqa: E402
from gateway.server import app  # noqa: E402

for _guard in GUARDS:
    if _guard.name not in EARLY:
        breakable(_guard.name)
auth = authentication.auth

__all__ = ["app", "auth"]
