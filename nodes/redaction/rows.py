"""Rows of one shape: where most items of a list or most lines of a table begin with a name, the others do too."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from nodes.redaction.names import COMMON, is_medicine
from nodes.redaction.spans import Span
from nodes.redaction.words import Sort, frequency, sorts

_NAME: Final = r"(?P<n>[^\W\d_][^\W\d_'’-]*(?:['’-][^\W\d_]+)*(?:,?[ ][A-ZÀ-Þ][\w'’-]{0,24}\.?){0,2})"
_ITEM: Final = re.compile(
    rf"(?:^|(?<=\n)|(?<=[.;,|•][ ]))[ ]{{0,4}}(?P<word>[A-Za-z]{{2,6}}\.?[ ])?#?(?:\d{{1,4}}[A-Za-z]?|[A-Z])(?P<sep>[).:]?[ ]?[–-]?[ ]{{1,3}}|[ ]?\|[ ]?){_NAME}"
)
_LINE: Final = re.compile(rf"(?:^|(?<=\n))(?P<word>)(?:[-*•][ ])?{_NAME}(?P<sep>[ ]{{2,}}|\t|[ ]?\|[ ]?|[ ][–—-][ ])")
_LEAST: Final = 2
_SHARE: Final = 0.6
"""How many items and which share of them begin with a name before the others are taken to."""
_PIECES: Final = re.compile(r"[^\W\d_]+")


def rows(text: str, names: Sequence[Span]) -> Iterator[Span]:
    """Find the names that stand where others of the same list or table do."""
    starts = {span.start for span in names if span.kind == "NAME"}
    if len(starts) < _LEAST:
        return
    for pattern in (_ITEM, _LINE):
        shapes: dict[tuple[str, str], list[re.Match[str]]] = defaultdict(list)
        for match in pattern.finditer(text):
            shapes[(match["word"] or "").strip(" .").lower(), " ".join(match["sep"].split())].append(match)
        for items in shapes.values():
            named = sum(match.start("n") in starts for match in items)
            if named < _LEAST or named < _SHARE * len(items):
                continue
            for match in items:
                if match.start("n") not in starts and (end := _end(text, match)) > match.start("n"):
                    yield Span(match.start("n"), end, "NAME")


def _end(text: str, item: re.Match[str]) -> int:
    """Return where the name of an item ends: behind its first word, and behind those after it that are not known."""
    end = item.start("n")
    for number, piece in enumerate(_PIECES.finditer(text, item.start("n"), item.end("n"))):
        low = piece[0].lower()
        about = frequency(low)
        plain = sorts((low,))[low] is Sort.KNOWN and (number or about.small and not (about.given or about.family))
        if not piece[0][0].isupper() or low in COMMON or plain or is_medicine(low):
            break
        end = piece.end()
    return end
