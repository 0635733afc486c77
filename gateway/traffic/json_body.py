"""Bodies that are JSON, before anything parses them: every route of the server takes JSON, and some fall over what is almost JSON.

The MCP route answers deep nesting and half a surrogate pair with a 500, because Python's own parser takes or breaks on what the others do not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

import orjson

from gateway.traffic.refusal import Refusal

DEPTH: Final = 100
"""Deepest nesting of lists and objects."""
_STRING: Final = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BRACKET: Final = re.compile(rb"[\[\]{}]")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A body that was looked at.

    Attributes:
        of: The body.
        value: What it says; None when there is none.
    """

    of: bytes
    value: Any


def check(body: bytes) -> Parsed:
    """Look at a body, and return it parsed.

    Raises:
        Refusal: 400 if it is no JSON in UTF-8, or nested too deeply.
    """
    if not body:
        return Parsed(body, None)
    if too_deep(body):
        raise Refusal(400, "json", f"The body is nested deeper than {DEPTH} levels.")
    try:
        return Parsed(body, orjson.loads(body))
    except orjson.JSONDecodeError:
        raise Refusal(400, "json", "The body is not valid JSON in UTF-8.") from None


def too_deep(body: bytes) -> bool:
    """Say whether brackets outside of strings are nested deeper than allowed."""
    if body.count(b"[") + body.count(b"{") <= DEPTH:
        return False
    depth = 0
    for bracket in _BRACKET.finditer(_STRING.sub(b"", body)):
        depth += 1 if bracket[0] in b"[{" else -1
        if depth > DEPTH:
            return True
    return False
