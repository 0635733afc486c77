"""People by default: a word with a capital that the closed vocabulary does not have goes as a name, and so do frequent names in small letters.

A word that is a name as well as a word needs a second sign: a name beside it, a capital in the middle of a sentence, a verb of saying behind it.
From each name found its neighbours are taken: initials, particles, the other half of a hyphen, the given name behind a comma.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from nodes.redaction.names import is_medicine
from nodes.redaction.neighbours import DOSE, belongs, is_romanised, pairs, step, with_nickname
from nodes.redaction.signs import (
    KIN_BEHIND,
    announced,
    has_person_before,
    is_at_start,
    is_frequent,
    is_in_bed,
    is_kins,
    is_login,
    is_nickname,
    is_small_couple,
    second_sign,
)
from nodes.redaction.spans import Span
from nodes.redaction.taken import is_taken
from nodes.redaction.tokens import Words, read
from nodes.redaction.words import Sort, frequency, sorts

_HUMP: Final = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PREFIX: Final = re.compile(r"(?:Mc|Mac|De|Di|Du|La|Le|Van|Von|Fitz|St|O['’]|D['’]|N['’]|L['’]|[A-Z]['’])(?=[A-Z])")
_LONG_CAPITALS: Final = 6
"""An unknown word all in capitals is an abbreviation as long as it is shorter."""
_SCRIPTS: Final = re.compile(r"[₀-₉⁰-⁹²³¹]")
"""Figures above and below the line: `CHA₂DS₂-VASc`."""
_FORM: Final = re.compile(r"(?:ing|ated|ized|ised|ly)$")


def strangers(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find people's names by what is no known word."""
    found = Words(text, read(text))
    done = -1
    for number in range(len(found.tokens)):
        if number <= done or not is_seed(found, number):
            continue
        first, last = number, number
        while first - 1 > done and belongs(found, first - 1, first, left=True):
            first -= 1
        while last + 1 < len(found.tokens) and (more := step(found, last)):
            last += more
        done = last
        yield Span(with_nickname(text, found.tokens[first].start), found.tokens[last].end, "NAME")


def is_seed(found: Words, number: int) -> bool:
    """Say whether a word is a name by itself."""
    token = found.tokens[number]
    if is_kins(found, number) or is_nickname(found, number) or is_romanised(found, number):
        return True
    if token.sort is Sort.KNOWN or len(token.word) < 2 or not token.low.isascii() and _SCRIPTS.search(token.low):
        return False
    if token.capital and not token.capitals and KIN_BEHIND.match(found.text, token.end):
        return True
    if token.capital and pairs(found, number):
        return True
    if len(token.word) < 3 and token.capital:
        return token.sort is not Sort.UNKNOWN and not token.capitals and second_sign(found, number)
    if humps := _humps(token.word):
        return any(frequency(piece).given and sorts((piece,))[piece] is Sort.NAME for piece in humps if len(piece) > 3)
    if not token.capital:
        if _in_compound(found, number):
            return False
        return (
            token.sort is Sort.NAME
            and is_frequent(found, token)
            or announced(found, number)
            or is_login(token)
            and not found.foreign
            or is_small_couple(found, number)
        )
    if found.is_things(number):
        return False
    if token.sort is Sort.NAME:
        return not (token.capitals and len(token.word) < 4)
    if token.sort is Sort.EITHER:
        return second_sign(found, number)
    if found.by_digits(token) or _FORM.search(token.low) and is_at_start(found, number):
        return False
    if token.capitals and is_in_bed(found, number):
        return True
    if len(token.word) < (_LONG_CAPITALS if token.capitals else 4):
        return not token.capitals and number > 0 and has_person_before(found, number)
    if is_medicine(token.word):
        return False
    return not DOSE.match(found.text, token.end) and not is_taken(found.text, token.start, token.end) and not found.medicine(token)


def _in_compound(found: Words, number: int) -> bool:
    """Say whether a word in small letters is joined by a hyphen to one that is no name: `amber-fox`."""
    for one, two, other in ((number, number + 1, number + 1), (number - 1, number, number - 1)):
        if 0 <= one and two < len(found.tokens):
            between = found.text[found.tokens[one].end : found.tokens[two].start]
            word = found.tokens[other]
            if between == "-" and word.word.islower() and word.sort is not Sort.NAME:
                return True
    return False


def _humps(word: str) -> list[str]:
    """Return the pieces of a word of code, in small letters; none of a name such as McNeil."""
    if word.isupper() or word[1:].islower():
        return []
    rest = _PREFIX.sub("", word, count=1) if _PREFIX.match(word) else word
    if rest[1:].islower() or rest.isupper() or "'" in rest or "’" in rest:
        return []
    return [piece.lower() for piece in _HUMP.split(word) if piece]
