"""What a pattern finds in a text: a span of a kind; and how overlapping spans become one replacement each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

Kind = Literal["NAME", "DOB", "AGE", "PHONE", "EMAIL", "ADDRESS", "SSN", "MRN", "INSURANCE", "DEVICE", "ID", "URL", "IP"]
"""The kinds of identifiers, as they stand in a redacted text: `[NAME]`."""

OVER_89: Final = "[AGE over 89]"
"""What an age over 89 becomes: it names a person by itself (45 CFR 164.514(b)(2)(i)(C)), while its being high still matters to a dose."""


class Span(NamedTuple):
    """A piece of a text that identifies somebody."""

    start: int
    end: int
    kind: Kind


def mark(kind: Kind) -> str:
    """Return what stands in the place of an identifier."""
    return OVER_89 if kind == "AGE" else f"[{kind}]"


def replaced(text: str, spans: Iterable[Span]) -> str:
    """Put marks in the place of spans; those that overlap become one, named after the one that begins first."""
    out: list[str] = []
    at = 0
    held: Span | None = None
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if held is not None and span.start < held.end:
            held = Span(held.start, max(held.end, span.end), held.kind)
            continue
        if held is not None:
            out += [text[at : held.start], mark(held.kind)]
            at = held.end
        held = span
    if held is None:
        return text
    return "".join([*out, text[at : held.start], mark(held.kind), text[held.end :]])
