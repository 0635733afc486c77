"""How often at least, which way a dose goes in steps, and with food or without."""

from __future__ import annotations

import re
from typing import Final

_FOODS: Final = (
    (
        "on an empty stomach",
        re.compile(
            r"\bempty stomach\b|\bfast(?:ing|ed)\b|\bwithout food\b(?<!or without food)|\bbefore (?:you eat"
            r"|breakfast|food|meals?|eating)\b|\bbefore .{0,20}food\b|\bdo not eat\b",
            re.I,
        ),
    ),
    (
        "with food",
        re.compile(
            r"(?<!or )\bwith (?:\w+ ){0,4}?(?:food|meals?|milk|breakfast|dinner|supper)\b|\bafter (?:food|meals?"
            r"|eating|you eat)\b|\bmeal\b|\bafter .{0,20}food\b",
            re.I,
        ),
    ),
    ("at bedtime", re.compile(r"\bbed(?:time)?\b|\b(?:at|each|every) night\b|\bnightly\b", re.I)),
    ("in the morning", re.compile(r"\bmorning\b|\bbreakfast\b|\bget up\b|\bwake", re.I)),
)

_OFTEN: Final = re.compile(
    r"\b(?:(?P<up>at least|no less than|minimum)|(?P<down>at most|no more than|not more than|maximum))\s+(?:once |twice )?(?:a |an |per |every |each )?"
    r"(?P<span>week|dai|day|month|hour|year)",
    re.I,
)


def often_turned(text: str, claims: str) -> str:
    """Catch 'at most once a week' for 'at least weekly'."""
    known: dict[str, set[bool]] = {}
    for match in _OFTEN.finditer(claims):
        known.setdefault(match["span"].lower().replace("dai", "day"), set()).add(bool(match["up"]))
    for match in _OFTEN.finditer(text):
        ways = known.get(match["span"].lower().replace("dai", "day"))
        if ways and bool(match["up"]) not in ways:
            return f"Says {match.group()!r}; the evidence says the opposite."
    return ""


_STEP_UP: Final = re.compile(r"\b(?:rais|increas)\w*|\btitrat\w*\b(?! down)|\bgo(?:es|ing)? (?:up|above)\b", re.I)
_STEP_DOWN: Final = re.compile(
    r"\b(?:decreas(?:e|es|ing)|lower(?:s|ing)?(?= (?:it|slowly|gradually|by|the dose))|reduc(?:e|es|ing)|taper\w*|cut\w*|halv\w*)\b", re.I
)
_STEPS: Final = re.compile(
    r"\b(?:and|then|,)\s+(?:then )?(?:(?P<up>(?:rais|increas)(?:e|es))|(?P<down>(?:decreas|reduc)(?:e|es)|lowers?))"
    r"(?: it| the dose)?(?= (?:slowly|gradually|cautiously|carefully|with caution|by \d))|(?:;)\s*(?:(?P<up2>(?:rais|increas)es?)"
    r"|(?P<down2>(?:decreas|reduc)es?|lowers?))(?: it| the dose)? by \d",
    re.I,
)


_DOSE_STEP: Final = re.compile(
    r"\b(?:(?P<up>(?:rais|increas)(?:es?|ing))|(?P<down>(?:decreas|reduc)(?:es?|ing)|lower(?:s|ing)?)) (?:the )?(?:individual|single|each) doses?",
    re.I,
)
_DECREASES: Final = re.compile(r"\bdose (?:decreases|reductions)\b", re.I)


_WATCHED_STEP: Final = re.compile(
    r"\b(?:(?P<up>rais|increas|titrat\w* up)|(?P<down>decreas|lower|reduc))\w*(?: (?:it|the dose|further))? only (?:with|under|if|when|after)\b",
    re.I,
)
"""A dose that may be changed under a condition: `raise it only with close monitoring`."""


_TO: Final = re.compile(r"\b(?:(?P<up>increas\w*|rais\w+)|(?P<down>decreas\w*|reduc\w+|lower\w*)) (?:it |the dose )?to \d", re.I)
"""A dose that is changed to another."""
_SIZED: Final = re.compile(
    r"\b(?:small|modest|slight|minor|tiny|little|dose)\s+(?:dos(?:e|age)\s+)?(?:(?P<up>increases?|rises?)|(?P<down>decreases?|reductions?|cuts?))\b",
    re.I,
)
"""A change of a dose, with its size."""


def steps_turned(text: str, claims: str) -> str:
    """Catch a dose that goes down in steps after the start where the evidence only raises it, or the other way."""
    for match in _STEPS.finditer(text):
        up = bool(match["up"] or match["up2"])
        own, other = (_STEP_UP, _STEP_DOWN) if up else (_STEP_DOWN, _STEP_UP)
        if other.search(claims) and not own.search(claims):
            return f"Says {match.group().strip(' ,;')!r}; the evidence says the opposite."
    known = {bool(match["up"]) for match in _DOSE_STEP.finditer(claims)}
    for match in _DOSE_STEP.finditer(text):
        if known and bool(match["up"]) not in known:
            return f"Says {match.group()!r}; the evidence says the opposite."
    changed = {bool(match["up"]) for match in _WATCHED_STEP.finditer(claims)}
    for match in _WATCHED_STEP.finditer(text):
        if changed and bool(match["up"]) not in changed:
            return f"Says {match.group()!r}; the evidence says the opposite."
    reached = {bool(match["up"]) for match in _TO.finditer(claims)}
    for match in _TO.finditer(text):
        if reached and bool(match["up"]) not in reached:
            return f"Says {match.group()!r}; the evidence says the opposite."
    sized = {bool(match["up"]) for match in _SIZED.finditer(claims)}
    for match in _SIZED.finditer(text):
        if sized and bool(match["up"]) not in sized:
            return f"Says {match.group()!r}; the evidence says the opposite."
    if (match := _DECREASES.search(text)) and not _STEP_DOWN.search(claims):  # type: ignore[assignment]
        return f"Says {match.group()!r}, which the evidence does not."
    return ""


def food_turned(text: str, claims: str) -> str:
    """Catch food, stomach and time of day turned round."""
    both = re.search(r"\bwith or without (?:\w+ )?(?:food|meals?|regard)|\bfood (?:does not|doesn't)", claims, re.I)
    for name, pattern in _FOODS:
        match = pattern.search(text)
        if (
            not match
            or pattern.search(claims)
            or re.search(
                r"with(?:out)? or with|\bwith or without\b|\bdo(?:es)? not\b"
                r"|n't",
                text,
                re.I,
            )
        ):
            continue
        others = [other for other, p in _FOODS if other != name and p.search(claims)]
        if both or others:
            return f"Says to take it {name}; the evidence says {'with or without food' if both else others[0]}."
    return ""
