"""Times and measured values that the question tells: told again, or added to and taken from what the evidence gives."""

from __future__ import annotations

import re
from typing import Final

from knowledge.advised import advised
from knowledge.agreement import PATIENT_UNITS
from knowledge.amounts import Known, near
from knowledge.quantities import number_pattern, plain, scaled, spelt_out, unit_pattern

_N: Final = number_pattern()
_TIME: Final = re.compile(
    rf"(?<![\w.,/\u2013-])(?P<n>{_N})[\s-]*(?P<unit>minutes?|hours?|days?|weeks?|months?|years?)(?![\w-]*old)(?!\w)", re.I
)
_BOUND: Final = re.compile(
    r"\b(?:at least|at most|up to|no (?:more|less|longer) than|within|wait(?:ing)?|after|every|each|minimum|maximum|until|next"
    r"|first|over|beyond|(?:more|less"
    r"|longer) than|another|further|in|in another|or|to)\s*(?:the |about )?$|[<>\u2264\u2265]\s*$",
    re.I,
)
"""What makes a time a limit or a wait."""
_LEFT: Final = re.compile(
    rf"(?<![\w.])(?P<n>{_N})\s+(?:(?:more|further|additional|extra|remaining|other)\s+)(?P<unit>hours?|days?|weeks?|months?)\b"
    rf"|\b(?:another|a further|an additional)\s+(?P<n2>{_N})\s*(?P<unit2>hours?|days?|weeks?|months?)\b"
    rf"|(?<![\w.])(?P<n3>{_N})\s*(?P<unit3>hours?|days?|weeks?|months?)\s+(?:(?:are|is|have|has|to|must|still|yet|be) )*"
    r"(?:more|left|remain(?:ing)?|to go|short|still|away|too (?:early|soon))\b",
    re.I,
)
"""What is left of a time that the evidence asks for."""
_AT_MOST: Final = re.compile(r"\b(?:at most|up to|no (?:more|longer) than|not more than|less than|fewer than|within|maximum of)\s*$", re.I)
"""Before what is left of a gap: a gap is a least time, so no greatest one follows from it."""
_TOPS: Final = re.compile(r"\s*(?:at (?:the )?most|tops|max(?:imum)?|or less|or fewer)\b", re.I)
_MEASURE: Final = re.compile(rf"(?<![\w.,/\u2013-])(?P<n>{_N})\s*(?P<unit>{unit_pattern()})(?!\w)", re.I)


def times_told(text: str, known: Known, asks: bool) -> list[tuple[int, int]]:
    """Return the times of a sentence that the question tells and nothing in it advises, and those that are left of a time of the evidence.

    Args:
        text: A sentence with its numbers in digits.
        known: What stands in the evidence and in the question.
        asks: Whether the sentence only repeats what was asked.
    """
    told = {value for value, unit in known.told if unit == "h"}
    spans = {value for value, unit in known.amounts if unit == "h"}
    gone = []
    for match in _LEFT.finditer(text):
        value, unit = scaled(match["n"] or match["n2"] or match["n3"], match["unit"] or match["unit2"] or match["unit3"])
        if _AT_MOST.search(text[max(0, match.start() - 20) : match.start()]) or _TOPS.match(text, match.end()):
            continue
        if unit == "h" and any(near(whole - past, value) for whole in spans for past in told if 0 < past < whole):
            gone.append(match.span())
    for match in _TIME.finditer(text):
        value, unit = scaled(match["n"], match["unit"])
        if (value, unit) not in known.told or (value, unit) in known.amounts:
            continue
        if asks or not _BOUND.search(text[max(0, match.start() - 30) : match.start()]) and not advised(text, match.start(), match.end()):
            gone.append(match.span())
    return gone


def sums(text: str, known: Known) -> list[tuple[int, int]]:
    """Return the measured values that a told one and one of the evidence, both in the sentence or the line's record, add up to or differ by."""
    found = [(m.span(), *scaled(m["n"], m["unit"])) for m in _MEASURE.finditer(text)]
    found = [f for f in found if f[2] in PATIENT_UNITS]
    named = {(value, unit) for _, value, unit in found}
    gone = []
    for span, value, unit in found:
        if (value, unit) in known.told or (value, unit) in known.amounts:
            continue
        steps = [step for step, other in known.amounts if other == unit]
        owned = [own for own, other in known.told if other == unit]
        shown = ((own, step) for own in owned for step in steps if {(own, unit), (step, unit)} & named)
        if any(near(own + step, value) or near(abs(own - step), value) for own, step in shown):
            gone.append(span)
    return gone


_UNTIL: Final = re.compile(rf"\b(?:until|till)\s+(?P<n>{_N})\s*(?P<unit>hours?|days?|weeks?)\s+(?:after|past)\b", re.I)
_FOR: Final = re.compile(
    rf"\bfor (?:(?:only|just|about|the (?:next|first)) )?(?P<n>{_N})\s*(?P<unit>hours?|days?|weeks?)\b(?!\s+(?:after|past|before|from))",
    re.I,
)


def shortened(text: str, support: str) -> list[str]:
    """Return the times that a text says something lasts and the evidence only counts from an event: 'until 24 hours after the last dose'.

    Args:
        text: A line without citations.
        support: The evidence that it cites.

    Returns:
        The words of each.
    """
    support = spelt_out(plain(support))
    counted = {scaled(m["n"], m["unit"]) for m in _UNTIL.finditer(support)} - {scaled(m["n"], m["unit"]) for m in _FOR.finditer(support)}
    return [m.group() for m in _FOR.finditer(spelt_out(plain(text))) if scaled(m["n"], m["unit"]) in counted]
