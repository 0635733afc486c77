"""What a clause allows, forbids, spares or adjusts, held against what its evidence does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from knowledge.quantities import DOSE_UNITS, quantities
from nodes.checks.draft import clauses
from nodes.checks.permission import FORBIDS, UNLESS
from nodes.checks.signs import NO, STEM, asserted, denied_at, root

_FORBID: Final = re.compile(
    r"\b(?<!not )contraindicat(?:ed|es|ion|ions)\b|\b(?<!not )(?<!to )avoid(?:ed|ing|s|ance)?\b|\bcontraindicated\b|\b(?:do|does|must"
    r"|should|may|can|could|shall|need) ?(?:not|n't|never)(?: be)?\b"
    r"|\bcannot\b|\bnever\b|\bnot (?:be )?(?:recommended|advised|advisable|suitable|appropriate|approved|given|used|started|combined"
    r"|to be)\b|\b(?:is|are) not\b"
    r"|\bstop(?:ped|ping|s)?\b|\bwith(?:hold|held)\b|\bhold\b|\bdiscontinu\w+|\bno longer\b|\b(?:another|different|other) \w+"
    r"|\binstead\b|\bharms?\b|\bno \w+ dose can be\b"
    r"|\bkeep away\b|\bskip\b|\breserve\b|\bagainst\b|\bno\b|\bunless\b|\bonly for\b|\bcaution\b|\blimit\b|\baway\b|\bprefer\w*|\bn't\b"
    r"|\bnot\b",
    re.I,
)
"""Words with which evidence or an answer warns off; wide on the evidence's side, so that only a ban out of nothing is caught."""
_BAN: Final = re.compile(
    r"\b(?<!not )(?<!n't )contraindicated\b|\b(?:should|must|is to|are to) be (?:avoided|stopped|withheld|discontinued)\b"
    r"|^\W*(?:[\w/-]+\W+){0,2}?avoid\b(?! (?:large|alcohol))"
    r"|\b(?:do|must|should|may|can) ?(?:not|n't) be (?:used|given|taken|started|combined|prescribed)\b|\b(?:is|are) not (?:recommended"
    r"|advised|safe)\b|\bnever (?:use|give|take|combine|start)\b"
    r"|\bcannot be (?:used|given|taken|combined)\b",
    re.I,
)
_ALLOW: Final = re.compile(
    r"\b(?:needs? ?(?:not|n't)|(?:do|does|has|have) ?(?:not|n't) (?:need|have) to)(?: be)? "
    r"(?:held|hold|stopped|stop|avoided|withheld|monitored|monitor|checked|check|separated|spaced|tested|watched)\b"
    r"|\b(?:can|may|could|might|should|must|will)\s+(?:(?:still|safely|usually|generally|both|always|now|simply|normally|also)\s+)*"
    r"(?:be\s+(?:(?:safely|still|usually|freely|generally|also|routinely)\s+)*(?:used|taken|given|combined|continued|started"
    r"|prescribed|administered|co-?administered|restarted|resumed|kept|dispensed|filled|released)|keep taking|stay on|remain on|go on"
    r"|continue)\b"
    r"|\b(?:is|are|remains?|seems?|appears?|considered|generally|perfectly|quite)\s+(?:(?:also|still|generally|usually|considered"
    r"|perfectly|entirely|quite|a|an|the)\s+)*(?:safe|fine|ok|okay|acceptable|appropriate|suitable|allowed|permitted|harmless"
    r"|compatible|well tolerated|reasonable|recommended|preferred|first[- ]line|indicated|ideal)\b(?! (?:against|only))"
    r"|\b(?:no|not|without|n't) (?:[\w-]+ ){0,2}?(?:contraindicat\w+|need to (?:stop|avoid|worry|change|adjust|reduce|monitor|check)"
    r"|reason to (?:stop|avoid)|necessary to (?:stop|avoid|adjust|reduce|monitor|check))"
    r"|\b(?:no|not|n't|without)\b (?:be )?avoid(?:ed)?\b|\bcan (?:keep|go on|carry on|continue)\b|\b(?:go ahead|feel free|free to)\b"
    r"|\bcontinue (?:the|it|with|at|on|taking|as|both|[a-z]+ (?:unchanged|as))\b|\b(?:full|usual|normal|standard|regular|unadjusted"
    r"|same) (?:\w+ )?dos(?:e|es|ing|age) (?:can|may|should|applies)\b",
    re.I,
)
SPARES: Final = re.compile(
    r"\b(?:no|without(?: any)?|not?)\s+(?:[\w/-]+\s+){0,5}?(?:adjust\w*|change[sd]?|reduc\w+|modif\w+)\b|\b(?:does|do|need|needs|is"
    r"|are|did) ?(?:not|n't) (?:be |need |require |have to be )*(?:[\w-]+\s+){0,2}?(?:adjust\w*|chang\w+|reduc\w+|modif\w+)"
    r"|\b(?:adjust\w*|changes?|reduc\w+|modif\w+) (?:is|are) (?:not|n't) (?:\w+ly )?(?:needed|necessary|required|warranted)\b"
    r"|\b(?:unchanged|need not change|without (?:a )?dose)\b|\b(?:full|usual|normal|standard|regular|same)\s+(?:\w+\s+)?dos(?:e|es|ing"
    r"|age)\b",
    re.I,
)
_ADJUSTS: Final = re.compile(
    r"\b(?:reduc|lower|halv|decreas|cut|limit)\w*\s+(?:\w+\s+){0,3}?dos(?:e|es|age|ing)\b|\bdos(?:e|es|age"
    r"|ing)\s+(?:\w+\s+){0,4}?(?<!\bto )(?:reduc|lower|halv|decreas|adjust|fall)\w*|\badjust\w*\s+(?:is|are|to|for|the|by)\b"
    r"|\bhalf\b|\bat most\b|\bno more than\b|\b(?:must|should|has to|have to|needs to) be (?:reduced|lowered|halved|adjusted)\b",
    re.I,
)
_CLEARED_BY: Final = re.compile(
    r"\b(?:clearance|exposure|levels?|AUC|concentrations?|bioavailability|elimination|half-life)\b[^.;:,]{0,40}\b(?:half|halv\w+"
    r"|reduc\w+|lower\w*|decreas\w+|fall\w*)\b",
    re.I,
)
"""What falls and is no dose."""
_NEEDLESS: Final = re.compile(r"\bneed|\bnot\b|n't|\bno\b|\bsafe|\bfine\b|harmless", re.I)
_WHICH: Final = re.compile(
    r"\b(?!(?:if|that|so|and|but|then|when|where|because|yes|sure|or|as|while|meals?|food|day|days|week|time|dose|medicine"
    r"|drug)\b)[a-z]{3,} $",
    re.I,
)
"""Before 'you can use': a noun, of which it is a clause."""
_CAN: Final = re.compile(
    r"\b(?:you|patients?|they|he|she)\s+(?:can|may)\s+(?:\w+\s+)?(?P<verb>use|take|combine|stop|drink|drive|crush|mix|give|share"
    r"|exceed|skip|double|chew|continue)\b",
    re.I,
)
BAN_SAID: Final = re.compile(
    r"\bavoid|contraindicat|\bdo not\b|\bnot (?:be )?(?:recommended|used|given|started)|\bno \w+ dose can\b"
    r"|\bshould(?: not|n't)\b|\bmust not\b",
    re.I,
)
_NEED_NOT_ONLY: Final = re.compile(r"\b(?:needs? not|(?:not|n't) (?:need|have) to)\b[^,;.]*\bonly\b", re.I)
_ONLY: Final = re.compile(r"\bonly (?:in|at|by|under|for|with)(?: a| an| the)? ([a-z]{4,})", re.I)
_PART_OF: Final = re.compile(r"\b(?:halv|half|reduc|lower|cut|decreas|less|third|quarter)\w*|\d ?%", re.I)
_ASIDE: Final = re.compile(r"\(\d[^()]*\)")
_ONLY_WHO: Final = re.compile(r"\bonly (?:to|in|for|by|if|when|after|once|with|without)\b(?P<who>[^,;.:]*)", re.I)
_ONLY_FOR: Final = re.compile(r"\bonly (?:to|in|for|if|when|those|patients|people)\b[^,;.:]*", re.I)
_LACKS: Final = re.compile(r"negative|absen|\bfree of\b|\black|\bruled? out\b", re.I)


