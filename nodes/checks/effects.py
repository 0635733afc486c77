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

_FALL: Final = re.compile(r"\b(?:decreas|lower|reduc|fall|fell|less|drop|dimin|declin|weak|poorer|hardly|halv|go(?:es)? down|cut)\w*", re.I)

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
    ways = {*_effects(claims), *("up" if m["up"] else "down" for m in _MOVED_BY.finditer(claims))}
    for clause in clauses(text):
        own = set(_effects(clause))
        if len(own) == 1 and ways and not own & ways:
            return f"Says that a level {'rises' if 'up' in own else 'falls'}; the evidence says the opposite."
    said = _LESS_THAN.sub(" ", claims)
    if "poorer" in said:
        said = said.replace("risk rating", " ")
    moved = {"up": bool(_RISE.search(said)), "down": bool(_FALL.search(said))}
    for clause in clauses(text):
        rises, falls = _MOVES_UP.search(clause), _MOVES_DOWN.search(clause)
        if rises and not falls and moved["down"] and not moved["up"] or falls and not rises and moved["up"] and not moved["down"]:
            return f"Says {(rises or falls).group()!r}; the evidence says the opposite."  # type: ignore[union-attr]
    return ""


_MOVED_BY: Final = re.compile(
    r"\b(?:(?P<up>raises|increases)|(?P<down>lowers|reduces|cuts|decreases)) (?:[\w-]+ ){1,3}by (?:about )?\d", re.I
)
"""What one drug does to another, in figures: 'lowers perampanel by about 50%'."""

_SHARE: Final = re.compile(r"\b(\d+(?:\.\d+)?)\s?(?:%|percent\b)")
_WAY: Final = re.compile(
    r"\b(?:(?P<up>increas\w*|ris(?:es?|ing)|rose|higher|climb\w*|rais\w*|go(?:es)? up)"
    r"|(?P<down>decreas\w*|fall\w*|fell|drop\w*|lower\w*|reduc\w*|declin\w*|less|go(?:es)? down))\b",
    re.I,
)
_BEFORE_SHARE: Final = 60


def _shares(text: str) -> dict[float, set[bool]]:
    """Return for each percentage of a text whether what it measures rises: the nearest word before it says so."""
    found: dict[float, set[bool]] = {}
    for share in _SHARE.finditer(text):
        near = re.split(r"[;.](?=\s)|%", text[max(0, share.start() - _BEFORE_SHARE) : share.start()])[-1]
        if told := list(_WAY.finditer(near)):
            found.setdefault(float(share[1]), set()).add(bool(told[-1]["up"]))
    return found


def share_turned(text: str, claims: str) -> str:
    """Catch a percentage by which a level falls in the answer and rises in the evidence, or the other way."""
    known = _shares(claims)
    for share, ways in _shares(text).items():
        if share in known and not ways & known[share]:
            return f"Says that {share:g}% {'rises' if True in ways else 'falls'}; the evidence says the opposite."
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
    if (match := _DECREASES.search(text)) and not _FALL.search(claims):  # type: ignore[assignment]
        return f"Says {match.group()!r}, which the evidence does not."
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
