"""What a line denies or allows is what its evidence denies or allows."""

from __future__ import annotations

import re
from typing import Final

from knowledge.comparisons import comparisons
from knowledge.quantities import DOSE_UNITS, plain, quantities
from nodes.checks.benefit import belittled
from nodes.checks.direction import turned
from nodes.checks.draft import Draft, clauses, drugs_named, failure
from nodes.checks.effects import food_turned, often_turned, steps_turned
from nodes.checks.headings import only_topic
from nodes.checks.permission import FORBIDS, UNLESS, permitted
from nodes.checks.signs import NO, STEM, asserted, denied_at, joined, root, signed
from nodes.state import CheckFailure

FORBID: Final = re.compile(
    r"\b(?<!not )contraindicat(?:ed|es|ion|ions)\b|\b(?<!not )(?<!to )avoid(?:ed|ing|s|ance)?\b|\bcontraindicated\b|\b(?:do|does|must"
    r"|should|may|can|could|shall|need) ?(?:not|n't|never)(?: be)?\b"
    r"|\bcannot\b|\bnever\b|\bnot (?:be )?(?:recommended|advised|advisable|suitable|appropriate|approved|given|used|started|combined"
    r"|to be)\b|\b(?:is|are) not\b"
    r"|\bstop(?:ped|ping|s)?\b|\bwith(?:hold|held)\b|\bhold\b|\bdiscontinu\w+|\bno longer\b|\b(?:another|different|other) \w+"
    r"|\binstead\b|\bharms?\b|\bno \w+ dose can be\b"
    r"|\bkeep away\b|\bskip\b|\breserve\b|\bagainst\b|\bno\b|\bunless\b|\bonly for\b|\bcaution\b|\blimit\b|\baway\b|\bprefer\w*|\bn't\b|\bnot\b",
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
    r"|prescribed|administered|co-?administered|restarted|resumed|kept|dispensed|filled|released)|keep taking|stay on|remain on|go on|continue)\b"
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
_SPARES: Final = re.compile(
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
        claims = plain(" ".join(f"{e['claim']} {_VERDICTS.get(str(e['data'].get('verdict')), '')}" for e in bearing))
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
        if reason := against(text, claims, grave=grave):
            found.append(failure("polarity_as_found", said, reason))
    return found


def against(text: str, claims: str, *, grave: bool = False) -> str:
    """Say in what a text contradicts the claims.

    Args:
        text: A line without citations.
        claims: What its evidence says.
        grave: Whether that is a warning, which allows nothing unless it says so.

    Returns:
        The contradiction; empty when none can be seen.
    """
    text = joined(text)
    own, known = signed(text), signed(claims)
    for stem, ways in own.items():
        if stem in _TURNS and stem in known and not ways & known[stem]:
            return f"{'Says' if True in ways else 'Denies'} {stem!r}, which the evidence {'denies' if True in ways else 'says'}."
    for stem in _NEVER_DENIED:
        if (
            own.get(stem) == frozenset({False})
            and False not in known.get(stem, ())
            and not (stem in _LESSENED and _SPARES.search(claims) and re.search(r"\bdos(?:e|es|ing|age)\b", text, re.I))
            and not (stem == "affect" and known.get("chang") == frozenset({False}))
            and not (stem == "known" and _UNKNOWN.search(claims))
            and not re.search(
                rf"\\b(?:no|without|hardly"
                rf"|little)\\b[^.;]{{0,40}}{stem}",
                claims,
                re.I,
            )
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
        or _only_so_long(text, claims)
        or _for_the_others(text, claims)
        or belittled(text, claims)
        or _subject_denied(text, claims)
        or often_turned(text, claims)
        or _dose_allowed(text, claims)
    ):
        return lie
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
            and (grave or _BAN_IN(claims))
            and not _allowed_there(allowed.group(), clause, claims, grave)
        ):
            return f"Allows ({allowed.group().strip()!r}) what the evidence warns off."
        if (banned := _BAN.search(clause)) and not FORBID.search(claims):
            return f"Forbids ({banned.group().strip()!r}) what the evidence does not."
        spared = _SPARES.search(clause)
        if spared and not _of_usual(spared, clause) and not _SPARES.search(claims) and _ADJUSTS.search(claims):
            return f"Spares ({spared.group().strip()!r}) what the evidence adjusts."
        if (
            (adjusted := _ADJUSTS.search(clause))
            and not _SPARES.search(clause)
            and _SPARES.search(claims)
            and not _ADJUSTS.search(_SPARES.sub(" ", claims))
        ):
            return f"Adjusts ({adjusted.group().strip()!r}) what the evidence leaves."
    steps = steps_turned(text, _VERDICT_WORDS.sub(" ", claims))
    return turned(text, claims) or steps or _turned_limit(text, claims) or food_turned(text, claims)


_LESSENED: Final = ("lower", "reduc", "decreas")
"""Of a dose; evidence says 'no adjustment'."""
_NEEDLESS: Final = re.compile(r"\bneed|\bnot\b|n't|\bno\b|\bsafe|\bfine\b|harmless", re.I)
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
_WHICH: Final = re.compile(
    r"\b(?!(?:if|that|so|and|but|then|when|where|because|yes|sure|or|as|while|meals?|food|day|days|week|time|dose|medicine|drug)\b)[a-z]{3,} $",
    re.I,
)
"""Before 'you can use': a noun, of which it is a clause."""
_CAN: Final = re.compile(
    r"\b(?:you|patients?|they|he|she)\s+(?:can|may)\s+(?:\w+\s+)?(?P<verb>use|take|combine|stop|drink|drive|crush|mix|give|share"
    r"|exceed|skip|double|chew|continue)\b",
    re.I,
)
_FORBIDDEN: Final = re.compile(
    r"\b(?:do not|don't|never|must not|should not|cannot)\s+((?:[\w'-]+\s+)?[\w'-]+ (?:two|three|double|each day|every day|daily|extra)\b"
    r"|(?:[\w'-]+\s+){2}[\w'-]+)",
    re.I,
)


_IT: Final = re.compile(r"\b(?:it|them|this|these)\s+", re.I)


_DAILY: Final = re.compile(r"\b(?:once (?:a|per|each|every) day|(?:once )?daily|every day|each day)\b", re.I)


_NOT_DAILY: Final = re.compile(r"\b(?:do not|don't|never|must not|should not|not)\s+(?:[a-z]+\s+){0,4}?each day", re.I)


def _rooted(verb: str) -> str:
    match = STEM.match(verb)
    return match["stem"] if match else verb


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


def _BAN_IN(claims: str) -> bool:  # noqa: N802
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
    if _restricted(clause[clause.find(phrase) :], claims):
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


_ONLY_WHO: Final = re.compile(r"\bonly (?:to|in|for|by|if|when|after|once|with|without)\b(?P<who>[^,;.:]*)", re.I)


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


_NEED_NOT_ONLY: Final = re.compile(r"\b(?:needs? not|(?:not|n't) (?:need|have) to)\b[^,;.]*\bonly\b", re.I)
_ONLY: Final = re.compile(r"\bonly (?:in|at|by|under|for|with)(?: a| an| the)? ([a-z]{4,})", re.I)
_PART_OF: Final = re.compile(r"\b(?:halv|half|reduc|lower|cut|decreas|less|third|quarter)\w*|\d ?%", re.I)


def _of_usual(spared: re.Match[str], clause: str) -> bool:
    """Say whether 'the usual dose' is what a clause takes a part of."""
    return (
        spared.group().lower().endswith(("dose", "doses", "dosing", "dosage"))
        and not NO.search(spared.group())
        and bool(_PART_OF.search(clause[: spared.start()]))
    )


_ASIDE: Final = re.compile(r"\(\d[^()]*\)")


_SUBJECT: Final = re.compile(r"\b(?P<who>[A-Za-z][\w-]{3,}) (?:does|do|did|is|are|was) ?(?:not|n't) (?:be )?(?P<verb>[a-z]{4,})", re.I)


def _subject_denied(text: str, claims: str) -> str:
    """Catch what the answer denies of one drug and the evidence says of that drug."""
    for match in _SUBJECT.finditer(text):
        stem = re.escape(match["verb"][: max(4, len(match["verb"]) - 2)])
        if re.search(rf"\b{re.escape(match['who'])} (?:[a-z]+ly |is |are |also )?{stem}", claims, re.I):
            return f"Denies of {match['who']} what the evidence says of it."
    return ""


def _dose_allowed(text: str, claims: str) -> str:
    """Catch an amount that the answer allows and that the evidence names only to forbid it."""
    for clause in clauses(text):
        if not (allowed := _ALLOW.search(clause)) or NO.search(clause):
            continue
        for amount in {q.key for q in quantities(clause) if q.unit in DOSE_UNITS}:
            where = [c for c in clauses(claims) if amount in {q.key for q in quantities(c)}]
            if where and all(_BAN_SAID.search(c) for c in where):
                return f"Allows ({allowed.group().strip()!r}) an amount that the evidence forbids."
    return ""


_ONLY_FOR: Final = re.compile(r"\bonly (?:to|in|for|if|when|those|patients|people)\b[^,;.:]*", re.I)
_LACKS: Final = re.compile(r"negative|absen|\bfree of\b|\black|\bruled? out\b", re.I)


def _for_the_others(text: str, claims: str) -> str:
    """Catch a drug for those alone who have what the evidence wants absent, or the other way."""
    known = {bool(NO.search(m.group()) or _LACKS.search(m.group())) for m in _ONLY_FOR.finditer(claims)}
    if known == {True}:
        for match in _ONLY_FOR.finditer(text):
            if not NO.search(match.group()) and not _LACKS.search(match.group()):
                return f"Says {match.group().strip()!r}; the evidence says the opposite."
    return ""


_SO_LONG: Final = re.compile(
    r"\b(?P<span>\d+ (?:hours?|days?|weeks?|months?)) only\b"
    r"|\b(?:only|just) (?:for )?(?P<span2>\d+ (?:hours?|days?|weeks?|months?))\b",
    re.I,
)
_LONGER: Final = re.compile(r"\bor until\b|\bwhichever\b|\bat least\b|\blonger\b|\bor more\b", re.I)


def _only_so_long(text: str, claims: str) -> str:
    """Catch a time that the evidence names as one end of several, or as the least, said to be all."""
    for match in _SO_LONG.finditer(text):
        span = match["span"] or match["span2"]
        where = [s for s in re.split(r"[.;](?=\s|$)", claims) if span.lower() in s.lower()]
        if where and not denied_at(text, match.start()) and all(_LONGER.search(s) for s in where):
            return f"Says {match.group()!r}; the evidence asks for more."
    return ""


_ABOVE: Final = re.compile(r"\b(?:above|over|more|greater|higher|exceed\w*|beyond)\b|>", re.I)


def _limits(text: str) -> set[tuple[str, float, str]]:
    """Return what is said at which side of which limit: `ban` or `spare`, the number, `up` or `down`."""
    found: set[tuple[str, float, str]] = set()
    for clause in re.split(r"[.;:!?](?=\s|$)|,", text):
        kinds = {name for name, pattern in (("ban", _BAN_SAID), ("spare", _SPARES)) if pattern.search(clause)}
        if len(kinds) == 1:
            for value, _, way, words in comparisons(clause):
                if not re.search(r"(?:\bto\b|-|\u2013)", words):
                    kind = next(iter(kinds))
                    beyond = "up" if kind == "ban" and _ABOVE.search(words) else way  # 'do not exceed 20' bans what is above
                    found.add((kind, value, beyond))
    return found


_BAN_SAID: Final = re.compile(
    r"\bavoid|contraindicat|\bdo not\b|\bnot (?:be )?(?:recommended|used|given|started)|\bno \w+ dose can\b"
    r"|\bshould(?: not|n't)\b|\bmust not\b",
    re.I,
)


def _turned_limit(text: str, claims: str) -> str:
    known = _limits(claims)
    for kind, value, way in _limits(text):
        other = "down" if way == "up" else "up"
        if (kind, value, other) in known and (kind, value, way) not in known:
            return f"Puts {value:g} on the other side than the evidence."
    return ""