def unallowed(text: str, claims: str, known: Mapping[str, frozenset[bool]], *, grave: bool = False) -> str:
    """Say what a text allows, forbids, spares or adjusts without its evidence.

    Args:
        text: A line without citations.
        claims: What its evidence says.
        known: Stems of the claims, and whether each is said or denied.
        grave: Whether the evidence is a warning, which allows nothing unless it says so.

    Returns:
        The reason; empty when there is none.
    """
    text = _CLEARED_BY.sub(" ", text)
    for clause in clauses(asserted(UNLESS.sub(" ", _ASIDE.sub(" ", text)))):
        if (needless := _NEED_NOT_ONLY.search(clause)) and re.search(r"\bonly\b", claims):
            return f"Denies ({needless.group().strip()!r}) what the evidence asks for."
        if (
            (can := _CAN.search(clause))
            and not _WHICH.search(clause[: can.start()])
            and True not in known.get(root(_rooted(can["verb"])), ())
        ):
            return f"Allows ({can.group().strip()!r}) what the evidence does not."
        if (
            (allowed := _ALLOW.search(clause))
            and not denied_at(clause, allowed.start())
            and (grave or _bans(claims))
            and not _allowed_there(allowed.group(), clause, claims, grave)
        ):
            return f"Allows ({allowed.group().strip()!r}) what the evidence warns off."
        if (banned := _BAN.search(clause)) and not _FORBID.search(claims):
            return f"Forbids ({banned.group().strip()!r}) what the evidence does not."
        spared = SPARES.search(clause)
        if spared and not _of_usual(spared, clause) and not SPARES.search(claims) and _ADJUSTS.search(claims):
            return f"Spares ({spared.group().strip()!r}) what the evidence adjusts."
        if (
            (adjusted := _ADJUSTS.search(clause))
            and not SPARES.search(clause)
            and SPARES.search(claims)
            and not _ADJUSTS.search(SPARES.sub(" ", claims))
        ):
            return f"Adjusts ({adjusted.group().strip()!r}) what the evidence leaves."
    return ""


