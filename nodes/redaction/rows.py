"""Names in a row: where most items of a list or most lines of a table begin with a name the others do too, and so does what is told in one breath."""

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
    rf"(?:^|(?<=\n)|(?<=[.:;,|•][ ]))[ ]{{0,4}}(?P<word>[A-Za-z]{{2,6}}\.?[ ])?#?(?:\d{{1,4}}[A-Za-z]?|[A-Z])"
    rf"(?P<sep>[).:]?[ ]?[–-]?[ ]{{1,3}}|[ ]?\|[ ]?){_NAME}"
)
_LINE: Final = re.compile(rf"(?:^|(?<=\n))(?P<word>)(?:[-*•][ ])?{_NAME}(?P<sep>[ ]{{2,}}|\t|[ ]?\|[ ]?|[ ][–—-][ ])")
_LEAST: Final = 2
_SHARE: Final = 0.5
"""How many items and which share of them begin with a name before the others are taken to."""
_JOINED_BEFORE: Final = re.compile(
    r"(?<![\w.'’-])(?P<n>[A-ZÀ-Þ][^\W\d_]{2,14})(?:,[ ]|,?[ ](?:and|&|or|und|y|et|/)[ ])(?:(?:Mr|Mrs|Ms|Dr)\.?[ ])?$"
)
_JOINED_BEHIND: Final = re.compile(
    r"(?:,[ ]|,?[ ](?:and|&|or|und|y|et|/)[ ])(?P<n>[A-ZÀ-Þ][^\W\d_]{2,14})(?=[,.;)]|[ ][a-z(–—-]|$)(?!,?[ ]\d)"
)
_REACH: Final = 32
_GIVEN: Final = 0.002
"""Share of bearers from which on a given name that is a word is one beside a name."""
_PIECES: Final = re.compile(r"[^\W\d_]+")


def rows(text: str, names: Sequence[Span]) -> Iterator[Span]:
    """Find the names that stand where others of the same list or table do."""
    yield from _beside(text, names)
    covered = {at for span in names if span.kind == "NAME" for at in range(span.start, span.end)}
    if len(covered) < _LEAST:
        return
    for pattern in (_ITEM, _LINE):
        shapes: dict[tuple[str, str], list[re.Match[str]]] = defaultdict(list)
        for match in pattern.finditer(text):
            shapes[(match["word"] or "").strip(" .").lower(), " ".join(match["sep"].split())].append(match)
        for items in shapes.values():
            named = sum(match.start("n") in covered for match in items)
            if named < _LEAST or named < _SHARE * len(items):
                continue
            for match in items:
                if match.start("n") not in covered and (end := _end(text, match)) > match.start("n"):
                    yield Span(match.start("n"), end, "NAME")


def _beside(text: str, names: Sequence[Span]) -> Iterator[Span]:
    """Find given names that are words as well, and are told in one breath with a name: `Violet, Ezekiel & Mrs. Kim`."""
    for span in names:
        if span.kind != "NAME":
            continue
        for match in (_JOINED_BEFORE.search(text[max(0, span.start - _REACH) : span.start]), _JOINED_BEHIND.match(text, span.end)):
            if match is None:
                continue
            low = match["n"].lower()
            about = frequency(low)
            if about.given >= _GIVEN and not about.medicine and low not in COMMON and sorts((low,))[low] is not Sort.KNOWN:
                at = match.start("n") + (max(0, span.start - _REACH) if match.re is _JOINED_BEFORE else 0)
                yield Span(at, at + len(match["n"]), "NAME")


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
