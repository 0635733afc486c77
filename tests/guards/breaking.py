"""Breaks a guard of a running server, as a file says: which one, and how."""

from __future__ import annotations

import asyncio
import functools
import importlib
import inspect
import json
import os
import time
from pathlib import Path
from typing import Any, Final

SETTING: Final = "TEST_BROKEN_GUARD"
"""Names the file: `{"guard": …, "how": "raises" | "hangs" | "returns", "value": …}`, or nothing."""
SECRET: Final = "zyzzyva"
"""Stands in the message of what a broken guard raises; no client may see it."""


def broken(name: str | None = None) -> dict[str, Any] | None:
    """Say how a guard, or any, is broken at present, or None."""
    text = Path(os.environ[SETTING]).read_text()
    said: dict[str, Any] | None = json.loads(text) if text else None
    return said if said is not None and name in (None, said["guard"]) else None


def any_hangs() -> bool:
    """Say whether a guard is made to hang at present."""
    found = broken()
    return found is not None and found["how"] == "hangs"


def breakable(name: str) -> None:
    """Put something in a guard's place that can be broken.

    Args:
        name: `module:attribute`, or `module:Class.method`.
    """
    place, _, path = name.partition(":")
    owner: Any = importlib.import_module(place)
    *inner, attribute = path.split(".")
    for part in inner:
        owner = getattr(owner, part)
    guard = getattr(owner, attribute)

    @functools.wraps(guard)
    async def awaited(*args: Any, **more: Any) -> Any:
        how = broken(name)
        if how is None:
            return await guard(*args, **more)
        if how["how"] == "hangs":
            while broken(name):  # noqa: ASYNC110  (another process writes the file)
                await asyncio.sleep(0.02)
        return _done(how)

    @functools.wraps(guard)
    def called(*args: Any, **more: Any) -> Any:
        how = broken(name)
        if how is None:
            return guard(*args, **more)
        if how["how"] == "hangs":
            while broken(name):
                time.sleep(0.02)
        return _done(how)

    setattr(owner, attribute, awaited if inspect.iscoroutinefunction(guard) else called)


def _done(how: dict[str, Any]) -> Any:
    if how["how"] == "returns":
        return how["value"]
    raise RuntimeError(SECRET)
