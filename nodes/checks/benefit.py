"""A harm of the evidence is no benefit in the answer, no trifle, and nothing that needs no look; what is kept apart is not taken together."""

from __future__ import annotations

import re
from typing import Final

from nodes.checks.concepts import implied, lexicon, said, specific
from nodes.checks.signs import denied_at

_BETTERS: Final = re.compile(
    r"\b(?:prevents?|protects?|treats?|cures?|relieves?|eases|improves|lessens|reduces?|lowers?|decreases?|cuts|heals|reverses"
    r"|wards? off|guards? against)\b",
    re.I,
)
_FINITE: Final = re.compile(r"\b(?:can|may|will|might|could|both|also|and|helps?|drugs|they|agents)\s+(?:to )?$", re.I)
_ACTS: Final = re.compile(
    r"\b(?!during|including|morning|evening|nothing|something|taking|adding|using|giving|combining|pairing|according"
    r"|nursing)\w{3,}ing\b|\bdose|\bmonitor|\bchecks?\b|\bto\s*$",
    re.I,
)
"""A subject that is something done about the harm."""
_BENEFITS: Final = re.compile(
    r"\b(?:prevent|protect|treat|reliev|eas(?:e|es|ing)\b|improv|reduc|lower|decreas|less|help|cur(?:e|es|ed)\b|control|indicat|against"
    r"|fewer|stop|heal|revers|guard"
    r"|outweigh|calm|kill|fall|drop|for\b|used)",
    re.I,
)
_LESSENS: Final = re.compile(r"lessens|reduces?|lowers?|decreases?|cuts", re.I)
_RISK: Final = re.compile(r"\b(?:risks?|chances?|odds|likelihood|incidence|rates?|severity)\b", re.I)
_THRESHOLD: Final = re.compile(r"\b(?:lower\w*|reduc\w*) the (?:seizure )?threshold\b|\brisk rating\b", re.I)
_SENTENCE: Final = re.compile(r"[.;:](?=\s|$)")
_WINDOW: Final = 60

_CALMS: Final = re.compile(
    r"\b(?:harmless|benign|trivial|nothing to (?:worry|fear)|no cause for (?:concern|alarm)|of no (?:concern|consequence|importance)"
    r"|no (?:real )?(?:danger|threat)"
    r"|(?:can|may|could) (?:[\w-]+ ){0,4}?safely"
    r"|not (?:dangerous|harmful|serious|a concern|a problem|an issue|worrying)|no big deal|can be (?:ignored|disregarded))\b",
    re.I,
)
_NOTHING: Final = re.compile(
    rf"{_CALMS.pattern}|\b(?:not|n't|hardly) (?:seem to )?(?:matter|change|affect)|\bno (?:interaction|effect|clinically)", re.I
)
_LOOK: Final = r"(?:check(?:s|ed|ing)?|monitor\w*|tests?|testing|tested|watch\w*|work-?ups?|measur\w+|follow-?up)\b"
_LOOKS: Final = re.compile(
    rf"\b(?:needs? not|needn't|(?:do(?:es)?|is|are) ?(?:not|n't) (?:need|have to|require|required|needed"
    rf"|necessary))\b[^.;,:]{{0,30}}?\b{_LOOK}"
    rf"|\b(?:no|without)(?: further| extra| routine| special| any| regular)?(?: need (?:for|to))? (?:[\w-]+ ){{0,2}}?{_LOOK}"
    r"|\bno (?:[\w-]+ ){1,4}?(?:has|have|needs?) to be (?:checked|monitored|measured|tested|followed)\b"
    rf"|\b{_LOOK}[^.;,:]{{0,30}}?\b(?:can be (?:skipped|relaxed|omitted|dropped|left out)|(?:is|are) unnecessary"
    r"|(?:is|are|need) ?(?:not|n't) (?:be )?(?:needed|required|necessary|checked|monitored|done))\b",
    re.I,
)
_NO_LOOK: Final = re.compile(
    rf"\b(?:no|not|without|n't|unnecessary|hardly)\b[^.;]{{0,60}}\b{_LOOK}|\b{_LOOK}[^.;]{{0,40}}\b(?:no|not|unnecessary|n't)\b", re.I
)
_TOGETHER: Final = re.compile(
    r"\b(?:at the same time|simultaneously|side by side|in one go|at once together|together with"
    r"|(?:tak\w+|giv\w+|swallow\w*) (?:them |both |the two )?together)\b",
    re.I,
)
_APART: Final = re.compile(r"\b(?:apart|separat\w*|away from|hours? (?:before|after)|space)\b", re.I)


def belittled(text: str, claims: str) -> str:
    """Catch a harm that becomes a benefit, a trifle, or what needs no look, and doses that are kept apart taken together.

    Args:
        text: A line without citations.
        claims: What its evidence says.

    Returns:
        The reason; empty when there is none.
    """
    low = claims.lower()
    if (calm := _CALMS.search(text)) and not denied_at(text, calm.start()) and calm.group().lower() not in low and not _NOTHING.search(low):
        return f"Says {calm.group()!r}, which the evidence does not."
    if (look := _LOOKS.search(text)) and not denied_at(text, look.start()) and not _NO_LOOK.search(low):
        return f"Says {look.group()!r}; the evidence does not."
    if (both := _TOGETHER.search(text)) and not denied_at(text, both.start()) and _APART.search(low) and not _TOGETHER.search(low):
        return f"Says {both.group()!r}; the evidence keeps them apart."
    return _bettered(text, claims)


def _bettered(text: str, claims: str) -> str:
    sentences = [(s, _known(s)) for s in _SENTENCE.split(_THRESHOLD.sub(" ", claims))]
    for match in _BETTERS.finditer(text):
        before = _SENTENCE.split(text[: match.start()])[-1]
        finite = match.group().lower().endswith("s") or bool(_FINITE.search(before))
        if not finite or _ACTS.search(before) or denied_at(text, match.start()):
            continue
        after = re.split(r"[.;:,]|\b(?:by|when|if|than|so|while|whereas|because|but|and)\b", text[match.end() : match.end() + _WINDOW])[0]
        if _LESSENS.fullmatch(match.group()) and not _RISK.search(after):
            continue  # a value may fall and be a harm
        for spoken in said(after):
            for name in specific(spoken.concepts):
                there = [s for s, known in sentences if name in known]
                if there and not lexicon().concepts[name].open and not any(_BENEFITS.search(s) for s in there):
                    return f"Says {match.group()!r} of {spoken.text!r}, which the evidence names as a harm."
    return ""


def _known(sentence: str) -> frozenset[str]:
    return frozenset(n for spoken in said(sentence, within=True) for name in spoken.concepts for n in implied(name))
