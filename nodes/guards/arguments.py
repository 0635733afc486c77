"""`refused_arguments`: whether a tool call's arguments are plain values. A model that was talked into something carries it in these."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Final

from nodes.guards.instructions import instructed
from nodes.guards.leaks import leaks

LONGEST: Final = 2_000
"""Characters of all arguments of a call together, as JSON."""
_DEEPEST: Final = 3
_MOST: Final = 40
"""Values of a call, those within its objects included."""
_NAME_WORDS: Final = 10
_NAMES: Final = frozenset({"drug", "drug_a", "drug_b"})
_MARKS: Final = frozenset(" '\u2019/,.+()%&-:[]*")
"""What a drug's, herb's, food's or substance's name may hold beside letters and figures."""
_ELSEWHERE: Final = re.compile(
    r"\b(?:https?|ftp|file|data|javascript|mailto|ssh):|\bwww\.|[\w.+-]+@[\w-]+\.\w|(?:^|\s)(?:~|\.{1,2})?/(?:[\w.-]+/)*[\w.-]+|\.\.[/\\]|\b[A-Za-z]:\\|\\\\\w",
    re.I,
)
_CODE: Final = re.compile(
    r"\{\{|\}\}|\$\{|\$\(|`|<[/!?a-zA-Z|]|;\s*\w+\s*[(=-]|\|\|?\s*\w+\s|&&|--\s|\bselect\b.+\bfrom\b|\bdrop\s+table\b|%[0-9a-f]{2}%", re.I
)


def refused_arguments(given: Any, known: Mapping[str, Any]) -> str:
    """Say why a tool may not be called with these arguments.

    Args:
        given: The arguments as the model wrote them.
        known: The tool's parameters by name.

    Returns:
        The reason, for the model; empty when they are plain values. Types and lengths are checked by the tool's own schema as well.
    """
    if not isinstance(given, Mapping):
        return "the arguments are no object"
    if extra := sorted(str(k)[:40] for k in given if k not in known):
        return f"it has no argument {extra[0]!r}"
    values = list(_values(given))
    if len(values) > _MOST or len(json.dumps(given, default=str)) > LONGEST:
        return "the arguments are too long"
    for name, value, depth in values:
        if depth > _DEEPEST:
            return f"{name} is nested too deeply"
        if isinstance(value, float) and not math.isfinite(value):
            return f"{name} is no number"
        if isinstance(value, str) and (reason := _refused_text(name, value)):
            return f"{name} {reason}"
    return ""


def _refused_text(name: str, text: str) -> str:
    if any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co") for c in text):
        return "holds control characters"
    if _ELSEWHERE.search(text) or _CODE.search(text):
        return "holds an address, a path or code; give plain words"
    if instructed(text):
        return "holds instructions; give plain words"
    if leaks(text):
        return "holds what may not be passed on"
    if name in _NAMES and not _is_name(text.strip()):
        return "is not a name; give one drug's name"
    return ""


def _is_name(text: str) -> bool:
    return text[:1].isalnum() and all(c.isalnum() or c in _MARKS for c in text) and len(text.split()) <= _NAME_WORDS


def _values(value: Any, name: str = "", depth: int = 0) -> Iterator[tuple[str, Any, int]]:
    """Yield each plain value, and each key of an inner object, with the argument that it belongs to and how deep it lies."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if depth:
                yield name, str(key), depth
            yield from _values(inner, name or str(key), depth + 1)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _values(inner, name, depth + 1)
    else:
        yield name, value, depth
