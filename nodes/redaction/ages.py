"""Ages over 89, in figures and in words. Younger ones stay: doses rest on them.

A number from 90 to 129 is an age by what stands beside it: years, a sex, a person who is or turns it, a label, or a name before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from nodes.redaction.labels import SEP, compiled
from nodes.redaction.spans import Span

_ONES: Final = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_HIGH: Final = (
    r"(?P<age>[19](?<![\d.,/-].)(?:(?<=9)\d|(?<=1)[0-2]\d)(?!\d|\.\d)"
    rf"|\b(?:ninety(?:[- ]{_ONES})?|(?:one|a)[- ]hundred(?:[- ](?:and[- ])?(?:{_ONES}|ten))?)\b)"
)
_YEARS: Final = (
    r"(?:[ -]?(?:years?|yrs?\b\.?|y)[ -]?(?:olds?\b|young\b|of age\b|o\b)"
    r"|[ ]?(?:años|anos|ans|anni|jahre?\b|jähr\w{1,3}|j\.)"
    r"|[ -]?y/?o(?![a-z])|[ -]?yo[mf]\b|[ -]?y\.o\.?"
    r"|[ -]?(?:yrs?|years)\b(?![ ](?:ago|later|post|after|history|prior|of\b(?![ ]age)))|(?:st|nd|rd|th)[ ](?:birthday|bday|year\b))"
)
_SEX_BEHIND: Final = r"(?:[ ]?[|/,;]?[ ]?(?-i:[FM])(?![\w.-])|[ ]?[♀♂]|[ -](?:wom[ae]n|man|lady|gent|gentleman|male|female)\b)"
_SEX_BEFORE: Final = r"(?<![\w.-])(?-i:[FM]|(?i:female|male))[ ]?[|/,;][ ]?"
_HOT: Final = r"(?:\bt|temp\w*|fever|febrile|tmax|°)\W{0,3}(?:of |to |is |was )?$"
_WHO: Final = (
    r"(?:\b(?:he|she|they|who|mum|mom|mother|father|dad|gran|grandma|grandad|granddad|grandpa|nan|nana|husband|wife|aunt|uncle|patient|pt|lady|gentleman"
    r"|woman|man|resident|client|chart|licence|license|tracker|wristband|band|record|sister|brother|cousin|nephew|niece|neighbou?r|friend|partner|spouse|veteran|widow(?:er)?)"
    r"(?:[ -]in[ -]law)?|\bi(?=['’]m\b|[ ](?:am|was|turn|just)))"
)
_IS_NOW: Final = (
    r"(?:['’]?s|['’]?re|['’]m|['’]ll be|[ ](?:is|was|are|am|will be|will turn|turns|turned|turning|says|said|just turned|now)){1,2}"
    r"[ ](?:about |almost |nearly |already |now |only |aged? )?"
)
_NO_AGE: Final = (
    r"(?![ ]?(?:%|kg|lbs?|kilos|pounds|st\b|mg|mcg|ng|g\b|ml|mm|m?eq|cm|bpm|units?|systolic|on\b|over|/|percent|minutes|hours|days|weeks|months"
    r"|tablets|degrees|f\b|°))"
)
_PLACES: Final = (
    rf"{_HIGH}{_YEARS}",
    rf"\bage[ds]?(?:_years|[ ]?/[ ]?sex|[ ]?\(y\w{{0,4}}\))?{SEP}(?:of[ ])?{_HIGH}(?![ ]?(?:mg|mcg|kg|ml|%))",
    rf"{_SEX_BEFORE}{_HIGH}(?![ ]?(?:%|kg|lbs?|mg|mcg|ml|cm|f\b|c\b|/|\d))",
    rf"{_WHO}{_IS_NOW}{_HIGH}{_NO_AGE}",
    rf"{_WHO}[ ]?[,(][ ]?{_HIGH}(?=[ ]?[,)])",
    rf"\b(?:turn(?:s|ed|ing)?|pushing|going on|i['’]?m)[ ]{_HIGH}{_NO_AGE}",
    r"\b(?P<age>ninetieth|ninety[- ](?:fir|seco|thi|four|fif|six|seven|eigh|nin)(?:st|nd|rd|th)"
    r"|(?:one[- ])?hundred(?:th|[- ]and[- ]\w{3,8}(?:st|nd|rd|th)))[ ](?:birthday|bday|year)",
    r"\b(?P<age>(?:super)?centenarian)\b",
)
_BEHIND: Final = (
    rf",?(?:[ ](?:who|she|he))?{_IS_NOW}{_HIGH}{_NO_AGE}",
    rf"[ ]?[,(|][ ]?(?P<age>(?:9\d|1[0-2]\d)(?!\d|[.,]\d)|ninety(?:[- ]{_ONES})?)"
    rf"(?=[ ]?(?:$|[);|\n]|[,.](?!\d)|[ ](?:and|who|on|with|w/|lives|is|from|takes|here)\b))",
)


def high_ages(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find ages over 89."""
    if compiled(_HIGH).search(text) is None and compiled(r"ninetieth|ninety-|hundredth|centenarian").search(text) is None:
        return
    for place in _PLACES:
        for match in compiled(place).finditer(text):
            yield Span(match.start("age"), match.end("age"), "AGE")
    for match in compiled(rf"{_HIGH}{_SEX_BEHIND}").finditer(text):
        if not compiled(_HOT).search(text[max(0, match.start() - 14) : match.start()]):
            yield Span(match.start(), match.end("age"), "AGE")


def ages_behind(text: str, names: Sequence[Span]) -> Iterator[Span]:
    """Find high ages right behind a name: `Jane Doe, 93.`, `Jane (93)`."""
    for span in names:
        for place in _BEHIND if span.kind == "NAME" else ():
            if match := compiled(place).match(text, span.end):
                yield Span(match.start("age"), match.end("age"), "AGE")
