"""What is left of a dose that was asked about when the evidence takes a part of it: half of 1 g, 150 mg less 25 to 50%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from knowledge.amounts import Amount, Known, near
from knowledge.quantities import number_pattern, plain, scaled, spelt_out

_N: Final = number_pattern()
_PERCENT: Final = rf"({_N})\s*%?(?:\s*(?:to|-|\u2013|or|and)\s*({_N}))?\s*(?:%|percent)"
_FRACTIONS: Final = {"half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fourth": 1 / 4, "fifth": 1 / 5, "sixth": 1 / 6, "eighth": 1 / 8}
_FRACTION: Final = r"\b(?P<by>by )?(?:a |an |one |1 )?(?P<part>half|third|quarter|fourth|fifth|sixth|eighth)\b(?![- ]?li[fv]e)"
_RANGE: Final = rf"(?<![\w.,/-])(?P<low>{_N})\s*(?:to|-|\u2013)\s*(?P<high>{_N})\s*-?(?P<unit>mg|mcg|g|units?)\b(?!/)"
_ONTO: Final = re.compile(r"[\s*]*(?:\u2192|->|=>|(?:up |back )?to\b|becomes?\b)")
"""Behind an amount: what comes in its place."""
_OF_A_DOSE: Final = re.compile(r"\bdos(?:e|es|age)\b|\bdaily\b|\bcut\b|\bhalve\b", re.I)


def left(text: str, found: list[Amount], known: Known) -> list[Amount]:
    """Return the amounts of a sentence that are what the evidence leaves of an asked one, as often as it was asked or as the evidence says."""
    factors = _factors(known.support) if known.asked else set()
    paces = {often for _, _, often in known.regimens} | {1.0 * often for often in _often(known.support)} if factors else set()
    return [
        amount
        for amount in found
        if factors
        and not known.has(amount)
        and not _ONTO.match(text, amount.end)
        and any(
            amount.unit == own.unit
            and (amount.often is None or amount.often in paces or amount.often == (own.often or 1.0))
            and any(near(own.value * factor, amount.value) for factor in factors)
            for own in known.asked
        )
    ]


def ranges_left(text: str, known: Known) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a sentence whose two ends are what the evidence leaves of an asked dose."""
    matches = list(re.finditer(_RANGE, text, re.I)) if known.asked else []
    factors = _factors(known.support) if matches else set()
    for match in matches:
        low, unit = scaled(match["low"], match["unit"])
        high, _ = scaled(match["high"], match["unit"])
        for own in known.asked:
            shares = {own.value * factor for factor in factors} if own.unit == unit else set()
            if any(near(share, low) for share in shares) and any(near(share, high) for share in shares):
                yield match.span()
                break


def _often(support: str) -> set[float]:
    return {24 / int(n) for n in re.findall(r"\b(?:every|q) ?(\d+) ?h", spelt_out(plain(support)), re.I) if int(n)}


def _factors(support: str) -> set[float]:
    """Return what the evidence leaves of a dose: 'reduce by 25% to 50%' leaves 0.75 and 0.5 of it, 'one sixth of the dose' a sixth."""
    found: set[float] = set()
    for sentence in re.split(r"[.;](?=\s|$)", spelt_out(plain(support))):
        if not _OF_A_DOSE.search(sentence):
            continue
        for match in re.finditer(_PERCENT, sentence, re.I):
            cut = {float(n.replace(",", "")) / 100 for n in match.groups() if n}
            lessens = re.search(r"\b(?:by|lower|less|reduction of)\s+(?:\w+\s+)?$", sentence[: match.start()], re.I)
            found |= {1 - c for c in cut} if lessens else cut
        for match in re.finditer(_FRACTION, sentence, re.I):
            part = _FRACTIONS[match["part"].lower()]
            found.add(1 - part if match["by"] else part)
        if re.search(r"\bhalv(?:e|es|ed|ing)\b", sentence, re.I):
            found.add(1 / 2)
    return {factor for factor in found if 0 < factor < 1}
