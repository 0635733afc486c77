"""What was once recognised stays recognised: a name behind a title is taken out where it stands alone later, and so is a number without its label.

A question says "Mrs. Doe, MRN 1234567"; a tool call made of it says only "doe". The last few hundred values are kept, in this process's memory alone.
"""

from __future__ import annotations

import re
import sys
import threading
from collections import OrderedDict
from collections.abc import Iterator
from typing import Final

from nodes.redaction.names import COMMON, is_medicine, opened_base
from nodes.redaction.spans import Kind, Span

MOST: Final = 512
"""How many values are kept; the oldest goes first."""
_SHORTEST: Final = 4
_LEAST: Final = 6
_MOST_CHARS: Final = 120
_WORDED: Final[dict[Kind, int]] = {"NAME": 4, "ADDRESS": 5, "EMAIL": 5, "URL": 6}
"""Kinds whose words tell by themselves, and how long such a word is at least."""
_PIECES: Final = re.compile(r"[^\W_]+")
_ORDINARY: Final = frozenset(
    """april august baker bell berry best black blue bond brown bush carter chance church cole cook cross dale day dean drew early east faith field fields
    fish fisher ford forest fox france frank free frost gene glass gold good grace grant gray green grey guy hand hardy harm head hill holder hope hunter
    james joy june king knight lake lamb lane law lead lee little long love low march mark mason mercy miles mill miller moon moss north page park
    penny pierce pitt pool poor pope porter potter power powers price rain ray read reed rice rich river rivers rock rose royal sage salt sand short
    street avenue road lane drive boulevard court terrace place square circle highway parkway apartment suite floor north east northeast southeast
    portal patients chart charts example photos photo https http clinic login mailto profile account home page index html records record
    health singer small smart snow south sparks spring star stone street strong summer sunny swift taylor temple turner vale violet wade walker walls ward
    waters weeks west wheat white wise wolf wood woods word yard young drug acid type iron gold pump note test base body cell core data form""".split()
)
"""Names that are ordinary words as well; they are taken out where their place tells, and not elsewhere."""
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
            hits = [self._values[word] for word in self._values.keys() & words]
        for whole, kind in hits:
            for match in re.finditer(rf"(?<![^\W_]){re.escape(whole)}(?![^\W_])", text, re.I):
                yield Span(match.start(), match.end(), kind)

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
        if word.isalpha() and len(word) >= _WORDED[kind] and low not in COMMON and low not in _ORDINARY and not is_medicine(word):
            if not _is_plain(low, kind):
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


def _is_plain(word: str, kind: Kind) -> bool:
    """Say whether a word tells nothing when it stands alone, because it is a word of the language."""
    if word in getattr(sys.modules.get("models.embedded.lexicon"), "PLAIN_WORDS", ()):
        return True
    base = None if kind == "NAME" else opened_base()  # the corpus has people's names too
    return base is not None and bool(base.frequency(word))
