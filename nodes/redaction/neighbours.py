"""What belongs to a name beside it: initials, particles, the other half of a hyphen, the given name behind a comma."""

from __future__ import annotations

import re
from typing import Final

from nodes.redaction import kept_words as kept
from nodes.redaction.names import COMMON, PARTICLES
from nodes.redaction.signs import SAYS, is_at_start
from nodes.redaction.taken import is_taken
from nodes.redaction.tokens import Token, Words
from nodes.redaction.words import Sort, frequency

_SUFFIXES: Final = frozenset("jr sr ii iii iv".split())
_TIGHT: Final = re.compile(r"[-_.^]")
_PAIR_GAP: Final = re.compile(r" (?:[A-Z]\.? )?|,[ ]?")
_EITHER_COMMON: Final = frozenset("will may young first long".split())
DOSE: Final = re.compile(
    r"\s{1,2}\d{1,4}(?:[.,]\d{1,3})?[ ]?(?:m?c?g|µg|ml|iu|units?|meq|mmol|tab|cap)\b|\s{1,2}\d{1,3}(?:[.,]\d{1,3})?[ ]?%", re.I
)
"""A dose behind an unknown word makes it a medicine."""
_LEVEL: Final = re.compile(r"[ ]\d{1,3}\.\d")
"""A value behind a letter makes it an analyte: `BANKOLE T K 3.2`."""
_INITIAL: Final = re.compile(r"[ ][A-Z](?![\w.])")
_CELL_END: Final = re.compile(r"(?:[ ][A-Z]\.?)?[ ]{0,3}(?:$|[\t|\n;\"(]|[ ]{2})")
_VALUE: Final = re.compile(r"[ ]?[\d:=<>]")
_NICKNAME: Final = re.compile(r"\b(?:[Ll]i['’]?l|[Oo]l|[Bb]ig)['’]?[ ]$")
_TRANSLATED: Final = frozenset(
    """two three four five red black white yellow blue brown grey gray iron little big running standing sitting walking spotted good bad long crazy lone high
    looking thunder eagle bear wolf buffalo elk hawk crow horse bull swift strong whirlwind rising many left""".split()
)
"""What families' names begin with that were translated word by word: Two Bulls, Standing Bear."""
_SHORT: Final = 3
"""How long a word is at most that is a syllable of a name too: `Nguyen, An Binh`."""
_ROMANISED: Final = 6
"""How long half of a romanised given name is at most."""
_OFTEN_BORNE: Final = 0.01
_SELDOM: Final = 2_000
_SELDOM_INSIDE: Final = 80_000
"""How often a word may stand in the corpus that is taken for a given name before a family name: at a sentence's start, and inside one."""


def step(found: Words, last: int) -> int:
    """Return how many words behind a name belong to it: none, one, or a particle and what it leads to."""
    tokens = found.tokens
    if belongs(found, last + 1, last, left=False):
        return 1
    if tokens[last].low in PARTICLES and last + 1 < len(tokens):  # María de los Ángeles
        led = tokens[last + 1]
        return int(led.capital and led.capitals == tokens[last].capitals and led.low not in COMMON and found.gap(last, last + 1) == " ")
    for count in (1, 2):
        if last + count + 1 >= len(tokens) or tokens[last + count].low not in PARTICLES:
            return 0
        if found.gap(last + count - 1, last + count) is None:
            return 0
        if tokens[last + count + 1].capital and belongs(found, last + count + 1, last + count, left=False):
            return count + 1
    return 0


