"""What a line permits or orders is not what the sentence of the evidence on the same thing forbids."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from nodes.checks.concepts import lexicon, said, specific
from nodes.checks.draft import drugs_named
from nodes.checks.signs import NO, asserted, denied_at

ALLOWS: Final = re.compile(
    r"\b(?:can|may|could|might)\s+(?:(?:still|safely|usually|generally|both|always|now|simply|normally|also|then)\s+)*"
    r"(?:be\s+(?:(?:safely|still|usually|freely|generally|also|routinely)\s+)*(?:used|taken|given|combined|continued|started|offered|prescribed"
    r"|administered|co-?administered|restarted|resumed|kept|eaten|drunk|opened|crushed|split|chewed)|have|take|use|receive|continue|keep|stay|go on)\b"
    r"|\b(?:is|are|remains?|seems?|stays?)\s+(?:(?:also|still|generally|usually|considered|perfectly|entirely|quite|a|an|the|very|well)\s+)*"
    r"(?:safe|fine|ok|okay|acceptable|appropriate|suitable|suited|allowed|permitted|harmless|compatible|reasonable|recommended|preferred|ideal|first[- ]line)\b"
    r"|\b(?:drug|agent|analgesic|antibiotic|treatment|option|medicine|one|painkiller|\w+) of (?:first )?choice\b|\b(?:well|ideally|best) suited\b"
    r"|\b(?:no|not any) (?:objection|restriction|obstacle|bar)s?\b|\bnothing (?:against|speaks against)\b|\bgood (?:choice|option|idea)\b"
    r"|\bthe (?:\w+ )?(?:one|drug|agent|choice|option) to (?:choose|use|take|pick|prefer|give)\b"
    r"|\b(?:choose|prefer|pick|switch to|go with|opt for)\b(?! (?:an? )?(?:alternative|other|another|different))",
    re.I,
)
_BANS: Final = re.compile(
    r"\bavoid|contraindicat|\bdo not\b|\bnever\b|\bmust not\b|\bcannot\b|\bshould not\b|\bnot (?:be )?(?:recommended|advised|used|given|started|for|indicated)"
    r"|\bis no\b|\bharms?\b",
    re.I,
)
_PERMITS: Final = re.compile(
    r"\b(?:can|may|might|reasonable|use|give|prefer|if (?:needed|unavoidable|it cannot|both)|instead|rather|only|with caution|unless)\b",
    re.I,
)
FORBIDS: Final = re.compile(r"\b(?:do not|don't|never|must not|cannot|should not)(?: be)?(?: \w+ly)? \w+(?:(?:, | or )\w+){0,3}", re.I)
UNLESS: Final = re.compile(
    r"\b(?:unless|until|except if|if|when|whether|before)\b[^,;.]*?\b(?:doctor|prescriber|pharmacist|clinic|nurse|provider|team|they|us)\b[^,;.]*",
    re.I,
)
"""What another is to say."""
_SENTENCE: Final = re.compile(r"[.;](?=\s|$)")
_ORDERED: Final = re.compile(
    r"\b(?:do not|don't|never|must not|should not|cannot|can not|(?:nobody|no one) (?:may|can|should))\s+(?:be\s+)?(?P<verbs>[a-z]{3,}(?:"
    r"(?:, | or |, or | and )[a-z]{3,}(?= |,|\.|$)){0,4})",
    re.I,
)
_HELPERS: Final = frozenset(
    "use used take taken give given have make get start stop the and any with this that them both more than also let put".split()
)


def permitted(text: str, claims: str) -> str:
    """Catch what a clause permits and every sentence of the evidence on the same drugs and conditions forbids.

    Args:
        text: A line without citations.
        claims: What its evidence says.

    Returns:
        The reason; empty when there is none.
    """
    known = [(sentence, about(sentence)) for sentence in _SENTENCE.split(claims) if sentence.strip()]
    for clause in _SENTENCE.split(asserted(UNLESS.sub(" ", text))):
        own = about(clause)
        forms = _forms(clause)
        for allowed in ALLOWS.finditer(clause):
            if denied_at(clause, allowed.start()) or NO.search(clause[: allowed.end()]):
                continue
            most = max((len(own & there) for _, there in known), default=0)
            same = [s for s, _ in known if forms & _forms(s)] or [s for s, there in known if most and len(own & there) == most]
            barred = [bool(_BANS.search(s)) for s in same]
            if (any(barred) if most > 1 else bool(barred) and all(barred)) and not any(_PERMITS.search(FORBIDS.sub(" ", s)) for s in same):
                return f"Allows ({allowed.group().strip()!r}) what the evidence forbids."
    return ordered(text, claims) or chosen(text, claims)


_FORMS: Final = re.compile(
    r"\b(?P<long>(?i:extended[- ]release|long[- ]acting|sustained[- ]release)|ER|XR|SR|LA)\b|\b(?P<short>(?i:immediate[- ]release)|IR)\b"
    r"|\b(?P<vein>(?i:intravenous)|IV)\b"
    r"|\b(?P<patch>(?i:patch(?:es)?|transdermal))\b|\b(?P<muscle>(?i:intramuscular)|IM)\b|\b(?P<spine>(?i:intrathecal|epidural))\b"
)


def _forms(text: str) -> frozenset[str]:
    """Return the forms of a medicine that a sentence is on; where the evidence has a sentence on the same form, that one counts."""
    return frozenset(str(m.lastgroup) for m in _FORMS.finditer(text))


_CHOSEN: Final = re.compile(
    r"\b(?:choose|prefer|pick|switch to|change to|opt for|go with|replace \w+ (?:with|by))\s+(?P<behind>[^.;:]*)"
    r"|(?:^|[.;:,])(?P<before>[^.;:,]*)\b(?:(?:should|can|may|could|must) be (?:used|given|chosen|taken) instead"
    r"|(?:is|are) (?:the )?(?:preferred|a better choice|better choices"
    r"|(?:good |safer? |suitable |reasonable )?(?:alternatives?|substitutes?|replacements?)))",
    re.I,
)
_NOT_CHOSEN: Final = re.compile(
    r"\b(?:instead of|rather than|over|in place of|to replace|around|with|for|than|not|while|when|if)\b.*", re.I
)
_OFFERED: Final = re.compile(
    r"\b(?:use|uses|used|give|choose|prefer\w*|pick|such as|instead|rather|alternative|better|best|replace|switch|another|other|add|can|may|reasonable|suitable"
    r"|recommend\w*|first|less|little|least|safer?|does not|do not|hardly|is not affected)\b",
    re.I,
)


def chosen(text: str, claims: str) -> str:
    """Catch a drug that a line chooses and that the evidence names only among what is affected or shunned.

    Args:
        text: A line without citations.
        claims: What its evidence says.

    Returns:
        The reason; empty when there is none.
    """
    parts = [(p, {m.name for m in drugs_named(p)}) for p in re.split(r"[.;:](?=\s|$)|\)", claims) if p.strip()]
    for match in _CHOSEN.finditer(text):
        if denied_at(text, match.start("behind") if match["behind"] else match.end() - 1):
            continue
        for mention in drugs_named(_NOT_CHOSEN.sub("", match["behind"] or match["before"])):
            where = [p for p, names in parts if mention.name in names]
            if (
                where
                and mention.how in ("generic", "brand")
                and not any(_OFFERED.search(FORBIDS.sub(" ", _SHUNNED.sub(" ", p))) for p in where)
            ):
                return f"Chooses {mention.text!r}, which the evidence does not."
    return ""


_SHUNNED: Final = re.compile(r"\bavoid\b[^.;]*|\bcontraindicat\w*[^.;]*", re.I)


@lru_cache(maxsize=4096)
def about(text: str) -> frozenset[str]:
    """Return the drugs and the conditions that a sentence is about."""
    concepts = {n for spoken in said(text) for n in specific(spoken.concepts) if not lexicon().concepts[n].open}
    return frozenset({m.name for m in drugs_named(text)} | concepts)


def ordered(text: str, claims: str) -> str:
    """Catch a verb that the evidence only forbids and the text says: 'do not open or crush' and 'you can open'."""
    low = claims.lower()
    for match in _ORDERED.finditer(low):
        for verb in re.findall(r"[a-z]{4,}", match["verbs"]):
            stem = verb[: max(4, len(verb) - 1)]
            if verb in _HELPERS or any(not denied_at(low, m.start()) for m in re.finditer(rf"\b{stem}", low)):
                continue
            for place in re.finditer(rf"\b(?:can|may|could|should|must|then|to|or|and|,|^)\s*(?:be )?(?P<verb>{stem}\w*)", text, re.I):
                if not denied_at(text, place.start("verb")):
                    return f"Says {place['verb']!r}, which the evidence forbids."
    return ""
