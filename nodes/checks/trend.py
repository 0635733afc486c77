"""Which way a clearance, a half-life, a level, an uptake, a strength or a risk goes, in idioms too: the nearest word of direction tells."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from knowledge.quantities import plain
from models.embedded.mentions import Mention
from nodes.checks.aligned import clauses_of, held, sentences_of
from nodes.checks.concepts import lexicon, specific, supported
from nodes.checks.concepts import said as said_in
from nodes.checks.draft import Draft, drugs_named, failure
from nodes.checks.signs import NO
from nodes.state import CheckFailure

_THINGS: Final[tuple[tuple[str, str, int], ...]] = (
    (
        "level",
        r"(?:clear(?:s|ed|ance|ing)|eliminat\w+|excret\w+|metaboli[sz]\w*|metabolism|removal|removed|breakdown|broken down"
        r"|glucuronidation|out of the (?:body|blood|system)|get rid)",
        -1,
    ),
    (
        "level",
        r"(?:(?<!urine )(?<!urinary )(?:levels?|concentrations?)|exposure|auc|half-li(?:fe|ves)|in the (?:blood|body)|builds? up|trough|(?:plasma|serum) \w+)",
        1,
    ),
    ("uptake", r"(?:absor\w+|uptake|taken up|take up|soak\w*|bioavailab\w*)", 1),
    (
        "strength",
        r"(?:effects?|efficacy|effectiveness|potency|protection|protects|pain relief|response|platelet inhibition|anticoagulation"
        r"|works?|working|control)",
        1,
    ),
    (
        "risk",
        r"(?:risks?|likel(?:y|ihood)|chances?|odds|danger|probab\w+|incidence|bleeding|rash|seizures?|toxicity|myopathy|side effects"
        r"|mortality)",
        1,
    ),
    ("blood sugar", r"(?:blood |your |low |high )?(?:sugar|glucose)", 1),
    ("blood pressure", r"blood pressure|BP", 1),
    ("pulse", r"heart ?rate|heart ?beat|pulse", 1),
    ("INR", r"INR|prothrombin time", 1),
    ("potassium", r"(?:serum |blood )?potassium", 1),
    ("sodium", r"(?:serum |blood )?sodium", 1),
    ("magnesium", r"magnesium", 1),
    ("weight", r"weight", 1),
    ("need", r"(?:needs?(?= (?:\w+ )?(?:less|more|fewer|higher|lower|larger|smaller)\b)|requirements?|needed dose)", 1),
    ("pace", r"(?:titrat\w+|tapering|infusions?|dose (?:increases|steps)|uptitration)", 1),
)
_UP: Final = (
    r"increas\w*|rais(?:e|es|ed|ing)|elevat\w*|boost\w*|enhanc\w*|heighten\w*|ris(?:e|es|ing|en)|rose|climb\w*|doubl\w+|tripl\w+"
    r"|high(?:er|est)?|large[r]?|greater|greatest|accumulat\w*|speed\w*|accelerat\w*|quick\w*"
    r"|fast(?:er)?|more|most|strong(?:er)?|strengthen\w*|promot\w*|gr(?:ow|ows|ew|owing)|shoots?|soars?|surg\w+|jump\w*|spik\w*"
    r"|multipl\w+|add(?:s|ed)? to|up|help(?:s|ed|ing)?|aid(?:s|ed|ing)?|ease[sd]?|longer|lengthen\w*|prolong\w*|intensif\w+"
    r"|amplif\w+"
    r"|augment\w*|worsen\w*|push(?:es|ed) up|driv(?:e|es) up|exceed\w*|extend\w*|better|improv\w*|(?<=-)fold|several-fold|induc(?:e"
    r"|es|ed|ing)|hasten\w*|loud\w*|flood\w*|pil(?:e|es|ing) up|deepen\w*|sharpen\w*|perks? up|wakes? up"
)
_DOWN: Final = (
    r"decreas\w*|low(?:er\w*|est)?|reduc\w*|cut(?:s|ting)?|halv\w*|diminish\w*|lessen\w*|weak\w*|deplet\w*|fall(?:s|en|ing)?|fell"
    r"|drop\w*|declin\w*|dip(?:s|ped)?|small\w*|shrink\w*|shrank|slow\w*|impair\w*|suppress\w*|hinder\w*|less|least|fewer|fewest"
    r"|poor\w*"
    r"|blunt\w*|dampen\w*|short\w*|fad(?:e|es|ed|ing)|wan(?:e|es|ed|ing)|plung\w+|slump\w*|sink\w*|sank|block\w*|inhibit\w*"
    r"|prevent\w*|hamper\w*|obstruct\w*|stunt\w*|curb\w*|dull\w*|eas(?:es|ing) off|bind\w*|interfer\w*|los(?:s|e|t|ing)\w*|down|worse"
    r"|limit\w*|delay\w*|unlikely|rarer|rarely|br(?:ings?|ought) down|sooner|starv\w*|rob(?:s|bed)?|drain\w*|thins?|thinn\w*|erod\w*"
    r"|eats? into|undercut\w*|sap(?:s|ped)?|silenc\w*|quiet\w*|muffl\w*|mut(?:e|es|ed)|half as much|dilut\w*|takes? the edge off"
    r"|protect\w* from|counter\w*"
)
_REACH: Final = 5
_SHORT: Final = 25
"""A part without a word of direction is read with the next: 'blood sugar and pressure may go up'."""
_MEASURE: Final = re.compile(
    r"\b(?:more|less|greater|higher|lower) than\b|\b(?:more|most)(?= (?:\w+ly|important|relevant|notable|serious|worrying|significant)\b)"
    r"|\bat least\b|\bup to\b",
    re.I,
)
"""Words of direction that only measure."""
_CUT: Final = re.compile(r"([.;:,()]|\b(?:and|but|while|whereas|so|because|since|which|after|before|if|when|as|than|with)\b)", re.I)


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], tuple[tuple[str, re.Pattern[str], int], ...]]:
    way = re.compile(rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b", re.I)
    return way, tuple((name, re.compile(rf"\b{words}\b", re.I), sign) for name, words, sign in _THINGS)


@lru_cache(maxsize=4096)
def trends(text: str) -> dict[str, frozenset[int]]:
    """Return which way each thing goes that a text speaks of, 1 or -1; what is denied is left out."""
    way, things = _patterns()
    found: dict[str, set[int]] = {}
    before = ""
    pieces = _CUT.split(_MEASURE.sub(" ", plain(text)))
    for cut, mark in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        part = f"{before} {cut}"
        before = cut if mark.lower() == "and" and not way.search(cut) and len(cut) <= _SHORT else ""
        if not part or NO.search(part):
            continue
        ways = [(m.start(), m.end(), 1 if m["up"] else -1) for m in way.finditer(part)]
        if not ways:
            continue
        for name, words, sign in things:
            for thing in words.finditer(part):
                near = [(_gap(part, thing.start(), thing.end(), a, b), s) for a, b, s in ways if b <= thing.start() or a >= thing.end()]
                near = [n for n in near if n[0] <= _REACH]
                if near:
                    found.setdefault(name, set()).add(min(near, key=lambda n: n[0])[1] * sign)
    for match in _PUSHED.finditer(text):
        if drugs_named(match["what"]) and not NO.search(text[: match.start()][-20:]):
            found.setdefault("level", set()).add(1 if match["way"].lower() == "up" else -1)
    return {name: frozenset(signs) for name, signs in found.items()}


_PUSHED: Final = re.compile(
    r"\b(?:brings?|brought|drives?|drove|push(?:es|ed)?|takes?|took|sends?|sent|pulls?) (?:the "
    r"|your )?(?P<what>[\w-]+)(?: levels?)? (?:back )?(?P<way>up|down)\b",
    re.I,
)


def lessened(text: str) -> frozenset[str]:
    """Return the conditions that a text says to be fewer, rarer or milder."""
    found: set[str] = set()
    for part in _PART.split(_MEASURE.sub(" ", plain(text))):
        ways = [] if NO.search(part) else [(m.start(), m.end()) for m in _RARER.finditer(part)]
        for spoken in said_in(part) if ways else ():
            near = min(_gap(part, spoken.start, spoken.end, a, b) for a, b in ways)
            if near <= _REACH:
                found |= {n for n in specific(spoken.concepts) if not lexicon().concepts[n].open}
    return frozenset(found)


def _gap(text: str, start: int, end: int, a: int, b: int) -> int:
    between = text[b:start] if b <= start else text[end:a]
    return len(between.split())


def trend_as_found(draft: Draft) -> list[CheckFailure]:
    """What goes one way only in a line does not go the other way only in the sentences of the evidence that speak of the same."""
    found: list[CheckFailure] = []
    for said, text, claims in held(draft):
        if reason := against(text, claims):
            found.append(failure("trend_as_found", said, reason))
    return found


def against(text: str, claims: str) -> str:
    """Say what goes the other way in a text than in its evidence.

    Args:
        text: A line without citations.
        claims: What its evidence says.

    Returns:
        The reason; empty when nothing does.
    """
    for (left, right), words in _compared(text).items():
        if any(_same(left, b) and _same(right, a) for a, b in _compared(claims)):
            return f"Compares ({words!r}) the other way round than the evidence."
    for clause in clauses_of(text):
        own = trends(clause)
        known = trends(claims) if own else {}
        for name, signs in own.items():
            there = known.get(name, frozenset())
            if len(there) == 1 and len(signs) == 1 and not signs & there:
                return f"Says that a {name} goes {'up' if 1 in signs else 'down'}; the evidence says the opposite."
        for name in lessened(clause):
            harms = [s for s in sentences_of(claims) if name in supported(s)]
            if harms and not any(_BENEFIT.search(s) for s in harms):
                return f"Says that {name!r} goes down; the evidence names it as a harm."
    return ""


_RARER: Final = re.compile(
    r"\b(?:rarer|rarely|fewer|less (?:likely|often|common|frequent|severe)|lower(?:s|ed)? (?:the |your )?(?:risk|rate|odds|chance)s?"
    r"|br(?:ings?|ought) down|(?:cut|drove|drives?|keeps?) down|keeps? (?:\w+ ){0,3}(?:away|at bay|in check)"
    r"|spares?|milder|shortens?|clears up|softens?|calms?)\b",
    re.I,
)
"""How a harm is said to be less."""
_PART: Final = re.compile(r"[.;:,()](?=\s|$)|\b(?:and|but|while|whereas|so|because|since|which|if|when|as|than|with)\b", re.I)
_BENEFIT: Final = re.compile(
    r"\b(?:prevent|protect|treat|better|pass|go(?:es)? away|reliev|improv|reduc|lower|decreas|less|fewer|help|control|against|heal|benefit|outweigh|fall|drop"
    r"|down|worse|cut|slow|loss|weak|impair|short)",
    re.I,
)
_THAN: Final = re.compile(
    r"\b(?:than|over|compared (?:with|to)|versus|ahead of|in preference to|in place of|instead of|rather than)\b", re.I
)
_DIRECT: Final = re.compile(r"\b(?:direct|novel|new)(?:[- ]acting)? oral anticoagulants?\b", re.I)
_Names = frozenset[str]


@lru_cache(maxsize=4096)
def _compared(text: str) -> dict[tuple[_Names, _Names], str]:
    """Return which drugs a text sets over which: those before the word that compares, and those behind it."""
    found: dict[tuple[_Names, _Names], str] = {}
    for sentence in re.split(r"[.;](?=\s|$)", _DIRECT.sub("DOAC", plain(text))):
        for match in _THAN.finditer(sentence):
            named = drugs_named(sentence)
            left = [m for m in named if m.end <= match.start()]
            right = [m for m in named if m.start >= match.end()]
            if (
                left
                and right
                and not _same(_names(left[-1]), _names(right[0]))
                and len(sentence[match.end() : right[0].start].split()) <= _NEAR
            ):
                found[_names(left[-1]), _names(right[0])] = sentence[left[-1].start : right[0].end]
    return found


_NEAR: Final = 4


def _names(mention: Mention) -> _Names:
    return frozenset({mention.name})


def _same(own: _Names, there: _Names) -> bool:
    return bool(own & there)