def belongs(found: Words, number: int, beside: int, *, left: bool) -> bool:
    """Say whether a word belongs to the name that its neighbour is part of."""
    if number >= len(found.tokens):
        return False
    token, other = found.tokens[number], found.tokens[beside]
    gap = found.gap(number, beside) if left else found.gap(beside, number)
    if gap is None:
        return False
    if len(token.word) == 1:
        if not left and _LEVEL.match(found.text, token.end):
            return False
        if "," in gap and (left or _VALUE.match(found.text, token.end)) or gap.startswith(".") and not left and len(other.word) > 3:
            return False
        if (
            found.text[token.end : token.end + 1].isdigit()
            or found.text.startswith("/", token.end)
            or found.text[token.start - 1 : token.start].isdigit()
        ):
            return False
        dotted = found.text[token.end : token.end + 1] in (".", "-") or "." in gap or "^" in gap
        small = not token.capital and not other.capital and token.low not in "ai" and not left
        between = number + 1 < len(found.tokens) and found.tokens[number + 1].capital and found.gap(number, number + 1) == " "
        return (token.capital and (dotted or token.word not in "AI" or between)) or small
    if not left and found.text[token.end : token.end + 1].isdigit():
        return False
    if token.low in _SUFFIXES:
        return not left
    if "," in gap and not left:
        about = frequency(token.low)
        initial = token.capitals and about.given + about.family > 0 and _INITIAL.match(found.text, token.end)
        if _leads_on(found, number) or initial and not about.medicine:
            return True
    if "," in gap and not left and _CELL_END.match(found.text, token.end) and token.capital and token.capitals == other.capitals:
        about = frequency(token.low)
        if about.given or token.sort is not Sort.UNKNOWN and not (about.small or about.medicine or token.low in COMMON):
            return True
    if not left and (is_romanised(found, beside) or gap == "-" and _is_halved(found, beside)):
        return True
    if _TIGHT.fullmatch(gap):
        if gap == "_":
            return True
        if gap == "." and not (token.word.islower() and other.word.islower()) and not (token.capital and len(other.word) == 1):
            return False
        if token.sort is not Sort.KNOWN:
            return not found.by_digits(token)
        return gap == "-" and token.capital and other.capital and not token.capitals or gap == "^"
    if set(gap) & set('"“”') and found.text[token.end : token.end + 1] in ('"', "”") and not left:
        return True
    about = frequency(token.low)
    if not token.capital:
        if left or other.capital:
            return left and token.low in PARTICLES and "," not in gap and token.low not in COMMON
        if (
            not (gap == " " or gap == ". " and len(other.word) == 1)
            or about.medicine
            or about.small
            or token.low in COMMON
            or token.low in SAYS
            or token.sort is Sort.KNOWN
            and not (about.family and about.english < _SELDOM)
            or len(token.word) < 2
        ):
            return False
        if found.text[token.end : token.end + 1] in tuple("=:("):
            return False
        return token.sort is not Sort.EITHER and not found.medicine(token) or about.family > 0
    if not left and gap == " " and found.is_couple(other, token):
        return True
    if token.sort is Sort.KNOWN or about.medicine:
        return (
            left
            and (token.low in PARTICLES and (not gap.strip() or token.low == "st") or _rare(found, number, gap))
            or not left
            and (_rare_pair(found, number, gap) or _is_translated(found, number, gap) or _is_short(token, gap))
        )
    if (
        "," in gap
        and left
        and not (
            (about.family or token.sort is Sort.UNKNOWN and token.capitals)
            and token.capitals == other.capitals
            and frequency(other.low).given
        )
    ):
        return False
    if (
        "," in gap
        and not left
        and (token.sort is Sort.EITHER and not about.given or token.sort is Sort.UNKNOWN and token.capitals != other.capitals)
    ):
        return False
    if token.low in COMMON and (left or token.capitals):
        return False
    if "." in gap and len(other.word if not left else token.word) > 3:
        return False  # two sentences
    sure = not left and gap == " " and other.sort is Sort.NAME and frequency(other.low).given > 0 and token.capitals == other.capitals
    if sure and token.sort is Sort.UNKNOWN:
        return not found.is_things(number) and not DOSE.match(found.text, token.end)
    if token.sort is not Sort.UNKNOWN or gap == " " and token.capitals == other.capitals and (left or not _is_given(found, token)):
        return not found.is_things(number)
    return not found.is_things(number) and not found.medicine(token)


def _leads_on(found: Words, number: int) -> bool:
    """Say whether behind a family name's comma two words with capitals stand of which the second is a name: `Xiong, Pa Houa`."""
    token = found.tokens[number]
    if number + 1 >= len(found.tokens) or not token.capital or frequency(token.low).medicine:
        return False
    if token.low in COMMON and (len(token.word) > _SHORT or token.capitals):
        return False
    behind = found.tokens[number + 1]
    return (
        behind.capital and found.gap(number, number + 1) == " " and behind.sort in (Sort.NAME, Sort.UNKNOWN) and not found.medicine(behind)
    )


