"""Read a patient's age, weight and height from a text, every value with the words around it."""

from __future__ import annotations

import re

from models.embedded.measured import BARE_NUMBER, NUMBER, Value, marks, number

_IS = r"(?:\s*(?:is|was|of|=|:|at|about|around|approximately|now|currently|level|~)){0,8}\s*"
_SIGNED = rf"(-?{BARE_NUMBER})"
_FREE = rf"(?<![\w.]){_SIGNED}"
_WHO = r"(?:female|male|woman|man|girl|boy|lady|gentleman)"
_YEARS = (
    re.compile(rf"{_FREE}\s*-?\s*(?:years?|yrs?|yr|y)[\s-]*(?:old|/?o\b|of age)", re.I),
    re.compile(rf"(?<!gestational )\b(?:aged?|age){_IS}{_SIGNED}\b(?!\s*-?\s*(?:mg|mcg|kg|ml|%|months?|weeks?|days?))", re.I),
    re.compile(rf"{_FREE}\s*(?:yo|y\.o\.|y/o)\b", re.I),
    re.compile(rf"{_FREE}\s*(?:years?|yrs?|y)\s*,?\s*(?={_WHO}\b|[MF]\b)", re.I),
    re.compile(rf"\b{_WHO},?\s+(\d{{1,3}})\s*(?:years?|yrs?)\b(?=\s*(?:[,.;?]|$|and\b|with\b|on\b))", re.I),
    re.compile(
        r"\b(?:(?:patient|mother|father|mom|dad|wife|husband|who|he|she) is|patient|am|I'm)\s+(\d{1,3})\b"
        r"(?!\.\d)(?=\s*(?:,|\.|;|\?|$|and\b|with\b|female|male))",
        re.I,
    ),
    re.compile(
        r"\b(?:i am|i'm|he is|she is|he's|she's)\s+(\d{1,3})\b(?!\.\d|\s*(?:mg|mcg|kg|ml|%|months?|weeks?|days?|lb|pounds|stone|st\b|cm|m\b|units))", re.I
    ),
)  # fmt: skip
_YEARS_LETTER = re.compile(r"\b(\d{1,3})\s*(?=[MF]\b)")
_YEARS_MONTHS = re.compile(r"\b(\d{1,2})\s*-?\s*(?:years?|yrs?|y)[\s,-]*(?:and\s*)?(\d{1,2})\s*-?\s*(?:months?|mos?|m)[\s-]*old", re.I)
_YOUNG = re.compile(rf"{_FREE}\s*-?\s*(months?|mos?|weeks?|wks?|days?)[\s-]*(?:old|of age)", re.I)
_YOUNG_AGED = re.compile(rf"(?<!gestational )\b(?:aged?|age){_IS}{NUMBER}\s*-?\s*(months?|weeks?|days?)\b", re.I)
_PER_YEAR = {"m": 12.0, "w": 365.25 / 7, "d": 365.25}
_KG = {"kg": 1.0, "ki": 1.0, "lb": 0.45359237, "po": 0.45359237, "g": 0.001, "gr": 0.001}
_WEIGHT = re.compile(rf"{_FREE}\s*-?\s*(kgs?|kilos?|kilograms?|lbs?|pounds)\b(?!\s*/?\s*m\s*(?:\^?2|\u00b2))", re.I)
_STONE = re.compile(rf"(?<![\w.]){NUMBER}\s*-?\s*(?:stones?|st)\b\.?(?:\s*(?:and\s*)?{NUMBER}\s*(?:lbs?|pounds)\b)?", re.I)
_WEIGHS = re.compile(
    rf"\b(?:weighs?|weighed|weight|weighing){_IS}{_SIGNED}(?![\d.,]*\d)\s*(g|grams?)?\b(?!\s*-?\s*(?:stones?|st|lbs?|pounds|mg|mcg|oz|ounces)\b|\s*%)",
    re.I,
)
_OTHER_WEIGHT = re.compile(
    r"\b(?:lost|lose|losing|gain|gained|gaining|loss of|gain of|dropped|shed|by|per|every|(?:ideal|adjusted|lean|target|goal|birth)(?: body)?(?: weight)?"
    r"(?: is| of| was)?|ibw|adjbw|put on|another|extra)\s*[:=]?\s*(?:about |around |some )?$",
    re.I,
)
_HEIGHTS = (
    (re.compile(rf"{_SIGNED}\s*(?:cm|centimet(?:er|re)s?)\b", re.I), 1.0),
    (re.compile(r"\b([12][.,]\d{1,2})\s*(?:m|met(?:er|re)s?)\b"), 100.0),
)
_HEIGHT_FT = re.compile(r"\b([3-7])\s*(?:'|ft|feet|foot)\s*(\d{1,2})?\s*(?:\"|in|inches|'')?", re.I)


def _value(text: str, match: re.Match[str], value: float) -> Value:
    now, past = marks(text, match.start(), match.end())
    return Value(value, " ".join(match[0].split()), now, past)


def ages(text: str) -> list[Value]:
    """Read every age of a text, in years."""
    found = [_value(text, m, int(m[1]) + int(m[2]) / 12) for m in _YEARS_MONTHS.finditer(text)]
    if found:
        return found
    found = [_value(text, m, number(m[1]) / _PER_YEAR[m[2][0].lower()]) for p in (_YOUNG, _YOUNG_AGED) for m in p.finditer(text)]
    seen: set[int] = set()
    for pattern in _YEARS:
        for match in pattern.finditer(text):
            if match.start(1) not in seen:
                seen.add(match.start(1))
                age = _value(text, match, number(match[1]))
                age.past |= bool(re.search(r"\b(?:was|were|since|until)\s+(?:age\s+)?$", text[: match.start(1)], re.I))
                found.append(age)
    return found or [_value(text, m, number(m[1])) for m in _YEARS_LETTER.finditer(text)][:1]


def weights(text: str) -> list[Value]:
    """Read every weight of a text, in kg; a change of weight, an ideal or a birth weight is none."""
    found: list[tuple[int, int, Value]] = []
    for pattern in (_STONE, _WEIGHT, _WEIGHS):
        for match in pattern.finditer(text):
            at = match.start(1)
            if any(start <= at < end for start, end, _ in found) or _OTHER_WEIGHT.search(text[: match.start()]):
                continue
            if pattern is _STONE:
                kg = (number(match[1]) * 14 + number(match[2] or "0")) * _KG["lb"]
            else:
                unit = (match[2] or "kg").lower()
                kg = number(match[1]) * _KG[unit if unit == "g" else unit[:2]]
            value = _value(text, match, kg)
            value.past |= bool(re.search(r"\bweighed\b", match[0] + text[max(0, match.start() - 9) : match.start()], re.I))
            found.append((at, match.end(), value))
    return [value for _, _, value in sorted(found, key=lambda f: f[0])]


def heights(text: str) -> list[Value]:
    """Read every height of a text, in cm, in the first unit that occurs."""
    for pattern, factor in _HEIGHTS:
        if found := [_value(text, m, number(m[1]) * factor) for m in pattern.finditer(text)]:
            return found[:1]
    return [_value(text, m, (int(m[1]) * 12 + int(m[2] or 0)) * 2.54) for m in _HEIGHT_FT.finditer(text)][:1]
