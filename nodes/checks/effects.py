"""Which way an effect goes: a level that rises, an object that is raised, how often at least, and with food or without."""

from __future__ import annotations

import re
from typing import Final

from nodes.checks.draft import clauses

_RISE: Final = re.compile(
    r"\b(?:increas|rais|elevat|ris|higher|doubl|rose|boost|climb|more|greater|accumulat|go(?:es)? up"
    r"|buil\w+ up)\w*",
    re.I,
)

_FALL: Final = re.compile(r"\b(?:decreas|lower|reduc|fall|fell|less|drop|dimin|declin|weak|hardly|halv|go(?:es)? down|cut)\w*", re.I)

_AMOUNT: Final = re.compile(
    r"\b(?:levels?|exposure|concentrations?|AUC|troughs?|INR|clearance|half-li(?:fe|ves)|bioavailability"
    r"|absorption|absorbed|TSH)\b",
    re.I,
)

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

_DOSE_MOVED: Final = re.compile(
    r"\b(?:rais|increas|lower|reduc|cut|halv|chang)\w*\s+(?:or \w+ )?(?:a |the |its |his |her |their "
    r"|[\w-]+ )?(?:dose|doses|dosage)\b",
    re.I,
)

_MOVES: Final = re.compile(
    r"\b(?:(?P<up>increases|raises|elevates|boosts|induces|stimulates|strengthens|(?:both|can|may) (?:increase|raise|induce))"
    r"|(?P<down>decreases|lowers|reduces|inhibits|blocks|weakens|suppresses|(?:both|can|may) (?:decrease|lowers?|reduce|inhibit|block)))"
    r"\s+(?:the |its |their |both )?(?P<object>[\w/-]+)",
    re.I,
)

_BLOOD: Final = (
    ("uric", "uric"), ("potassium", "kal"), ("sodium", "natr"), ("glucose", "glyc"), ("calcium", "calc"), ("magnesium", "magnes"),
    ("phosphate", "phosphat"), ("lipids", "lipid"),
)  # fmt: skip
"""Values of the blood, and how hyper- and hypo- name them."""


def object_turned(text: str, claims: str) -> str:
    """Catch a verb that turns what the evidence does to the same object: 'decreases LDL receptors' for 'raises LDL receptors'."""
    known: dict[str, set[bool]] = {}
    for match in _MOVES.finditer(claims):
        known.setdefault(match["object"].lower(), set()).add(bool(match["up"]))
    low = claims.lower()
    for object_, root in _BLOOD:
        known.setdefault(object_, set()).update(way for prefix, way in (("hyper", True), ("hypo", False)) if f"{prefix}{root}" in low)
    for match in _MOVES.finditer(text):
        ways = known.get(match["object"].lower())
        if ways and bool(match["up"]) not in ways:
            return f"Says {match.group()!r}; the evidence says the opposite."
    return ""


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


def effect_turned(text: str, claims: str) -> str:
    """Catch a level that rises in the answer and only falls in the evidence, or the other way."""
    ways = {way for way in _effects(claims)}
    for clause in clauses(text):
        own = set(_effects(clause))
        if len(own) == 1 and ways and not own & ways:
            return f"Says that a level {'rises' if 'up' in own else 'falls'}; the evidence says the opposite."
    said = _LESS_THAN.sub(" ", claims)
    moved = {"up": bool(_RISE.search(said)), "down": bool(_FALL.search(said))}
    for clause in clauses(text):
        rises, falls = _MOVES_UP.search(clause), _MOVES_DOWN.search(clause)
        if rises and not falls and moved["down"] and not moved["up"] or falls and not rises and moved["up"] and not moved["down"]:
            return f"Says {(rises or falls).group()!r}; the evidence says the opposite."  # type: ignore[union-attr]
    return ""


_LESS_THAN: Final = re.compile(
    r"\bor (?:more|greater|higher|less|lower|above|below)\b|\b(?:more|less|greater|higher|lower) (?:than|often|likely|\w+ly)\b"
    r"|\bhardly\b|\bweakly\b|\bcut\b",
    re.I,
)

_MOVES_UP: Final = re.compile(r"\b(?:increas(?:es|ed)|rais(?:es|ed)|elevat(?:es|ed))\b", re.I)

_MOVES_DOWN: Final = re.compile(r"\b(?:decreas(?:es|ed)|lower(?:s|ed)|reduc(?:es|ed))\b", re.I)


def _effects(text: str) -> list[str]:
    found = []
    for clause in (part for c in clauses(_LESS_THAN.sub(" ", _DOSE_MOVED.sub(" ", text))) for part in re.split(r",| and ", c)):
        for noun in _AMOUNT.finditer(clause):
            near = clause[max(0, noun.start() - 40) : noun.end() + 40]
            rises, falls = list(_RISE.finditer(near)), list(_FALL.finditer(near))
            if bool(rises) != bool(falls):
                found.append("up" if rises else "down")
            elif rises and falls:
                found += ["up", "down"]
    return found


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