def pairs(found: Words, number: int) -> bool:
    """Say whether a given and a family name stand together here, words though both may be: `Dawn Bell`, `Waters, Dawn`, `Jo C Brown`."""
    token = found.tokens[number]
    behind = number + 1
    if behind < len(found.tokens) and len(found.tokens[behind].word) == 1 and found.tokens[behind].capital:
        behind += 1
    if behind >= len(found.tokens):
        return False
    other = found.tokens[behind]
    gap = found.text[token.end : other.start]
    if (
        not _PAIR_GAP.fullmatch(gap)
        or not other.capital
        or token.capitals != other.capitals
        and len(token.word) > 2
        and len(other.word) > 2
    ):
        return False
    if other.low in kept.MONTHS_AND_DAYS and re.match(r"\s*\d", found.text[other.end : other.end + 3]):
        return False
    one, two = frequency(token.low), frequency(other.low)
    if (
        {token.low, other.low} & COMMON - _EITHER_COMMON
        or one.medicine
        or two.medicine
        or found.is_things(number)
        or found.is_things(behind)
    ):
        return False
    if "," in gap:
        if token.capitals and one.family and (two.given or two.family) and _INITIAL.match(found.text, other.end):
            return True
        unheard = token.capitals and other.sort is Sort.UNKNOWN and one.family >= _OFTEN_BORNE
        return unheard or bool(one.family and two.given and other.sort is not Sort.KNOWN)
    return bool(one.given and two.family and (len(token.word) > 2 or token.sort is not Sort.KNOWN))


def _rare(found: Words, number: int, gap: str) -> bool:
    """Say whether a word that is hardly used stands where a given name would."""
    token = found.tokens[number]
    about = frequency(token.low)
    if (
        gap not in (" ", "-")
        or token.capitals
        or about.small
        or about.capital
        or about.medicine
        or token.low in COMMON
        or token.low in SAYS
    ):
        return False
    return 0 < about.english < (_SELDOM if is_at_start(found, number) else _SELDOM_INSIDE)


def _is_given(found: Words, token: Token) -> bool:
    """Say whether an unknown word is taken as a medicine is: a dose follows, or a verb of taking leads to it."""
    return DOSE.match(found.text, token.end) is not None or is_taken(found.text, token.start, token.end)


def _is_short(token: Token, gap: str) -> bool:
    """Say whether a name is written as no abbreviation is that has its letters: `Jama`."""
    about = frequency(token.low)
    known = kept.ABBREVIATIONS | kept.PROGRAM_WORDS
    return gap == " " and token.word[1:].islower() and token.low in known and about.given + about.family > 0 and token.low not in COMMON


def _rare_pair(found: Words, number: int, gap: str) -> bool:
    """Say whether two words with capitals and a hyphen between stand where a family name would: `Tommy Two-Rivers`."""
    if gap != " " or number + 1 >= len(found.tokens) or found.tokens[number].capitals:
        return False
    behind = found.tokens[number + 1]
    return found.gap(number, number + 1) == "-" and behind.capital and not behind.capitals and behind.low not in kept.EPONYM_NOUNS


def _is_translated(found: Words, number: int, gap: str) -> bool:
    """Say whether a word with a capital is half of a family name that was translated word by word: `Clarence Two Bulls`."""
    tokens = found.tokens
    if gap != " ":
        return False
    for first in (number, number - 1):
        second = first + 1
        if first < 1 or second >= len(tokens) or tokens[first].low not in _TRANSLATED or not tokens[first].capital:
            continue
        last = tokens[second]
        if found.gap(first, second) == " " and last.capital and not last.capitals and not found.text.startswith(":", last.end):
            return True
    return False


def is_romanised(found: Words, number: int) -> bool:
    """Say whether a word begins a name of China or Korea as it is romanised: `Kwok Wing-sze`, `Soon-ja Park`."""
    if _is_halved(found, number):
        return _may_be_family(found, number - 1, number) or _may_be_family(found, number + 2, number + 1)
    return _is_halved(found, number + 1) and _may_be_family(found, number, number + 1)


def _is_halved(found: Words, number: int) -> bool:
    """Say whether two short words with a hyphen between, the second in small letters and not known, make a given name."""
    if number < 0 or number + 1 >= len(found.tokens):
        return False
    one, two = found.tokens[number], found.tokens[number + 1]
    return (
        one.capital
        and not one.capitals
        and two.word.islower()
        and 1 < len(one.word) <= _ROMANISED
        and 1 < len(two.word) <= _ROMANISED
        and found.text[one.end : two.start] == "-"
        and two.sort is not Sort.KNOWN
        and not frequency(two.low).small
        and not found.text.startswith("-", two.end)
    )


def _may_be_family(found: Words, number: int, beside: int) -> bool:
    """Say whether a short word with a capital stands beside a given name."""
    if not 0 <= number < len(found.tokens):
        return False
    token = found.tokens[number]
    between = found.gap(*sorted((number, beside)))
    return token.capital and len(token.word) <= _ROMANISED and token.word[1:].islower() and between == " " and token.low not in COMMON


def with_nickname(text: str, start: int) -> int:
    """Return where a name begins with the nickname before it: `Lil' Ray`, `Big Al`."""
    match = _NICKNAME.search(text[max(0, start - 6) : start])
    return start if match is None else start - len(match[0])
