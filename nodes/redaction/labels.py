"""What stands between a label and its value, and the patterns of the finders, compiled once.

Every pattern takes time in proportion to the text: each repetition is bounded or possessive, and no two that touch can match the same
characters. `tests/privacy/test_linear.py` measures it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

from nodes.redaction.spans import Span

GAP: Final = r"(?:[ \t]|\\[nrt]|\r?\n){0,6}"
"""Space between a label and its value; a value may stand on the next line, and the line end may be written out as in JSON."""
SEP: Final = (
    rf"""["'”)\]*_]{{0,3}}[ \t]{{0,6}}(?:\.{{4,40}}[ \t]{{0,6}})?(?:[:=#|.>–-]{{1,3}}[ \t]{{0,6}}){{0,3}}{GAP}"""
    r"""(?:(?:is|was|as|of)[ \t])?["'“(\[*_]{0,3}"""
)
"""What may stand between a label and its value."""
NUMBER_WORD: Final = r"(?:[ \t_-]?(?:numbers?|num|nos?\b\.?|nr\b\.?|n°|#|ids?\b|identifiers?|codes?))"

Finder = Callable[[str, frozenset[str]], Iterator[Span]]


@cache
def compiled(pattern: str, flags: int = re.I) -> re.Pattern[str]:
    """Return a pattern, compiled once."""
    return re.compile(pattern, flags)
