"""What stance a line takes to what its evidence forbids or denies: a line without any word against it is on the other side."""

from __future__ import annotations

import re
from typing import Final

from knowledge.quantities import plain
from nodes.checks.aligned import clauses_of, named, nearest, sentences_of, title_of
from nodes.checks.concepts import said as said_in
from nodes.checks.concepts import supported
from nodes.checks.aligned import _SMALL
from nodes.checks.draft import Draft, drugs_named, failure, words
from nodes.checks.headings import only_topic
from nodes.checks.signs import asserted, denied_at
from nodes.checks.stances import stances
from nodes.state import CheckFailure

_AGAINST: Final = re.compile(
    r"\bavoid(?!able)\w*|\bcontraindicat\w+|\b(?:do|does|did|must|should|can|could|may|is|are|was|has|have|will)(?: not\b|n't\b)|\bcannot\b|\bnever\b"
    r"|\bno (?!more than\b)|\bnot (?:be )?(?:recommended|approved|advised|used|given|for|studied)\b|\bharms?\b",
    re.I,
)
"""How evidence forbids or denies."""
_WARY: Final = re.compile(
    r"\b(?:no|not|never|nor|neither|none|nothing|nobody|cannot|without|hardly|avoid\w*|contraindicat\w*|stop\w*|hold|held|halt\w*|withh\w*|discontinu\w*|ban\w*|forbid\w*|prohibit\w*|off|instead|other|another|different|alternat\w*|rather|only|unless|except|reserv\w*|last resort"
    r"|caution\w*|careful\w*|warn\w*|risk\w*|harm\w*|danger\w*|hazard\w*|fail\w*|limit\w*|skip\w*|refus\w*|away|out|switch\w*|replac\w*|chang\w*|substitut\w*|against|wait\w*|delay\w*|until|too|free|separate\w*|apart|before|under|below|less|least|at most|up to|ask|call|tell|watch\w*|check\w*|monitor\w*)\b|n't\b",
    re.I,
)
"""Words that set a line against something, or warn; wide, so that only a line on the other side has none."""
_DOUBLE: Final = re.compile(
    r"\b(?:no|not|never|nothing|without|hardly|n't)(?: (?!only\b|if\b|when\b|unless\b|until\b)[\w'-]+){0,4}? "
    r"(?:obstacles?|bar\b|barriers?|objections?|hindrances?|problems?|worr\w+|concerns?|issues?|harm\w*|danger\w*|reasons? (?:to|not|against)|rul\w+(?: \w+)? out"
    r"|preclud\w+|exclud\w+|prevent\w*|forbid\w*|prohibit\w*|disqualif\w+|stand\w* in|in the way|against|give up|forgo|avoid\w*|contraindicat\w*|restrict\w*"
    r"|limit\w*|matter\w*|dangerous|difference|trouble|harm|call(?:ed)? for|lost)\b",
    re.I,
)
"""A denial of what is against something."""


_VERB: Final = r"(?P<verb>start|begin|take|give|use|have|combine|continue|stop|quit|end|drink|eat|keep|drive|crush|chew|break|open|split|mix|share|skip|add|inject|repeat|double|prescribe|offer|put|store|swallow|lie|do)(?:e?s|ed|d|en|n|ing)?(?! of\b)"
_ORDERS: Final = re.compile(
    rf"(?:^\W*(?:please |always |simply |just |then |so )?|\b(?:can|may|should|must|could|might|to|will|would|is|are|be|gets?|goes|and|then)(?: \w+ly| also| still| be| then| both)? ){_VERB}\b",
    re.I,
)
"""What a clause orders or lets happen."""
_BARS: Final = re.compile(
    r"\bavoid(?!able)\w*|\bcontraindicat\w+|\b(?:do|must|should|can|may)(?: not\b|n't\b)(?! need)|\bcannot\b|\bnever\b|\bnot (?:be )?(?:recommended|approved|advised|used|given|for)\b|\bkeep away\b",
    re.I,
)
_SHARED: Final = 2


_FINITE = re.compile(
    r"\b(?:is|are|was|were|can|may|will|would|should|could|has|have|does|do|get|go|goes|let)\b|\b(?:work|stay|remain|keep|give|make|leave|need|fit|suit|serve|help|stand|sit|run|hold|treat|cover|clear|take|start|get|reverse|remove|bring|deserve|enjoy|tolerate|accept|continue|pass|count|belong|begin|end|lie|put|add|use|offer)s\b|^\W*(?:please |just |simply )?(?:take|give|use|start|keep|go|let|leave|put|add|continue|stop|swap|switch|try|drink|eat|drive|crush|chew|open|lie|nurse|feed)\b",
    re.I,
)


