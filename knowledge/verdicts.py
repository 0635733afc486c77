"""What a sentence makes of an amount that the question states: turns it down, changes it, or tells it of the patient; never advises it."""

from __future__ import annotations

import re
from typing import Final

from knowledge.amounts import Amount, Known, amounts, near

_MAY: Final = r"(?:should|must|can|may|do|does|will|would)(?: not|n't)|cannot|never|don't"
_GIVEN: Final = (
    r"given?|gives|continued?|used?|keep|kept|dispensed?|start(?:ed)?|taken?|stay|remain|run|stand|ordered|prescribed?|approved?"
)
r"|filled?|go(?: with)?"
_FILL: Final = (
    r"(?:(?:be|at|on|with|the|a|an|your|this|that|her|his|their|patient's|full|current|usual|ordered|dose|doses|of|as|to|\w+(?:statin"
    r"|ine|in|ol|il|an|am))"
    r"\s+)*"
)
_REFUSED: Final = re.compile(
    rf"(?:(?:{_MAY}|not)\s+(?:be\s+)?(?:{_GIVEN}|at|on|with)\s+{_FILL}|\b(?:not|avoid|stop|instead of|rather than|in place of"
    rf"|no longer)\s+{_FILL})$",
    re.I,
)
"""What turns an amount down, before it."""
_TWISTED: Final = re.compile(
    r"\b(?:no|nothing|not|n't|reason|why|need|hesitate|problem|harm|wrong|afraid|worry|only|just|if you (?:do|can))\W+(?:\w+\W+){0,3}$",
    re.I,
)
_CONDITION: Final = re.compile(
    r"\s*(?:without|unless|until|less\b|apart|on an empty|with (?:food|meals?|milk|water)|at (?:night|bedtime)|in the)", re.I
)
_ADVERBS: Final = r"(?:well |far |clearly |already |still |therefore |thus |also |now |much |simply )*"
_TOO_MUCH: Final = re.compile(
    r"[\s)*]*(?:, (?=(?:well |far )?(?:above|over|beyond|more|higher|twice|double|in excess)\b)|(?:,? which|; (?:that|this"
    r"|it))(?= (?:is|are|would|exceeds?|goes)))?\s*(?:(?:dose|order|ordered|regimen|daily|a day|total"
    r"|tablets?|here|for (?:this|her|him|the) ?\w*|of \w+|that was ordered|as ordered|with it)\s+)*"
    rf"(?:(?:(?:is|are|was|would be|seems|looks|comes out)|(?<=, )|(?<=\())\s*{_ADVERBS}"
    r"(?:too (?:much|high|large|big|strong)|(?P<over>(?:(?P<more>more than|over) )?(?P<times>twice|double|triple|\d+ times)|over|above"
    r"|beyond|higher than|more than|greater than|in excess of"
    r")\b|outside\b"
    rf"|not (?:recommended|allowed|appropriate|advised|advisable|acceptable|suitable|ok|okay|safe|an option|to be (?:{_GIVEN}))\b"
    r"|contraindicated|off the table|out of range|excessive)"
    rf"|{_ADVERBS}(?P<exceeds>exceeds?|goes (?:over|above|beyond)|overshoots)\b"
    rf"|(?:{_MAY})\s+(?:be\s+)?(?:{_GIVEN})\b"
    r"|(?:needs? to|has to|have to|must|should) (?:come down|be (?:cut|lowered|reduced|halved|stopped|held|lower)))",
    re.I,
)
"""What turns an amount down, behind it."""
_RELENTS: Final = re.compile(
    r"\b(?:but|though|however|yet|although|still|even so|which)\b.*\b(?:fine|ok(?:ay)?|safe|acceptable|allowed|tolerated|can|may"
    r"|use[d]?|continue|keep)\b",
    re.I,
)
_APPROVES: Final = re.compile(
    r"(?<!not )(?<!n't )(?<!never )(?<!not be )(?<!cannot be )\b(?:fine|ok(?:ay)?|safe\w*|acceptable|appropriate|correct|allowed"
    r"|permitted|reasonable"
    r"|suitable|continu\w+|keep\w*|kept|stay\w*|remain\w*|maintain\w*|leave|unchanged|go ahead|dispense|good|works|recommended|indicated"
    r"|maximum|limit|ceiling|cap|target|need(?:s|ed)?|can|may|could|should (?:be|take|get|receive)|no (?:change|need|problem|issue"
    r"|concern|adjustment)\w*"
    r"|unnecessary|in line|fits?|match\w*|meets?|consistent|compatible|inside|agree\w*|suits?|adequate|enough|stands?|proper|standard"
    r"|go on|give|start|use|take|increase|raise|within|right)\b",
    re.I,
)
_PAST: Final = re.compile(
    r"\b(?:over|above|beyond|exceed\w*|past|outside|higher than|more than|twice|double|times)\s+(?:the |her |his |a "
    r"|this )?(?:[\w-]+ ){0,2}(?:limit|max\w*|ceiling|cap|range)\b"
    r"|\b(?:limit|maximum|ceiling|cap)\b(?=[^.]{0,12}\d)",
    re.I,
)
"""A limit that is passed, or named with its number, approves of nothing."""
_CHANGE: Final = re.compile(
    r"[\s*]*\|[\s*]*$|[\s,*]*(?:(?:dose|order|ordered|regimen|prescription)\s+)?(?:(?:would|will|should|must|then|now|has to"
    r"|needs to)\s+)*(?:become[s]?|\u2192|->|=>|(?:(?:goes|go|comes|come|drops?|falls?|is|be|was|brought|taken)\s+)?"
    r"(?:(?:cut|lowered|reduced|halved|changed|dropped|stepped|brought)\s+)?(?:down|back|up)?\s*to)[\s*]+(?:about |just |only "
    r"|no more than |not more than |at most |a maximum of |at or below )?$",
    re.I,
)
_FROM: Final = re.compile(
    r"\b(?:from|reduc\w+|lower\w*|cut\w*|chang\w+|drop\w*|switch\w*|bring\w*|halv\w+|tak(?:e|es|ing))\s+(?:[\w']+\s+){0,3}$", re.I
)
_LIMIT_BEFORE: Final = re.compile(
    r"(?:(?:more|less|higher|lower|greater|fewer) than|above|over|below|under|up to|at (?:most|least)|exceed\w*|maximum|max\.?|ceiling"
    r"|cap(?:ped)?"
    r"|limit(?:ed)?|[<>\u2264\u2265]=?)[\s:*]*(?:(?:is|of|at|to|the)\s+)*$",
    re.I,
)