def _rooted(verb: str) -> str:
    match = STEM.match(verb)
    return match["stem"] if match else verb


def _bans(claims: str) -> bool:
    return bool(
        re.search(
            r"\bcontraindicat|\bavoid|\bdo not\b|\bmust not\b|\bshould not\b|\bnot recommended\b|\bnever\b|\bstop\b"
            r"|\bcannot\b|\bonly for\b|\bharms\b|\bcan kill\b",
            claims,
            re.I,
        )
    )


def _allowed_there(phrase: str, clause: str, claims: str, grave: bool) -> bool:
    """Say whether what a clause allows is allowed in the evidence too, in these or like words."""
    words = " ".join(re.findall(r"[a-z]+", phrase.lower()))
    if f" {words} " in f" {' '.join(re.findall('[a-z]+', claims.lower()))} ":
        return True
    if re.search(r"\bnot?\b|n't", clause[: clause.find(phrase)][-12:], re.I):
        return True  # 'should not be used' is no permission
    if (
        not NO.search(clause)
        and (place := _ONLY.search(clause[clause.find(phrase) :]))
        and re.search(rf"\bonly (?:[a-z]+ ){{1,2}}{re.escape(place[1])}\b", claims, re.I)
    ):
        return True  # 'must be started only in hospital'
    if _restricted(clause[clause.find(phrase) :], claims) or _FOOD.search(clause) and _EITHER.search(claims):
        return True
    if re.search(r"\b(?:should|must)\b", phrase, re.I):
        return bool(
            re.search(
                r"\b(?:give|use|take|start|add|prefer|wait|offer|recommend\w*|monitor|check|stop|reserve|raise"
                r"|counsel\w*)\b",
                claims,
                re.I,
            )
        ) and not re.search(r"\bcontraindicated\b", claims, re.I)
    if grave:
        return bool(_ALLOW.search(claims)) and not _NEEDLESS.search(phrase)
    return bool(
        _ALLOW.search(claims)
        or re.search(
            r"\b(?:can|may|might|if (?:both|needed|combined|it cannot|unavoidable|essential)"
            r"|are needed|standard|often used|acceptable|is suitable|give|use|prefer|recommends?|reasonable|considered"
            r"|possible)\b",
            FORBIDS.sub(" ", claims),
            re.I,
        )
    ) and not re.search(
        r"\bsafe|\bfine\b|\bok(?:ay)?\b|harmless|freely|\bneed|free to|go ahead|\bneed|\bavoid|\bnot? (?:\w+ )?contraindicat", phrase, re.I
    )


