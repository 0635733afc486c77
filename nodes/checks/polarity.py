"""What a line denies or allows is what its evidence denies or allows."""

from __future__ import annotations

import re
from typing import Final

from knowledge.quantities import DOSE_UNITS, plain, quantities
from nodes.checks.allowance import SPARES, dose_allowed, for_the_others, unallowed
from nodes.checks.benefit import belittled
from nodes.checks.direction import turned
from nodes.checks.draft import Draft, drugs_named, failure
from nodes.checks.effects import food_turned, often_turned, steps_turned
from nodes.checks.headings import only_topic
from nodes.checks.layout import unlabelled
from nodes.checks.permission import permitted
from nodes.checks.sides import limit_turned, only_so_long
from nodes.checks.signs import NO, joined, signed
from nodes.checks.verbatim import verbatim
from nodes.state import CheckFailure
from tools.evidence import Evidence

_TURNS: Final = frozenset(
    """contraindicat avoid recommend adjust chang stop increas metaboli dialy excret inhibit induc affect help cross pass caus need studied
    approv effective harm crush chew drive mix share freez doubl exceed interact monitor swallow rais known likely fatal permanent reversible
    safe appl emergency antidote""".split()
)
"""Words of which a denial in the answer against the evidence, or the other way, is a lie; of others both are often said."""


_VERDICTS: Final = {
    "reduce": "Reduce the dose.", "adjust": "Adjust the dose.", "avoid": "Avoid.", "contraindicated": "Contraindicated.",
    "no_adjustment": "No adjustment.", "usual": "Usual dose.",
}  # fmt: skip
_VERDICT_WORDS: Final = re.compile(r"(?<=[.;] )(?:Reduce|Adjust) the dose\.")
_GRAVE: Final = ("contraindication", "boxed_warning", "pregnancy", "lactation")
"""Topics of facts that allow nothing unless they say so."""


_AS_BEFORE: Final = re.compile(r"\bthe same (?:starting |reduced |lower |maximum )?dose\b", re.I)
"""A dose of the line before; it is that of the evidence where both cite the same amounts."""


def polarity_as_found(draft: Draft) -> list[CheckFailure]:
    """A line does not deny what its evidence says, say what it denies, allow what it forbids, or forbid and spare out of nothing."""
    found: list[CheckFailure] = []
    last: set[tuple[float, str]] = set()
    for said, text, cited in draft.lines():
        bearing = [e for e in cited if e["kind"] != "memory"]
        if not bearing or only_topic(said):
            continue
        claims = plain(" ".join(f"{_of_pair(e, text)} {_VERDICTS.get(str(e['data'].get('verdict')), '')}" for e in bearing))
        named = {m.name for m in drugs_named(text)}
        grave = any(e["data"].get("topic") in _GRAVE or e["data"].get("verdict") in ("avoid", "contraindicated") for e in bearing) or any(
            e["data"].get("severity") == "contraindicated" and {str(e["data"].get(f"drug_{side}")) for side in "ab"} & named
            for e in bearing
        )
        amounts = {q.key for q in quantities(claims) if q.unit in DOSE_UNITS}
        same = _AS_BEFORE.search(text)
        before = {q.key for q in quantities(text[: same.start()]) if q.unit in DOSE_UNITS} if same else set()
        if amounts & before or amounts & last and not amounts - last:
            text = _AS_BEFORE.sub(" ", text)
        last = amounts or last
        if not verbatim(said, draft.evidence) and (reason := against(unlabelled(text), claims, grave=grave)):
            found.append(failure("polarity_as_found", said, reason))
    return found


_ASIDE: Final = re.compile(r"\([^()]{3,120}\)")


def _of_pair(item: Evidence, text: str) -> str:
    """Return an interaction's claim without what it says in brackets of another drug that the text does not name: '(aspirin hardly changes lithium)'."""
    claim = str(item["claim"])
    if item["kind"] != "interaction" or "(" not in claim:
        return claim
    pair = {str(item["data"].get(f"drug_{side}")) for side in "ab"}
    here = pair | {m.name for m in drugs_named(text)}

    def kept(match: re.Match[str]) -> str:
        others = {m.name for m in drugs_named(match.group()) if m.how in ("generic", "brand")} - here
        return " " if others and not NO.search(text) else match.group()

    return _ASIDE.sub(kept, claim)