_WARNS = re.compile(
    r"\b(?:caus\w*|lead\w*|restrict\w*|named|appl(?:y|ies)|same|list\w*|concern\w*|matters?|due|because|reason\w*|maximum|limit|cap|followed|history|hypersens\w*|allerg\w*|\d+ (?:days?|weeks?|hours?) (?:between|apart)|not|deni\w*|bleed\w*|toxic\w*)\b",
    re.I,
)
_MAYBE = re.compile(
    r"\b(?:if|where|when|unless)\b[^,;.]*?\b(?:cannot|can't|not)\b[^,;.]*?\b(?:avoided|possible)\b|\bavoid,? (?:or|otherwise)\b|\bnot be avoided\b|\b(?:will|does|do|can|that) not (?:stop|be woken|wake|go away)\b|\bdo not have to\b|\bnot (?:need|change|matter|affect)|\bno \w+ (?:\w+ )?(?:change|adjustment)",
    re.I,
)
_DOSED = re.compile(r"\d ?(?:mg|mcg|g|units?|mL|mEq|mmol|%)\b", re.I)
_WHEN = re.compile(r"\b(?:when|where|while|as long as|once|in whom|who|for whom)\b[^,;:]*", re.I)
_QUESTION = re.compile(r"[^.!?:|]*\?")
_DENIED = re.compile(
    r"\b(?:do|does|is|are|has|have|did|was|were|will)(?: not\b|n't\b)|\bno (?:benefit|dose can|role|place|use\b|effect)|\bnor\b|\bneither\b",
    re.I,
)


def _barred(sentence):
    rest = _MAYBE.sub(" ", sentence)
    return bool(_BARS.search(rest) or _DENIED.search(rest))


def _bans(clause, claims):
    """Return the short sentences of the evidence that forbid the pair as such: 'Do not combine'."""
    return [s for s in sentences_of(claims) if len(s.split()) <= 4 and _BARS.search(s)] if len(named(clause)[1]) > 1 else []


def foreign(clause, claims):
    own = {w[:5] for w in words(claims)}
    names = {w for m in drugs_named(clause) for w in words(m.text)}
    known = supported(claims)
    meant = {w for spoken in said_in(clause) if spoken.concepts & known for w in words(spoken.text)}
    return [
        w
        for w in words(clause)
        if len(w) > 2 and w.isalpha() and w[:5] not in own and w not in names and w not in meant and w not in _SMALL
    ]


def stance_as_found(draft: Draft) -> list[CheckFailure]:
    """Where the sentence of the evidence that a clause speaks of forbids or denies, the clause has a word against it too."""
    found: list[CheckFailure] = []
    for said, text, cited in draft.lines():
        bearing = [e for e in cited if e["kind"] != "memory"]
        if not bearing or only_topic(said):
            continue
        claims = plain(" ".join(e["claim"] for e in bearing))
        if reason := sided(text, claims):
            found.append(failure("stance_as_found", said, reason))
    return found


def sided(text: str, claims: str) -> str:
    for clause in clauses_of(_CONDITIONS.sub(" ", asserted(_QUESTION.sub(" ", text)))):
        if (
            _DOUBLE.search(clause)
            and (near := nearest(clause, claims) or list(sentences_of(claims)))
            and not any(_DOUBLE.search(s) or _SPARED.search(s) for s in near)
        ):
            return f"Denies what is against it: {clause[:80]!r}; the evidence says {near[0][:120]!r}."
        if (order := _ORDERS.search(clause)) and not denied_at(clause, order.start("verb")) and not _WARY.search(clause):
            near = nearest(clause, claims)
            if (
                near
                and len(named(clause)[0] & named(near[0])[0]) >= _SHARED
                and all(_BARS.search(s) and not _said_undenied(order["verb"], s) for s in near)
            ):
                return f"Orders ({order.group()!r}) what the evidence forbids: {near[0][:120]!r}."
        if (
            not _WARY.search(_WHEN.sub(" ", clause))
            and not _WARNS.search(clause)
            and _FINITE.search(clause)
            and (near := nearest(clause, claims) or _bans(clause, claims))
            and all(_barred(s) for s in near)
        ):
            spare = foreign(clause, claims)
            if spare:
                return f"R1 Says {clause[:60]!r} {spare} without a word against it; the evidence forbids: {near[0][:120]!r}."
        for stance in stances():
            for told in stance.told.finditer(clause):
                if denied_at(clause, told.start()) or _TURNED.match(clause, told.end()):
                    continue
                near = stance.near and nearest(clause, claims) or list(sentences_of(claims))
                word = told.group().lower()
                if any(word in s.lower() and (stance.denied or not denied_at(s, s.lower().find(word))) for s in (*near, title_of(claims))):
                    continue
                if stance.name == "is allowed":
                    barred = any(_AGAINST.search(s) for s in near)
                    if not barred and any(_DOSED.search(s) for s in near):
                        continue
                    if barred and not _ANOTHER.search(clause):
                        names = named(clause)[1]
                        near = [s for s in near if not _ANOTHER.search(s) or names & named(s)[1]]
                if not any(stance.denied or not denied_at(s, m.end()) for s in near for m in stance.borne.finditer(s)):
                    return f"Says that something {stance.name} ({told.group()!r}), which the evidence does not: {near[:1]!r}"
    return ""


def _said_undenied(verb: str, sentence: str) -> bool:
    return any(not denied_at(sentence, m.start()) for m in re.finditer(rf"\b{verb[:4].lower()}", sentence, re.I))


_ANOTHER = re.compile(r"\b(?:another|other|different|instead|alternativ\w*)\b", re.I)
_SPARED = re.compile(
    r"\b(?:no|not|without|n't|does not)\b.{0,40}\b(?:chang|adjust|need|matter|harm|affect|prevent|dose)|\bwith or without\b", re.I
)
_TURNED = re.compile(r"\W*(?:avoided|not|to avoid|only|until)\b", re.I)
_CONDITIONS = re.compile(
    r"\b(?:where|whenever|as far as|when|wherever|until|unless|before|once) (?:\w+ ){0,5}?(?:possible|available|acceptable|approved|tolerated|needed|feasible|appropriate)\b",
    re.I,
)
