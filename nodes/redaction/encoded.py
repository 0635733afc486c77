"""Addresses and forms as they travel: read as what they say, with the way back to where it stands."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from nodes.redaction.spans import Span

_CODED: Final = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_RUN: Final = re.compile(r"\S+")
_PLUS: Final = re.compile(r"(?<=[\w.,!?%])\+(?=[\w%])(?![\w.+-]{0,64}@)")


class Decoded(NamedTuple):
    """A text without its codes."""

    text: str
    places: list[int]
    """Where each of its characters begins in the text that it came from, and where the last one ends."""

    def back(self, spans: list[Span]) -> list[Span]:
        """Return the spans as they lie in the text with the codes."""
        return [Span(self.places[span.start], self.places[span.end], span.kind) for span in spans]


def decoded(text: str) -> Decoded | None:
    """Return what a text says whose spaces and letters are written as codes (`%20`, `+` in a form), or none when it has none of them."""
    if "+" in text and "=" in text:
        plain = _RUN.sub(lambda run: _PLUS.sub(" ", run[0]) if "=" in run[0] else run[0], text)
    else:
        plain = text
    if "%" not in plain or _CODED.search(plain) is None:
        return Decoded(plain, list(range(len(plain) + 1))) if plain != text else None
    out: list[str] = []
    places: list[int] = []
    at = 0
    for match in _CODED.finditer(plain):
        out.append(plain[at : match.start()])
        places += range(at, match.start())
        start = match.start()
        for letter in bytes.fromhex(match[0].replace("%", "")).decode(errors="surrogateescape"):
            length = 3 * len(letter.encode(errors="surrogateescape"))
            out.append(letter if letter.isprintable() or letter in "\n\t" else "\ufffd")
            places.append(start)
            start += length
        at = match.end()
    out.append(plain[at:])
    places += range(at, len(plain) + 1)
    return Decoded("".join(out), places)
