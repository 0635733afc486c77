"""Which way a limit points: 'below 30 mL/min' and 'at least 30 mL/min' share a number and say the opposite."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal

from knowledge.quantities import DOSE_UNITS, number_pattern, plain, scaled, spelt_out, unit_pattern

Direction = Literal["up", "down"]
Comparison = tuple[float, str, Direction, str]
"""Value and unit in one form, which way it points, and the words it was read from."""

_N: Final = number_pattern()
_UNIT: Final = rf"(?:[\s-]*(?P<unit>{unit_pattern()})(?!\w))?"
_DOWN: Final = (
    r"<=?|\u2264|(?:no |not |never )(?:be )?(?:more|greater|higher|above|over|exceed(?:ing|s)?|go(?:es)? (?:above|over))(?: than)?"
    r"|(?:not|n't|never) (?:be )?(?:exceed|given above|raised above)|up to|at most|below|under|beneath|less than|lower than|fewer than"
    r"|younger than|within|maximum(?: of| is|:)?|max\.?"
    r"|smaller than|short of|at or below|\b(?:ceiling|limit(?:ed)?|cap(?:ped)?|restrict(?:ed)?|greatest daily dose)\b"
)
_UP: Final = (
    r">=?|\u2265|(?:no |not |never )(?:be )?(?:less|lower|fewer|below|under)(?: than)?|at least|above|(?:greater|more|higher|larger"
    r"|longer|older) than"
    r"|(?:not|n't) (?:be )?(?:\w+ )?before|over|minimum(?: of| is|:)?|exceed(?:s|ing)?|beyond|at or above"
)
_BEFORE: Final = re.compile(
    rf"(?:(?P<down>{_DOWN})|(?P<up>{_UP}))\s*(?:(?:an?|the|of|about|approximately|around|is|was|to|at|only|CrCl|eGFR|GFR|in|dose|dosage"
    rf"|daily|:|[a-z]{{6,}})\s+){{0,4}}(?P<n>{_N})"
    rf"(?:\s*(?:to|-|\u2013)\s*(?:{_N}))?{_UNIT}",
    re.I,
)
_AFTER: Final = re.compile(
    rf"(?<![\w.])(?P<n>{_N}){_UNIT}\s*(?:of age\s+|(?:a|per|each) (?:day|week)\s+|daily\s+)?,?\s*(?:or|and)\s+(?:(?P<down>below|less"
    rf"|lower|under|younger|fewer|shorter|lighter)"
    rf"|(?P<up>above|more|higher|greater|over|older|longer|up|beyond|heavier))\b(?!\s+{_N})",
    re.I,
)
_LAST: Final = re.compile(
    rf"(?<![\w.])(?P<n>{_N}){_UNIT}\s*(?:(?:(?:a|per|each) (?:day|week|dose)|(?:once[ -]|twice[ -]|\d times )?daily|/day|in all"
    rf"|,)\s*)?(?:(?:is|as|being) )?(?:the )?"
    r"(?:(?:absolute|daily|upper|top|highest) )*(?:at (?:the )?most|most|max(?:imum)?|ceiling|cap|limit|tops)\b(?! (?:of|is|at|to|with"
    r"|\d))",
    re.I,
)
_RANGE: Final = re.compile(
    rf"(?<![\w.])(?P<low>{_N})(?:[\s-]*(?:{unit_pattern()})(?!\w))?\s*(?:to(?: below| less than| under| <)?|-|\u2013|\u2014"
    rf"|and (?:below|at most|up to)|up to|and(?= at most| below))\s*(?P<n>{_N}){_UNIT}",
    re.I,
)
_HALF: Final = re.compile(r"\b(at most|at least|no more than|no less than|by) (?:one |a )?hal(?:f|ves?|ving)\b", re.I)
_DENIED: Final = re.compile(r"(?:\b(?:not|never|avoid\w*|no|steer clear|stay away|keep from|refrain)|n't)\s+(?:[a-z]+\s+){0,4}$", re.I)
"""What turns a limit of a dose round: 'do not give more than 20 mg' sets the same as 'at most 20 mg'."""
_NOT_WITHIN: Final = re.compile(
    r"(?<!if )(?<!when )(?<!where )(?:\b(?:not|never|avoid\w*|no|none|neither|cannot|contraindicat\w*)|n't)\b(?:[^.;:|!?,]|, (?:and|or"
    r"|nor)\b){0,160}$",
    re.I,
)
"""'Do not take it within 14 days' asks for at least 14 days."""
_AGAINST: Final = re.compile(
    r"\b(?:not|never|avoid\w*|skip\w*|contraindicat\w*|hold|withh[eo]ld\w*|stop\w*|omit\w*|leave out|miss|reduc\w*|lower\w*|halv\w*|cut"
    r"|no(?! (?:dose |dosage )?"
    r"(?:change|adjustment|reduction)))\b|n't\b",
    re.I,
)
_CLAUSE: Final = re.compile(r"[.;!?](?=\s|$)")
_SPAN: Final = frozenset({"h", "month"})


def _unit(match: re.Match[str]) -> str:
    return match["unit"] or ""


@lru_cache(maxsize=4096)
def comparisons(text: str) -> tuple[Comparison, ...]:
    """Read every limit of a text, with its direction.

    Args:
        text: English prose.

    Returns:
        The limits; a range gives its lower end as `up` and its upper end as `down`. A number without a unit has the unit ''.
    """
    return tuple(_read(_HALF.sub(r"\1 50%", spelt_out(plain(text)))))


def _read(text: str) -> Iterator[Comparison]:
    for match in _BEFORE.finditer(text):
        value, unit = scaled(match["n"], _unit(match))
        if (
            unit in _SPAN
            and match["up"]
            and match["up"].lower() == "over"
            or match["down"]
            and match["down"].lower() == "within"
            and unit not in _SPAN
        ):
            continue  # 'over 2 weeks' is how long it takes
        denied = unit in DOSE_UNITS and bool(_DENIED.search(text, 0, match.start()))
        if match["down"] and match["down"].lower() == "within":
            denied = bool(_NOT_WITHIN.search(text, 0, match.start()))
        yield value, unit, "down" if bool(match["down"]) != denied else "up", match.group()
    for match in _AFTER.finditer(text):
        value, unit = scaled(match["n"], _unit(match))
        yield value, unit, "down" if match["down"] else "up", match.group()
    for match in _LAST.finditer(text):
        value, unit = scaled(match["n"], _unit(match))
        if unit in DOSE_UNITS:
            yield value, unit, "down", match.group()
    for match in _RANGE.finditer(text):
        low, unit = scaled(match["low"], _unit(match))
        yield low, unit, "up", match.group()
        yield scaled(match["n"], _unit(match))[0], unit, "down", match.group()


def turned(text: str, support: str) -> tuple[str, ...]:
    """Return the limits of a text that point the other way than the same number in what supports it.

    Args:
        text: A sentence of an answer.
        support: The evidence that it cites.

    Returns:
        The words of each; a limit whose number the evidence gives without a direction passes, but no least amount of a dose does.
    """
    known: dict[tuple[float, str], set[Direction]] = {}
    bare: dict[float, set[Direction]] = defaultdict(set)
    ruled: set[tuple[float, Direction, bool]] = set()
    left: set[tuple[float, Direction]] = set()
    for value, unit, way, _ in comparisons(support):
        known.setdefault((value, unit), set()).add(way)
        bare[value].add(way)
    for clause in _CLAUSE.split(support):
        if _rules_out(clause):
            ruled |= {(value, way, _holds_end(words)) for value, unit, way, words in comparisons(clause) if unit in _SPLIT_AT}
        else:
            left |= {(value, way) for value, _, way, _ in comparisons(clause)}
    wrong = []
    for value, unit, way, words in comparisons(text):
        ways = known.get((value, unit), set()) | (bare[value] if not unit or (value, "") in known else set()) or None
        if unit == "h" and any((value, way, end) in ruled for end in (True, False)) and (value, way) not in left and _told(text, value):
            wrong.append(words.strip())
            continue
        if _NOT_THERE.match(words.strip()) and any(v == value and w != way for v, w, _ in ruled):
            continue  # 'not below 60' where the evidence rules out what is below
        if ways is not None and way not in ways and unit in _SPLIT_AT and _spared(text, value, unit, ruled, way, words):
            continue  # 'more than 12 hours: skip it' leaves '12 hours or less: take it'
        if ways is not None and way not in ways or ways is None and way == "up" and unit in DOSE_UNITS and not _ranged(words):
            wrong.append(words.strip())
    return tuple(wrong)


def _rules_out(clause: str) -> bool:
    """Say whether a clause rules something out beside the words of its limits, as 'not before 3 days'."""
    for _, _, _, words in comparisons(clause):
        clause = clause.replace(words, " ")
    clause = _MISSED.sub(" ", clause)
    return bool(_AGAINST.search(clause))


_NOT_THERE: Final = re.compile(r"(?:not|never|no)\s+(?:be )?(?:used |given )?(?:below|under|above|over|at)\b", re.I)
_MISSED: Final = re.compile(r"\b(?:if|when) (?:you|a|the|your|one) (?:[\w-]+ ){0,3}?(?:miss|missed|forget|forgot|skipped)\b", re.I)
_TAKE: Final = re.compile(
    r"\b(?:take|give|use|swallow|inject) (?:it|the|that|your|a|one|this)\b(?! next| (?:\w+ )?at (?:its|the|your) (?:usual|normal|next))",
    re.I,
)


def _told(text: str, value: float) -> bool:
    """Say whether a text says to take something beyond a limit behind which the evidence rules it out."""
    return any(
        _TAKE.search(clause) and not _rules_out(clause)
        for clause in _CLAUSE.split(text)
        if any(v == value for v, _, _, _ in comparisons(clause))
    )


def _spared(text: str, value: float, unit: str, ruled: set[tuple[float, Direction, bool]], way: Direction, words: str) -> bool:
    """Say whether the evidence rules out the other side of a limit and the text rules out nothing at this one."""
    other: Direction = "down" if way == "up" else "up"
    if (value, other, False) not in ruled and (_holds_end(words) or (value, other, True) not in ruled):
        return False
    if unit not in _SPAN and not _FREE.search(text):
        return False
    return not any(_rules_out(clause) for clause in _CLAUSE.split(text) if any(v == value for v, _, _, _ in comparisons(clause)))


_SPLIT_AT: Final = frozenset({"h", "month", "mL/min", "mL/min/1.73m2", ""})
"""Units of limits on whose two sides different things are done."""
_FREE: Final = re.compile(
    r"\b(?:no (?:dose |dosage )?(?:change|adjustment|reduction)|usual|full|unchanged|can be|may be|unadjusted|normal)\b", re.I
)
_END: Final = re.compile(r"\bor\b|[=\u2264\u2265]|\bat (?:least|most)|\bno(?:t)? (?:more|less|longer|later)|up to|within|maxim|minim", re.I)


def _holds_end(words: str) -> bool:
    """Say whether the number of a limit lies within it, as in '12 hours or less'."""
    return bool(_END.search(words))


def _ranged(words: str) -> bool:
    return bool(_RANGE.search(words))
