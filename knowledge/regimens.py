"""Which dose goes with which frequency: '500 mg twice daily or 850 mg once daily' is not '850 mg twice daily'."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from knowledge.quantities import number_pattern, plain, scaled, spelt_out

_N: Final = number_pattern()
_DOSE: Final = re.compile(
    rf"(?<![\w.])(?P<low>{_N})\s*(?P<first>mg|mcg|g|units?|mEq|mmol|mL)?(?:/kg)?(?:\s*-?\s*(?:to|-|\u2013|or"
    rf"|,)\s*(?P<high>{_N}))?\s*(?P<unit>mg/kg|mcg/kg|mg/m2|mg|mcg|g|units?|mEq|mmol|mL)(?![\w/]*\w)",
    re.I,
)
_COUNT: Final = {
    "once": 1.0,
    "one time": 1.0,
    "1 time": 1.0,
    "1 times": 1.0,
    "twice": 2.0,
    "2 times": 2.0,
    "3 times": 3.0,
    "4 times": 4.0,
    "5 times": 5.0,
    "6 times": 6.0,
}
_HOW: Final = r"once|twice|[1-6] times?|one time"
_DAY: Final = r"(?:\s*(?:a|per|each|every)\s*|\s+|/)(?:day|daily|24 hours)\b"
_FREQUENCY: Final = re.compile(
    rf"(?P<times>\b(?:once|twice|[1-6](?: times?)?|one time)(?:\s*(?:or|to|-)\s*(?:{_HOW}))?)(?P<per>{_DAY}|\s*(?:(?:a|per|each"
    rf"|every)\s+week|weekly)\b)"
    r"|\b(?:every|each|q|once in)[\s-]*(?P<h1>\d+)(?:\s*(?:to|or|-|\u2013)\s*(?P<h2>\d+))?\s*-?\s*(?:hours?|hrs?|h)\b"
    r"|\b(?:every|each|once every|once in|q)\s*(?P<n1>\d+)(?:\s*(?:to|or|-|\u2013)\s*(?P<n2>\d+))?\s*-?\s*(?P<span>day|week|month)s?\b"
    r"|(?P<other>\b(?:every other day|every second day|on alternate days|qod|alternate days)\b)"
    r"|(?P<week>\b(?:weekly|(?:(?<!once more )(?<!again )a(?! week (?:after|later|before|from))|per|each|every|once every) week)\b|/week\b)"
    r"|(?P<month>\b(?:monthly|(?:a|per|each|every) month)\b)"
    r"|(?P<bid>\bbid\b)|(?P<tid>\btid\b)|(?P<qid>\bqid\b)"
    r"|(?P<day>\b(?:daily|nightly|(?:a|per|each|every|in 1|in a|as a daily) day|qd|(?:at|each|every) (?:bedtime|night|evening|morning)"
    r"|in the (?:morning|evening))\b|/day\b|\bin 24 hours\b)",
    re.I,
)
_ENDS: Final = re.compile(r"[.;](?=\s|$)")
_DAILY_DOSE: Final = re.compile(
    rf"\b(?:daily|total|maximum|max\.?|greatest daily|usual daily) (?:dose|amount)s?(?: of [\w-]+)?(?: is"
    rf"|:| of|,)*\s*(?P<n>{_N})\s*(?P<unit>mg|mcg|g|units?)",
    re.I,
)
_FIRST: Final = re.compile(
    r"[\s(]*(?:by mouth|orally|po|iv|intravenously|subcutaneously|as an? (?:single |loading |first )?(?:dose|load)|loading dose"
    r"|load)?[\s,]*"
    r"(?:(?:on|for) )?(?:the )?(?:first day|1st day|day 1|once|first dose|first|initially|(?=(?:then"
    r"|followed by)\b))\)?,?;?\s*(?:and )?(?:then|followed by)\b",
    re.I,
)
"""What marks a dose that is given once and that another follows; it counts as no dose a day."""
_NEXT: Final = re.compile(
    r"\b(?:then|followed by|thereafter|after that|afterwards?|first dose|first day|day 1|initially|becomes?|regimens?|instead|from"
    r"|down to)\b|[:|\u2192]|->",
    re.I,
)
"""Behind it, a frequency is that of the next dose."""
_SAME: Final = re.compile(r"[\s,(]{1,3}")
"""Between two frequencies of one dose: 'every 4 hours, 5 times daily'."""
_NEAR: Final = 60
"""Characters that may stand between a dose and its frequency."""


@lru_cache(maxsize=4096)
def regimens(text: str) -> frozenset[tuple[float, str, float]]:
    """Read doses with their frequency.

    Args:
        text: English prose.

    Returns:
        Amount (mass in mg), unit, and doses a day (weekly is 1/7). A total a day counts as one dose a day.
    """
    found: set[tuple[float, str, float]] = set()
    for clause in _ENDS.split(spelt_out(plain(text))):
        doses = list(_DOSE.finditer(clause))
        often = [(m, _per_day(m)) for m in _FREQUENCY.finditer(clause)]
        for dose in doses:
            if _FIRST.match(clause, dose.end()):
                found |= {(*scaled(n, dose["unit"]), 0.0) for n in (dose["low"], dose["high"]) if n}
                continue
            behind = next(((m, v) for m, v in often if m.start() >= dose.end()), None)
            if (
                behind is None
                or len(between := clause[dose.end() : behind[0].start()]) > _NEAR
                or _NEXT.search(between)
                and _DOSE.search(between)
            ):
                continue
            same = next((v for m, v in often if m.start() > behind[0].end() and _SAME.fullmatch(clause[behind[0].end() : m.start()])), ())
            for n in (dose["low"], dose["high"]):
                if n:
                    value, unit = scaled(n, dose["unit"])
                    found |= {(value, unit, per_day) for per_day in (*behind[1], *same)}
        for match in _DAILY_DOSE.finditer(clause):
            found.add((*scaled(match["n"], match["unit"]), 1.0))
    return frozenset(found)


def often(text: str, start: int) -> tuple[float, str, int] | None:
    """Read the frequency that begins at a place of a text in which numbers stand in digits.

    Args:
        text: A sentence.
        start: The place; spaces may follow.

    Returns:
        Doses a day, the words, and where they end.
    """
    match = _FREQUENCY.match(text, start) or _FREQUENCY.match(text, start + len(text[start:]) - len(text[start:].lstrip(" ,*(")))
    return (_per_day(match)[0], match.group(), match.end()) if match else None


def _per_day(match: re.Match[str]) -> tuple[float, ...]:
    if match["times"]:
        weekly = "week" in match["per"].lower()
        words = re.sub(r"\s+", " ", match["times"].lower())
        counts = [_COUNT[w] if w in _COUNT else float(w[0]) for w in re.findall(rf"{_HOW}|\b[1-6]\b", words)]
        return tuple(round(c / (7 if weekly else 1), 4) for c in counts)
    if match["h1"]:
        return tuple(round(24 / int(h), 4) for h in (match["h1"], match["h2"]) if h and int(h))
    if match["n1"]:
        days = {"day": 1, "week": 7, "month": 30}[match["span"].lower()]
        return tuple(round(1 / (days * int(n)), 4) for n in (match["n1"], match["n2"]) if n and int(n))
    for name, value in (("other", 0.5), ("week", round(1 / 7, 4)), ("month", round(1 / 30, 4)), ("bid", 2.0), ("tid", 3.0), ("qid", 4.0)):
        if match[name]:
            return (value,)
    return (1.0,)


NAMED: Final = re.compile(
    rf"\b{_N}\s*(?:mg|mcg|g|units?)(?:[- ](?:once|twice|[1-6] times)[- ](?:daily|a day)|[- ]every[- ]\d+[- ]hours?|[- ]daily"
    rf"|[- ]q\d+h)[- ](?=regimens?\b)",
    re.I,
)
"""A regimen that is called by its usual dose: 'the 750 mg every 24 hours regimen' is not how it is given here."""


def mismatched(text: str, support: str) -> tuple[tuple[float, str, float], ...]:
    """Return the doses of a text that the evidence gives with another frequency only.

    Args:
        text: A sentence of an answer.
        support: The evidence that it cites.

    Returns:
        Amount, unit and doses a day of each; a dose that the evidence gives without a frequency passes.
    """
    text, support = NAMED.sub(" ", text), NAMED.sub(" ", support)
    known = regimens(support)
    doses = {(value, unit): {p for v, u, p in known if (v, u) == (value, unit)} for value, unit, _ in known}
    return tuple(sorted((v, u, p) for v, u, p in regimens(text) if (v, u) in doses and p not in doses[v, u]))
