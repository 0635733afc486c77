"""Limits and times: on which side of a number something is banned or spared, and a time that is only the least of several."""

from __future__ import annotations

import re
from typing import Final

from knowledge.comparisons import comparisons
from nodes.checks.allowance import BAN_SAID, SPARES
from nodes.checks.signs import denied_at

_SO_LONG: Final = re.compile(
    r"\b(?P<span>\d+ (?:hours?|days?|weeks?|months?)) only\b"
    r"|\b(?:only|just) (?:for )?(?P<span2>\d+ (?:hours?|days?|weeks?|months?))\b",
    re.I,
)
_LONGER: Final = re.compile(r"\bor until\b|\bwhichever\b|\bat least\b|\blonger\b|\bor more\b", re.I)
_ABOVE: Final = re.compile(r"\b(?:above|over|more|greater|higher|exceed\w*|beyond)\b|>", re.I)


def only_so_long(text: str, claims: str) -> str:
    """Catch a time that the evidence names as one end of several, or as the least, said to be all."""
    for match in _SO_LONG.finditer(text):
        span = match["span"] or match["span2"]
        where = [s for s in re.split(r"[.;](?=\s|$)", claims) if span.lower() in s.lower()]
        if where and not denied_at(text, match.start()) and all(_LONGER.search(s) for s in where):
            return f"Says {match.group()!r}; the evidence asks for more."
    return ""


def _limits(text: str) -> set[tuple[str, float, str]]:
    """Return what is said at which side of which limit: `ban` or `spare`, the number, `up` or `down`."""
    found: set[tuple[str, float, str]] = set()
    for clause in re.split(r"[.;:!?](?=\s|$)|,", text):
        kinds = {name for name, pattern in (("ban", BAN_SAID), ("spare", SPARES)) if pattern.search(clause)}
        if len(kinds) == 1:
            for value, _, way, words in comparisons(clause):
                if not re.search(r"(?:\bto\b|-|\u2013)", words):
                    kind = next(iter(kinds))
                    beyond = "up" if kind == "ban" and _ABOVE.search(words) else way  # 'do not exceed 20' bans what is above
                    found.add((kind, value, beyond))
    return found


def limit_turned(text: str, claims: str) -> str:
    """Catch a ban or a freedom on the other side of a limit than the evidence has it."""
    known = _limits(claims)
    for kind, value, way in _limits(text):
        other = "down" if way == "up" else "up"
        if (kind, value, other) in known and (kind, value, way) not in known:
            return f"Puts {value:g} on the other side than the evidence."
    return ""
