"""Redaction of one text: every finder looks at it as it is, and what they find is replaced at once."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from nodes.redaction.ages import ages_behind, high_ages
from nodes.redaction.births import births, births_behind
from nodes.redaction.claims import claims
from nodes.redaction.codes import codes
from nodes.redaction.dates import old_dates
from nodes.redaction.encoded import decoded
from nodes.redaction.initials import initials
from nodes.redaction.kept_words import PHRASES
from nodes.redaction.keyed import keyed
from nodes.redaction.known import Known, repeated
from nodes.redaction.labels import Finder
from nodes.redaction.logins import logins
from nodes.redaction.names import names
from nodes.redaction.net import on_the_net
from nodes.redaction.numbers import insurance_parts, labelled, read_out, social_security
from nodes.redaction.places import addresses
from nodes.redaction.rows import rows
from nodes.redaction.segments import segments
from nodes.redaction.signatures import signatures
from nodes.redaction.spans import Kind, Span, replaced
from nodes.redaction.strangers import strangers
from nodes.redaction.telephones import telephones

LONGEST: Final = 2_000_000
"""Longest text that is read, in characters; a longer one is not let through."""
FINDERS: Final[tuple[Finder, ...]] = (
    segments,
    claims,
    keyed,
    on_the_net,
    births,
    telephones,
    addresses,
    social_security,
    labelled,
    insurance_parts,
    read_out,
    high_ages,
    names,
    old_dates,
    logins,
    initials,
    signatures,
    strangers,
    codes,
)
KNOWN: Final = Known()
_REPEATED: Final = 8_000
"""Longest text whose redaction is kept for when it comes again, in characters."""

_THINGS: Final = re.compile(
    rf"\b(?:(?:st|saint)\.?[ _-]{{0,2}}john['’_-]?s?[ _-]{{0,2}}wort|(?:{PHRASES.replace(' ', '[ –-]')})(?!\w))", re.I
)
_WORDS: Final = re.compile(r"[^\W_]+")


class TooLargeError(ValueError):
    """A payload that is too long or too deep to be read with certainty."""


def clean(text: str, keep: frozenset[Kind] = frozenset()) -> str:
    """Take the identifiers out of a text.

    Args:
        text: The text.
        keep: Kinds that stay.

    Returns:
        The text with a mark such as `[NAME]` in the place of each.

    Raises:
        TooLargeError: If it is longer than `LONGEST`.
    """
    if len(text) > LONGEST:
        raise TooLargeError(f"a text of {len(text)} characters")
    # A state is redacted at every step of a run, and most of its texts stay as they were.
    return _cleaned(text, keep, KNOWN.version) if len(text) <= _REPEATED else _clean(text, keep)


@lru_cache(maxsize=2048)
def _cleaned(text: str, keep: frozenset[Kind], version: int) -> str:
    return _clean(text, keep)


def _clean(text: str, keep: frozenset[Kind]) -> str:
    said = decoded(text)
    if said is not None and (spans := _found(said.text, keep)):
        return replaced(text, said.back(spans))
    spans = _found(text, keep)
    return replaced(text, spans) if spans else text


def _found(text: str, keep: frozenset[Kind]) -> list[Span]:
    words = frozenset(_WORDS.findall(text.lower()))
    if not words:
        return []
    spans = [span for find in FINDERS for span in find(text, words) if span.kind not in keep]
    spans += [span for find in (births_behind, ages_behind) for span in find(text, spans) if span.kind not in keep]
    spans = _without_things(text, spans)
    spans += [span for span in rows(text, spans) if span.kind not in keep]
    spans += [span for span in repeated(text, spans) if span.kind not in keep]
    for span in spans:
        KNOWN.learn(text[span.start : span.end], span.kind)
    spans += [span for span in KNOWN.find(text, words) if span.kind not in keep]
    return _without_things(text, spans)


def _without_things(text: str, spans: list[Span]) -> list[Span]:
    """Return the spans but those inside the name of a herb or an illness that bears a person's."""
    things = [(match.start(), match.end()) for match in _THINGS.finditer(text)] if spans else []
    if not things:
        return spans
    inside = {at for start, end in things for at in range(start, end)}
    return [span for span in spans if span.kind != "NAME" or not (span.start in inside and span.end - 1 in inside)]


def forget() -> None:
    """Forget what was recognised and what was redacted."""
    KNOWN.forget()
    _cleaned.cache_clear()


def spans_of(text: str) -> list[Span]:
    """Return what the finders find in a text, for tests and for those who want to know why."""
    words = frozenset(_WORDS.findall(text.lower()))
    return [span for find in FINDERS for span in find(text, words)]