def approves(text: str) -> bool:
    """Say whether words of a sentence approve of what it tells; a limit that is passed, or named with its number, does not."""
    return bool(_APPROVES.search(_PAST.sub(" ", text)))


def turned_down(text: str, amount: Amount, known: Known) -> bool:
    """Say whether a sentence turns an amount down, before it or behind it.

    Args:
        text: A sentence.
        amount: One of its amounts.
        known: What stands in the evidence and in the question.

    Returns:
        False where the words only seem to, as in 'no reason not to give 40 mg', and where a comparison with a limit is wrong.
    """
    before, behind = text[: amount.start], text[amount.end :]
    if (no := _REFUSED.search(before)) and not _TWISTED.search(before[: no.start()]) and not _CONDITION.match(behind):
        return True
    verdict = _TOO_MUCH.match(behind)
    if not verdict or _LIMIT_BEFORE.search(before) or _TWISTED.search(before) or _RELENTS.search(behind[verdict.end() :]):
        return False
    return _holds(amount, verdict, behind, known)


def comparison(text: str, amount: Amount, known: Known) -> tuple[int, int] | None:
    """Return where a sentence says behind an amount that it is over a limit.

    Args:
        text: A sentence.
        amount: One of its amounts.
        known: What stands in the evidence and in the question.

    Returns:
        The place of these words, an empty one when there are none; None where it is not over the limit.
    """
    behind = text[amount.end :]
    verdict = _TOO_MUCH.match(behind)
    if not verdict or not (verdict["over"] or verdict["exceeds"]):
        return amount.end, amount.end
    return (amount.end, amount.end + verdict.end()) if _holds(amount, verdict, behind, known) else None


def _holds(amount: Amount, verdict: re.Match[str], behind: str, known: Known) -> bool:
    """Say whether an amount is as far over the next one, or over a limit of the evidence, as the verdict says."""
    if not (verdict["over"] or verdict["exceeds"]):
        return True
    limit = next((a.value for a in amounts(behind[verdict.end() :]) if a.unit == amount.unit), None)
    if verdict["times"]:
        factor = {"twice": 2.0, "double": 2.0, "triple": 3.0}.get(verdict["times"].lower()) or float(verdict["times"].split()[0])
        limits = (
            {value for value, unit in known.amounts if unit == amount.unit}
            if limit is None or _THE_LIMIT.match(behind[verdict.end() :])
            else set()
        )
        limits |= {limit} if limit is not None else set()
        return any(amount.value > most * factor if verdict["more"] else near(most * factor, amount.value) for most in limits)
    return limit is None or amount.value > limit


_THE_LIMIT: Final = re.compile(
    r"\s*(?:the|her|his|this|that|its|what)\s+(?:[\w-]+ ){0,3}?(?:limit|ceiling|cap|max\w*|allowed|most)\b", re.I
)


def changed(text: str, amount: Amount, found: list[Amount], known: Known, gone: list[tuple[int, int]]) -> bool:
    """Say whether the amount is what another, which stands, takes the place of."""
    into = next((a for a in found if a.start >= amount.end), None)
    if into is None or (into.value, into.often) == (amount.value, amount.often):
        return False
    if not known.has(into) and (into.start, into.end) not in gone:
        return False
    way = _CHANGE.fullmatch(text[amount.end : into.start])
    if not way or _LIMIT_BEFORE.search(text[: amount.start]) or _TWISTED.search(text[: amount.start]):
        return False
    return not re.match(r"[\s*]*to\b", way.group()) or bool(_FROM.search(text[: amount.start]))
