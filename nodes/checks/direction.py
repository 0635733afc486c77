"""What moves which way: a drug's level, a value of the body, a risk, a dose. A line may not turn round what its evidence says of one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from knowledge.quantities import plain
from nodes.checks.concepts import implied, lexicon, said, specific
from nodes.checks.draft import drugs_named
from nodes.checks.signs import NO

Object = tuple[str, str]
"""What moves: its kind (`level`, `dose`, `risk`, `value`), and of what; empty where the words do not tell."""

_UP: Final = (
    r"increas\w*|rais(?:e|es|ed|ing)|elevat\w*|boost\w*|enhanc\w*|heighten\w*|ris(?:e|es|ing)|rose|risen|climb\w*"
    r"|doubl(?:e|es|ed|ing)|tripl(?:e|es|ed|ing)|high|higher|highest|larger|bigger|greater|accumulat\w*|up|speed\w*"
    r"|accelerat\w*|quicken\w*|faster|induc(?:e|es|ed|ing)|more|stronger|strengthen\w*|deepen\w*|improv\w*|promot\w*"
    r"|gr(?:ow|ows|ew|own|owing)"
)
_DOWN: Final = (
    r"decreas\w*|low|lower\w*|lowest|reduc(?:e|es|ed|ing|tion|tions)|cut|cuts|cutting|halv(?:e|es|ed|ing)|diminish\w*"
    r"|lessen\w*|weaken\w*|deplet\w*|fall|falls|fell|fallen|falling|drop\w*|declin\w*|dip|dips|smaller|smallest|shrink\w*"
    r"|shrank|down|inhibit(?:s|ed|ing)?|block(?:s|ed|ing)?|slow(?:s|ed|ing|er)?|impair(?:s|ed|ing)?|suppress(?:es|ed|ing)?"
    r"|hinder\w*|less|fewer|poorer|weaker|blunt(?:s|ed|ing)?|dampen\w*|harm(?:ed|ing)?|damag(?:e|es|ed|ing)"
    r"|injur(?:e|es|ed|ing)|shorten\w*|oppos(?:e|es|ing)"
)
_WAY: Final = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))", re.I)
_STANDS_BEHIND: Final = re.compile(
    r"gr(?:ow|ows|ew|own|owing)|ris(?:e|es|ing)|rose|risen|climb\w*|accumulat\w*|fall|falls|fell|fallen|falling|drop(?:s|ped|ping)"
    r"|declin\w*|dips?|up|down",
    re.I,
)
"""Words of which what moves stands before them."""
_ATTRIBUTE: Final = re.compile(
    r"more|less|fewer|poorer|weaker|stronger|low|high\w*|larg\w*|bigg\w*|great\w*|small\w*|lower|lowest|faster|slower|\w+ed", re.I
)
_ORDER: Final = re.compile(r"(?:increas|rais|doubl|tripl|decreas|lower|reduc|cutt?|halv|lessen|boost|drop)(?:e|p?ing)?", re.I)
"""Verbs that, at the start of a clause, say what to do or what to do would bring, and not what happens."""
_TITLED: Final = re.compile(r"(?:[\w-]+ ){0,3}(?:levels?|exposure|concentrations?)\b(?! (?:by|to|until|with)\b)", re.I)
"""Behind 'lower', at the start of a clause and without an article: a name of what happens, and no order."""
_CLEARS: Final = re.compile(
    r"clearance|metabolism|metaboli[sz]\w+|eliminat\w+|excret\w+|breakdown|removal|glucuronidation|degradation|cyp\w+|enzymes?", re.I
)
"""Of these, what rises lowers the level of the drug."""
_LEVEL: Final = re.compile(r"levels?|exposures?|concentrations?|auc|troughs?|half-li(?:fe|ves)|bioavailability|absorption|amounts?", re.I)
_EFFECT: Final = re.compile(r"effects?|responses?|actions?|efficacy|effectiveness|activity|potency|protection|relief|control", re.I)
_DOSE: Final = re.compile(r"dos(?:e|es|age|ages|ing)", re.I)
_RISK: Final = re.compile(r"risks?|odds|chances?|danger|likelihood|rates?|incidence", re.I)
_ENDS: Final = re.compile(
    r"(?:by|with|when|if|than|to|on|in|after|before|because|from|at|for|so|which|that|who|is|are|was|were|be|been|may|can|will|must"
    r"|should|could|would|unless"
    r"|until|while|through|during|about|as|not|but|has|have|had|and|or|into|under|inside|within|above|below|over|via|causes?|leads?"
    r"|does|do|makes?|keeps?|leaves?|turns?)",
    re.I,
)
_CARRIES: Final = re.compile(
    r"(?:be|been|is|are|was|were|will|may|can|could|might|would|must|should|tends?|to|also|often|usually|go|goes|went|gone|going|by|it"
    r"|up|has|have|had|not|need|needs|roughly|about|sharply|steeply|slightly|markedly|further|then|thus|therefore|get|gets|and"
    r"|push(?:es)?|drives?|brings?|sends?)|\w+ly",
    re.I,
)
"""Words between what moves and how."""
_NOUN: Final = re.compile(r"increases?|decreases?|ris(?:e|es)|falls?|drops?|reductions?|declines?|elevations?|changes?", re.I)
_OFTEN: Final = frozenset({"likely", "common", "commonly", "often", "frequent", "frequently", "probable"})
_COMPARED: Final = frozenset({"than", "closely", "slowly", "quickly", "carefully"})
_FIGURE: Final = re.compile(
    r"\d.*|.*fold|times|percent|half|quarter|third|quarters|thirds|twice|or|and|a|an|as|much|to|about|roughly|nearly", re.I
)
_HINDERS: Final = re.compile(
    r"(?:inhibit|block|slow|impair|suppress|hinder|induc|speed|accelerat|quicken|oppos|blunt|dampen|improv|promot)\w*", re.I
)
"""Verbs that act on a process and not on a level."""
_CLEARED: Final = re.compile(r"\b(?:is|are|gets?|being) (?:cleared|removed|excreted|eliminated|broken down|metaboli[sz]ed)\b", re.I)
_DETERMINERS: Final = frozenset({"your", "the", "his", "her", "its", "their", "a"})
_PRONOUN: Final = frozenset({"it", "them"})
_PUSHED: Final = re.compile(
    r"\b(?:go|goes|going|went|gone|push\w*|driv\w*|drove|brings?|sends?|mov\w+|shoots?|creeps?|edges?|levels?|inr|pressure)\b", re.I
)
_PART: Final = re.compile(r"[^\W_](?:[\w'/-]*\w)?|[,()]")
_ENDED: Final = re.compile(
    r"\b(?:when|once|after|as|if|upon|on)\b[^,;]{0,40}?\b(?:stop\w*|finish\w*|complet\w*|gone|ceas\w*|ends?"
    r"|ended|ending|discontinu\w*|withdraw\w*|come?s? off|over"
    r"|fad(?:es?|ing)|removed)\b",
    re.I,
)
"""What happens when a drug ends is the other way round."""
_ENDING_LABEL: Final = re.compile(
    r"(?P<label>\b(?:when|once|after|upon|on)\b[^,;:.]{0,40}?\b(?:stop|end|finish|complet|ceas|discontinu|withdraw)\w*[^,;:.]{0,30}):", re.I
)
"""'On stopping rifampin: reduce the dose' is one sentence."""
_DOSED: Final = re.compile(r"(?:halv|cut|reduc|lower|decreas|rais|increas|titrat)\w*", re.I)
_MODAL: Final = frozenset({"may", "should", "must", "can", "could", "needs", "need", "has", "have", "is", "are"})
_BOUNDS: Final = frozenset({"more", "less", "higher", "lower", "greater", "fewer"})
_EACH: Final = frozenset({"each", "every", "any"})
_HARMS: Final = frozenset({"damage", "harm"})
_BEFORE_NOUN: Final = frozenset("of or and no any the".split())
_REACH: Final = 7
_BACK: Final = frozenset({"again", "back"})
"""Behind a word of direction: what comes back to where it was is no effect."""
_CLAUSE: Final = re.compile(
    r"[.;:!?|](?=\s|$)|\u2192|\u2013 |, (?:so|and|but|while|whereas|then|with|which|because)\b|\b(?:and|but) (?=(?:\w+ ){0,2}(?:is|are"
    r"|can|may|will|do)\b)"
)


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    drug: str = ""
    concepts: frozenset[str] = frozenset()


@lru_cache(maxsize=4096)
def moves(text: str) -> dict[Object, frozenset[bool]]:
    """Return which way each thing that a text speaks of goes: True is up. What is denied is left out.

    Args:
        text: A line or a claim.

    Returns:
        What moves, and its ways.
    """
    found: dict[Object, set[bool]] = {}
    for clause in _CLAUSE.split(_ENDING_LABEL.sub(r"\g<label> ", plain(text).replace("*", ""))):
        line, ended = _read(clause), bool(_ENDED.search(clause))
        for at, word in enumerate(line):
            way = _WAY.fullmatch(word.text)
            if (
                not way
                or NO.search(" ".join(w.text for w in line[max(0, at - 4) : at]))
                or _BACK & {w.text.lower() for w in line[at + 1 : at + 3]}
            ):
                continue
            if word.text.lower() in _HARMS and at and (line[at - 1].concepts or line[at - 1].text.lower() in _BEFORE_NOUN):
                continue  # 'the risk of muscle damage'
            up = bool(way["up"])
            if _NOUN.fullmatch(word.text) and at and line[at - 1].text.lower() in _EACH:
                found.setdefault(("dose", ""), set()).add(up)  # 'within a week of each increase'
                continue
            for (kind, what), turned in _moved(line, at):
                found.setdefault((f"{kind} after" if ended else kind, what), set()).add(up != turned)
        for spoken in said(clause):
            for name in {n for own in spoken.concepts for n in implied(own)}:
                parts = lexicon().concepts[name].parts
                if len(parts) == 2 and parts[1] in ("up", "down"):
                    found.setdefault(("value", parts[0]), set()).add(parts[1] == "up")
    return {thing: frozenset(ways) for thing, ways in found.items()}


def _read(clause: str) -> list[_Word]:
    drugs = {m.text.lower(): m.name for m in drugs_named(clause)}
    meant = {at: spoken for spoken in said(clause) for at in (spoken.start,)}
    found: list[_Word] = []
    for match in _PART.finditer(clause):
        word = match.group()
        spoken = meant.get(match.start())
        closed = frozenset(n for n in spoken.concepts if not lexicon().concepts[n].open) if spoken else frozenset()
        drug = drugs.get(word.lower()) or next((n for t, n in drugs.items() if word.lower() in t.split() and len(word) > 3), "")
        if drug and closed & _values():
            drug = ""  # potassium is a value of the blood before it is a drug
        found.append(_Word(word, drug, frozenset() if drug else specific(closed)))
    return found


@lru_cache(maxsize=1)
def _values() -> frozenset[str]:
    """Return what may be too high or too low."""
    return frozenset(c.parts[0] for c in lexicon().concepts.values() if len(c.parts) == 2 and c.parts[1] in ("up", "down"))


def _moved(line: list[_Word], at: int) -> list[tuple[Object, bool]]:
    """Return what a word of direction moves, and whether the way is turned, as of a clearance."""
    word, last = line[at].text, line[at - 1].text.lower() if at else ""
    behind = line[at + 1].text.lower() if at + 1 < len(line) else ""
    if word.lower() in ("up", "down") and (behind == "to" or not _PUSHED.search(" ".join(w.text for w in line[max(0, at - 4) : at]))):
        return []
    pushed = bool(_PUSHED.fullmatch(last)) and last not in ("go", "goes", "going", "went", "gone", "levels", "inr", "pressure")
    if (
        word.lower() in ("up", "down")
        and (behind in _DETERMINERS or pushed)
        and (things := _named(_right(line, at), order=False, attribute=False))
    ):
        return things  # 'brings down your blood sugar'
    if behind in _COMPARED or last == "or" and (not behind or word.lower() in _BOUNDS):
        return []
    if word.lower() in ("more", "less") and behind in _OFTEN:
        return _named([_Word("risk"), *_left(line, at)], order=False, attribute=False)
    order = bool(_ORDER.fullmatch(word)) and (not at or last in ("and", "then", "or", "please", ",", "to", "need", "needs"))
    if (
        order
        and not at
        and (phrase := _right(line, at))
        and "in" == next((w.text.lower() for w in line[at + 1 + len(phrase) : at + 2 + len(phrase)]), "")
    ):
        order = False  # 'Lower theophylline in smokers' tells of a level
    if order and not at and behind not in _DETERMINERS and word.lower() == "lower" and _TITLED.match(" ".join(w.text for w in line[1:6])):
        order = False  # 'Lower hormone levels: unintended pregnancy'
    attribute = bool(_ATTRIBUTE.fullmatch(word)) and not order
    passive = word.lower().endswith("ed") and last in ("be", "is", "are", "was", "were", "been", "being")
    if not passive and (not _STANDS_BEHIND.fullmatch(word) or behind == "in"):
        phrase = [w for w in _right(line, at) if not _FIGURE.fullmatch(w.text)]
        things = _named(phrase, order, attribute=attribute)
        if _HINDERS.fullmatch(word):
            things = [
                (thing, way)
                for thing, way in things
                if thing[0] != "level" or any(_LEVEL.fullmatch(w.text) or _CLEARS.fullmatch(w.text) for w in phrase)
            ]
        elif attribute and _CLEARED.search(" ".join(w.text for w in line[at : at + _REACH])):
            things = [(thing, not way) for thing, way in things]
        if things or phrase and not attribute:
            by = next((w.drug for w in reversed(line[:at]) if w.drug), "")
            return [*things, *(((f"{kind} by {by}", what), way) for (kind, what), way in things if by and not order and not attribute)]
    if order or word.lower() in ("low", "high") and not _CARRIES.fullmatch(last):
        return []  # 'start it low'
    if last in ("be", "is", "are", "been") and _DOSED.fullmatch(word) and behind != "by" and (dosed := _dosed(line, at)):
        return [(("dose", dosed), False)]
    return _named(_left(line, at), order, attribute=False)


def _dosed(line: list[_Word], at: int) -> str:
    """Return the drug of 'clozapine may be reduced to one third', 'simvastatin is halved when ...': what is done to its dose, and not what happens."""
    before = [w.text.lower() for w in line[max(0, at - 3) : at]]
    named = next((w.drug for w in reversed(line[max(0, at - 5) : at]) if w.drug), "")
    done = before[-1:] == ["be"] and bool(_MODAL & set(before)) or line[at].text.lower() in ("halved", "cut")
    kinds = any(pattern.fullmatch(w.text) for w in line[max(0, at - 6) : at] for kind, pattern in _KINDS if kind != "dose")
    return named if done and not kinds else ""


def _right(line: list[_Word], at: int) -> list[_Word]:
    found: list[_Word] = []
    if line[at].text.lower().endswith("etion") and [w.text.lower() for w in line[at + 1 : at + 2]] not in (["of"], ["in"]):
        return []  # 'volume depletion and kidney injury'
    for place, word in enumerate(line[at + 1 : at + 1 + _REACH]):
        if place == 0 and (word.text.lower() in ("or", "and") or word.text.lower() == "in" and _NOUN.fullmatch(line[at].text)):
            continue
        if _WAY.fullmatch(word.text) and place < 3 and not found:
            continue
        behind = line[at + 2 + place : at + 3 + place]
        listed = (
            word.text.lower() in ("or", "and", ",")
            and found
            and behind
            and (found[-1].drug and behind[0].drug and word.text != "," or found[-1].concepts and behind[0].concepts)
        )
        if not listed and (word.text in (",", "(", ")") or _ENDS.fullmatch(word.text) or _WAY.fullmatch(word.text)):
            break
        found.append(word)
    return found


def _left(line: list[_Word], at: int) -> list[_Word]:
    if at > 1 and line[at - 1].text.lower() == "or" and not line[at - 2].drug and not line[at - 2].concepts:
        return [w for w in line[:at] if w.drug or w.concepts][:1]  # 'if the QTc goes above 500 or rises by 60'
    found: list[_Word] = []
    for word in reversed(line[max(0, at - _REACH - 3) : at]):
        if (
            not found
            and not word.drug
            and not word.concepts
            and (_CARRIES.fullmatch(word.text) or _FIGURE.fullmatch(word.text) or word.text in "()")
        ):
            continue
        if word.text in (",", "(", ")") or _ENDS.fullmatch(word.text) or _WAY.fullmatch(word.text):
            break
        found.append(word)
    return found[::-1]


def _named(phrase: list[_Word], order: bool, *, attribute: bool) -> list[tuple[Object, bool]]:
    """Return what a phrase names: its last kind is what moves, its drugs and concepts say of what."""
    drugs = list(dict.fromkeys(w.drug for w in phrase if w.drug))
    kinds = {kind for w in phrase for kind, pattern in _KINDS if pattern.fullmatch(w.text)}
    concepts = sorted(specific(n for w in phrase for n in w.concepts))
    if "dose" in kinds:
        return [] if attribute else [(("dose", drug), False) for drug in drugs or [""]]
    if order or not phrase:
        return []
    if "risk" in kinds:
        return [(("risk", ""), False), *((("value", name), False) for name in concepts)]
    if "clears" in kinds and (drugs or not concepts):
        return [(("level", drug), True) for drug in drugs]
    if "effect" in kinds and not concepts:
        return [(("effect", drug), False) for drug in drugs or [""]]
    if not attribute and phrase[-1].text.lower() in _SUBSTANCE and not concepts:
        return [(("level", drug), False) for drug in drugs or [""]]
    if "level" in kinds and set(concepts) <= _DRUG_LIKE or drugs or len(phrase) == 1 and phrase[0].text.lower() in _PRONOUN:
        return [(("level", drug), False) for drug in drugs or [""]]
    last = phrase[-1].text.lower().rstrip("s")
    return [*((("value", name), False) for name in concepts), *([(("word", last), False)] if len(last) >= _LEAST_WORD else [])]


_KINDS: Final = (("clears", _CLEARS), ("level", _LEVEL), ("dose", _DOSE), ("risk", _RISK), ("effect", _EFFECT))
_SUBSTANCE: Final = frozenset({"drug", "medicine", "medication"})
"""'Raises the drug in your body' is said of its level."""
_DRUG_LIKE: Final = frozenset({"hormone", "contracepti*", "estrogen"})
"""Concepts that are names of medicines too; a level of theirs is that of the medicine."""
_LEAST_WORD: Final = 3


def turned(text: str, claims: str) -> str:
    """Catch what goes up in a text and only down in the evidence, or the other way.

    Args:
        text: A line without citations.
        claims: What its evidence says.

    Returns:
        The reason; empty when nothing is turned.
    """
    known = moves(claims)
    for (kind, what), ways in moves(text).items():
        exact = known.get((kind, what))
        if not what:
            exact = frozenset(way for (own, _), found in known.items() if own == kind for way in found)
        there = exact or known.get((kind, ""), frozenset())
        if there and (not ways & there if not what or " by " in kind else not ways <= there):
            said_of = f"the {kind.split()[0]} of {what}" if what else f"a {kind}"
            return f"Says that {said_of} {'rises' if True in ways - there else 'falls'}; the evidence says the opposite."
    return ""