_FOOD: Final = re.compile(r"\b(?:food|meals?|eat(?:ing)?|empty stomach)\b", re.I)
_EITHER: Final = re.compile(r"\bwith or without (?:regard to )?(?:food|meals?)\b|\bfood does not matter\b", re.I)
"""What leaves it open whether a medicine is taken with food."""


def _restricted(said: str, claims: str) -> bool:
    """Say whether a permission is for those alone for whom the evidence has it: 'only to patients without the allele'."""
    match = _ONLY_WHO.search(said)
    if not match or not re.search(r"\bonly\b", claims, re.I):
        return False
    low = claims.lower()
    for place in re.finditer(r"[a-z]{5,}", match.group().lower()):
        there = {denied_at(low, m.start()) for m in re.finditer(rf"\b{place.group()}", low)}
        if there and bool(NO.search(match.group()[: place.start()])) not in there:
            return False
    return any(w in low for w in re.findall(r"[a-z]{5,}", match["who"].lower()))


def _of_usual(spared: re.Match[str], clause: str) -> bool:
    """Say whether 'the usual dose' is what a clause takes a part of."""
    return (
        spared.group().lower().endswith(("dose", "doses", "dosing", "dosage"))
        and not NO.search(spared.group())
        and bool(_PART_OF.search(clause[: spared.start()]))
    )


def dose_allowed(text: str, claims: str) -> str:
    """Catch an amount that the answer allows and that the evidence names only to forbid it."""
    for clause in clauses(text):
        if not (allowed := _ALLOW.search(clause)) or NO.search(clause):
            continue
        for amount in {q.key for q in quantities(clause) if q.unit in DOSE_UNITS}:
            where = [c for c in clauses(claims) if amount in {q.key for q in quantities(c)}]
            if where and all(BAN_SAID.search(c) for c in where):
                return f"Allows ({allowed.group().strip()!r}) an amount that the evidence forbids."
    return ""


def for_the_others(text: str, claims: str) -> str:
    """Catch a drug for those alone who have what the evidence wants absent, or the other way."""
    known = {bool(NO.search(m.group()) or _LACKS.search(m.group())) for m in _ONLY_FOR.finditer(claims)}
    if known == {True}:
        for match in _ONLY_FOR.finditer(text):
            if not NO.search(match.group()) and not _LACKS.search(match.group()):
                return f"Says {match.group().strip()!r}; the evidence says the opposite."
    return ""