def against(text: str, claims: str, *, grave: bool = False) -> str:
    """Say in what a text contradicts the claims.

    Args:
        text: A line without citations.
        claims: What its evidence says.
        grave: Whether that is a warning, which allows nothing unless it says so.

    Returns:
        The contradiction; empty when none can be seen.
    """
    text = _ASKED_FIRST.sub(" ", joined(text))
    own, known = signed(text), signed(claims)
    for stem, ways in own.items():
        if stem in _TURNS and stem in known and not ways & known[stem]:
            return f"{'Says' if True in ways else 'Denies'} {stem!r}, which the evidence {'denies' if True in ways else 'says'}."
    for stem in _NEVER_DENIED:
        if (
            own.get(stem) == frozenset({False})
            and False not in known.get(stem, ())
            and not (
                stem in _LESSENED
                and SPARES.search(claims)
                and re.search(r"\bdos(?:e|es|ing|age)\b|\breduction\b|\bto (?:reduce|lower|cut|decrease)\b", text, re.I)
            )
            and not (stem in _ACTED and _SCARCE.search(claims))
            and not (stem == "affect" and known.get("chang") == frozenset({False}))
            and not (stem == "known" and _UNKNOWN.search(claims))
            and not re.search(rf"\b(?:no|without|hardly|little)\b[^.;]{{0,40}}{stem}", claims, re.I)
        ):
            return f"Denies {stem!r}, which the evidence does not."
    if (
        re.search(r"\bnot? proof\b", claims)
        and (proof := _PROVES.search(text))
        and not re.search(r"\bnot?\b|n't", text[: proof.start()][-25:])
    ):
        return f"Says {proof.group()!r}; the evidence is no proof."
    if phrase := _unbanned(text, claims):
        return f"Says {phrase!r}, which the evidence forbids."
    if (
        lie := permitted(text, claims)
        or only_so_long(text, claims)
        or for_the_others(text, claims)
        or belittled(text, claims)
        or _subject_denied(text, claims)
        or often_turned(text, claims)
        or dose_allowed(text, claims)
    ):
        return lie
    if lie := unallowed(text, claims, known, grave=grave):
        return lie
    steps = steps_turned(text, _VERDICT_WORDS.sub(" ", claims))
    return turned(text, claims) or steps or limit_turned(text, claims) or food_turned(text, claims)


_LESSENED: Final = ("lower", "reduc", "decreas")
"""Of a dose; evidence says 'no adjustment'."""
_ACTED: Final = ("affect", "inhibit", "induc", "interact", "block")
_SCARCE: Final = re.compile(
    r"\b(?:no|without|hardly|little|minimal\w*|weak\w*|less|least|does not|do not|not)\b[^.;]{0,40}(?:affect|inhibit|induc|interact"
    r"|chang|break|metaboli)",
    re.I,
)
"""What acts little on an enzyme hardly affects it."""
_PROVES: Final = re.compile(
    r"(?<!not )(?<!no )(?<!n't )\b(?:prov(?:e|es|en|ed)|proof|guarantee\w*|confirm(?:s|ed)|rules? out|definite\w*|certainly)\b", re.I
)
_NEVER_DENIED: Final = (
    "lower",
    "reduc",
    "decreas",
    "worsen",
    "lead",
    "damag",
    "block",
    "toxic",
    "caus",
    "inhibit",
    "induc",
    "affect",
    "interact",
    "increas",
    "rais",
    "harm",
    "cross",
    "prolong",
    "known",
)
_UNKNOWN: Final = re.compile(
    r"\b(?:unknown|unclear|uncertain|not (?:been )?(?:known|clear|shown|proven|established|studied)|no data|limited)\b", re.I
)
_FORBIDDEN: Final = re.compile(
    r"\b(?:do not|don't|never|must not|should not|cannot)\s+((?:[\w'-]+\s+)?[\w'-]+ (?:two|three|double|each day|every day|daily|extra)\b"
    r"|(?:[\w'-]+\s+){2}[\w'-]+)",
    re.I,
)


_IT: Final = re.compile(r"\b(?:it|them|this|these)\s+", re.I)


_DAILY: Final = re.compile(r"\b(?:once (?:a|per|each|every) day|(?:once )?daily|every day|each day)\b", re.I)


_NOT_DAILY: Final = re.compile(
    r"\b(?:do not|don't|never|must not|should not|not)\s+(?!exceed|go\b|more|give more|take more)(?:[a-z]+\s+){0,4}?each day", re.I
)
_ASKED_FIRST: Final = re.compile(r"\b(?:ask|call|tell|check|talk|speak)\b[^.;|]*\bbefore\b[^.;|]*", re.I)
"""'Ask your doctor before you take aspirin' permits none."""


def _unbanned(text: str, claims: str) -> str:
    """Return three words that the evidence forbids and the text says without a denial; empty when there are none."""
    often, daily = _DAILY.sub("each day", text), _DAILY.sub("each day", claims)
    if (barred := _NOT_DAILY.sub(" ", daily)) != daily and "each day" not in barred and "each day" in _NOT_DAILY.sub(" ", often):
        return "each day"
    low = " ".join(re.findall(r"[\w'-]+", _IT.sub("", text.lower())))
    for match in _FORBIDDEN.finditer(_IT.sub("", claims)):
        phrase = " ".join(match[1].lower().split())
        for place in re.finditer(rf"\b{re.escape(phrase)}\b", low):
            before = low[: place.start()]
            reach = 6 if before.endswith(" or ") else 3
            if not re.search(rf"(?:\b(?:not|never|cannot|without|avoid)|n't)\b(?:\s+\S+){{0,{reach}}}\s*$", before):
                return phrase
    return ""


_SUBJECT: Final = re.compile(r"\b(?P<who>[A-Za-z][\w-]{3,}) (?:does|do|did|is|are|was) ?(?:not|n't) (?:be )?(?P<verb>[a-z]{4,})", re.I)


def _subject_denied(text: str, claims: str) -> str:
    """Catch what the answer denies of one drug and the evidence says of that drug."""
    for match in _SUBJECT.finditer(text):
        stem = re.escape(match["verb"][: max(4, len(match["verb"]) - 2)])
        if re.search(rf"\b{re.escape(match['who'])} (?:[a-z]+ly |is |are |also )?{stem}", claims, re.I):
            return f"Denies of {match['who']} what the evidence says of it."
    return ""
