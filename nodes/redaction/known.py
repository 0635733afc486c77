"""What was once recognised stays recognised: a name behind a title is taken out where it stands alone later, and so is a number without its label.

A question says "Mrs. Doe, MRN 1234567"; a tool call made of it says only "doe". The last few hundred values are kept, in this process's memory alone.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import Final

from nodes.redaction.names import is_medicine
from nodes.redaction.spans import Kind, Span
from nodes.redaction.words import Sort, frequency, sorts

MOST: Final = 512
"""How many values are kept; the oldest goes first."""
_SHORTEST: Final = 4
_LEAST: Final = 6
_SELDOM: Final = 20_000
"""How often a name that is a word too may stand in the corpus to be known again in small letters."""
_MOST_CHARS: Final = 120
_WORDED: Final[dict[Kind, int]] = {"NAME": 4, "ADDRESS": 5, "EMAIL": 5, "URL": 6}
"""Kinds whose words tell by themselves, and how long such a word is at least."""
_PIECES: Final = re.compile(r"[^\W_]+")
_KEPT_KINDS: Final[frozenset[Kind]] = frozenset({"NAME", "SSN", "MRN", "INSURANCE", "DEVICE", "PHONE", "EMAIL", "ID", "URL", "ADDRESS"})


class Known:
    """The values that were recognised lately; safe for threads."""

    def __init__(self) -> None:
        """Begin with none."""
        self.version = 0
        """Changes with what is known."""
        self._values: OrderedDict[str, tuple[str, Kind]] = OrderedDict()
        self._lock = threading.Lock()

    def learn(self, value: str, kind: Kind) -> None:
        """Keep a value that was recognised."""
        if kind not in _KEPT_KINDS:
            return
        for word, whole in _telling(value, kind):
            with self._lock:
                self.version += self._values.pop(word, None) != (whole, kind)
                self._values[word] = (whole, kind)
                if len(self._values) > MOST:
                    self._values.popitem(last=False)

    def find(self, text: str, words: frozenset[str]) -> Iterator[Span]:
        """Find values that were recognised before."""
        with self._lock:
            hits = {word: self._values[word] for word in self._values.keys() & words}
        if not hits:
            return
        for piece in _PIECES.finditer(text):
            if (hit := hits.get(piece[0].lower())) is None:
                continue
            whole, kind = hit
            start = piece.start() - whole.lower().index(piece[0].lower())
            end = start + len(whole)
            if (
                start >= 0
                and text[start:end].lower() == whole.lower()
                and not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())
            ):
                yield Span(start, end, kind)

    def forget(self) -> None:
        """Forget all."""
        with self._lock:
            self._values.clear()
            self.version += 1


def _telling(value: str, kind: Kind) -> Iterator[tuple[str, str]]:
    """Yield the words by which a value is found again, each with what is then taken out."""
    told = set()
    for word in _PIECES.findall(value) if kind in _WORDED else ():
        low = word.lower()
        # A word of the language tells nothing when it stands alone.
        if word.isalpha() and len(word) >= _WORDED[kind] and sorts((low,))[low] in (Sort.NAME, Sort.UNKNOWN) and not is_medicine(word):
            told.add(low)
            yield low, word
    if kind == "NAME":
        return
    pieces = [p for p in _PIECES.findall(value) if len(p) >= _SHORTEST]
    # Short numbers stand for many things; only long values are known again.
    if pieces and _LEAST <= len(value) <= _MOST_CHARS:
        longest = max(pieces, key=len).lower()
        if longest not in told:
            yield longest, value


def repeated(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Find the words of names that a text has, written the same way, where they stand alone in it: those with a capital that are no plain words.

    Args:
        text: The text.
        spans: What was found in it.
    """
    covered = [span for span in spans if span.kind == "NAME"]
    parts = {word for span in covered for word in _PIECES.findall(text[span.start : span.end]) if len(word) > 2}
    about = sorts({part.lower() for part in parts})
    parts = {
        part
        for part in parts
        if about[part.lower()] is not Sort.KNOWN
        and not is_medicine(part)
        and (not part.islower() or len(part) > 3 and frequency(part).english < _SELDOM)
    }
    if not parts:
        return
    places = {(m.start(), m.end()) for m in _PIECES.finditer(text) if m[0] in parts}
    inside = {at for span in covered for at in range(span.start, span.end)}
    for start, end in sorted(places):
        # "Rose" opens a sentence too: a word that is a name as well is one where a capital is not owed to the place.
        plain = about[text[start:end].lower()] is Sort.EITHER and _OPENS.search(text[max(0, start - 4) : start])
        if start not in inside and not plain:
            yield Span(start, end, "NAME")


_OPENS: Final = re.compile(r"(?:^|[.!?\n])\s*$")
