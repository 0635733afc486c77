"""Plain arithmetic in an answer: totals a day, parts of a dose, doses by weight, tablets, times at a rate, steps of a course."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from knowledge.amounts import Amount, Known, amounts, near
from knowledge.parts import left
from knowledge.products import counted
from knowledge.quantities import number_pattern, plain, scaled, spelt_out
from knowledge.regimens import regimens
from knowledge.verdicts import approves

_N: Final = number_pattern()
_EQUALS: Final = re.compile(
    r"^[\s,;:*()\u2013\u2014-]*(?:[\w%/'.-]+\s+){0,8}?(?:=|is|are|equals?|makes?|gives?|gets|takes|receives|has|totals?|totall?ing"
    r"|total of|becomes?|comes? to"
    r"|adds? up to|works? out (?:to|as|at)|i\.?e\.?"
    r"|that is|meaning|so|for a total of|a total of|amounts? to|\u2192|->|to|would be)[\s,:*(]+(?:[\w%/'.-]+\s+){0,5}?$"
    r"|^[\s*]*[(\u2013\u2014=]\s*(?:(?:about|total|i\.e\.,?|=)\s*)*$",
    re.I,
)
PRODUCT: Final = re.compile(
    rf"(?<![\w.])(?:(?P<count>\d)\s*(?:[x\u00d7*]|(?:tablets?|capsules?|pills?) of|doses of)\s*(?P<each>{_N})\s*-?(?P<unit>mg|mcg|g|units?"
    rf"|mL)\b(?:\s*(?:tablets?|capsules?|pills?))?"
    rf"|(?P<count2>\d)\s+(?P<each2>{_N})[\s-]*(?P<unit2>mg|mcg|g|units?)\s+(?:tablets?|capsules?|pills?|doses?)\b)"
    rf"(?:\s*(?:makes?|is|are|=|comes? to|totals?|adds? up to)\s+(?P<sum>{_N})\s*(?P<unit3>mg|mcg|g|units?)\b)?",
    re.I,
)
_PARTS: Final = (
    (re.compile(r"\b(?:halv(?:e|es|ed|ing)|half)\b", re.I), 1 / 2), (re.compile(r"\b(?:a|one|1)[- ]third\b|\b1/3\b", re.I), 1 / 3),
    (re.compile(r"\b(?:two|2)[- ]thirds\b|\b2/3\b", re.I), 2 / 3), (re.compile(r"\b(?:a|one|1)[- ](?:quarter|fourth)\b"
    r"|\b1/4\b", re.I), 1 / 4),
    (re.compile(r"\b(?:three|3)[- ]quarters\b|\b3/4\b", re.I), 3 / 4), (re.compile(r"\b(?:a|one|1)[- ]fifth\b|\b1/5\b", re.I), 1 / 5),
    (re.compile(r"\b(?:a|one|1)[- ]sixth\b|\b1/6\b", re.I), 1 / 6), (re.compile(r"\b(?:a|one|1)[- ]eighth\b|\b1/8\b", re.I), 1 / 8),
    (re.compile(r"\bdoubl(?:e|es|ed|ing)\b|\btwice\b(?! (?:a|daily|per|each))", re.I), 2.0),
)  # fmt: skip
STEPS: Final = re.compile(
    r"\b(?P<unit>weeks?|days?|months?)\s+(?P<first>\d+)\s*(?:-|\u2013|to|and|through)\s*(?P<last>\d+)\b|\b(?:from"
    r"|starting) (?P<unit2>week|day|month)\s+(?P<since>\d+)\b",
    re.I,
)


def worked_out(text: str, found: list[Amount], known: Known) -> list[Amount]:
    """Return the amounts that others in the sentence, or the evidence and the patient's weight, come to."""
    result = left(text, found, known)
    for amount in found:
        if known.has(amount) or amount in result:
            continue
        if _by_weight(text, amount, known) or _apart(text, amount, found, known) or _totals(text, amount, known):
            result.append(amount)
            continue
        for source in found:
            if source is amount or source.unit != amount.unit and {source.unit, amount.unit} != {"mg/kg", "mg/kg/day"}:
                continue
            if known.has(source) and source.start < amount.start and counted(text, amount, source, known):
                result.append(amount)
                break
            stands, was = known.has(source), known.was_asked(source)
            if not (stands or was) or not _joined(text, source, amount):
                continue
            if _sum_a_day(source, amount, was and not stands) or _split(source, amount, known) or _share(text, source, amount, known):
                if stands:
                    result.append(amount)
                elif _share(text, source, amount, known) or not approves(
                    text[: source.start] + text[source.end : amount.start] + text[amount.end :]
                ):
                    result += [source, amount]
                break
    return result


def _joined(text: str, source: Amount, amount: Amount) -> bool:
    """Say whether the words between two amounts make one the result of the other."""
    if source.end <= amount.start:
        return bool(_EQUALS.search(_ASIDE.sub(" ", text[source.end : amount.start])))
    return amount.end <= source.start and bool(_PART_OF.fullmatch(text[amount.end : source.start]))


_ASIDE: Final = re.compile(r"\([^()]*\)")
_PART_OF: Final = re.compile(
    r"[\s,(*]*(?:which is |that is |i\.e\.,? |= )?(?:just |only )?(?:[\w/%-]+ )?(?:half|third|quarter|fourth|fifth|sixth|eighth"
    r"|\d+ ?%)\s(?:of )?(?:the |her |his |your |this )?"
    r"(?:present |current |usual |old |previous |ordered |former )?(?:dose )?(?:of )?",
    re.I,
)


def _sum_a_day(source: Amount, amount: Amount, told: bool) -> bool:
    whole = amount.total or told and amount.often is None
    return bool(whole and source.often and source.often > 1 and near(source.value * source.often, amount.value))


def _split(source: Amount, amount: Amount, known: Known) -> bool:
    """Say whether the amount is a day's total of the evidence in equal parts."""
    whole = known.has(source) and source.total and not re.search(r"\bonce\b|\bsingle\b", known.support, re.I)
    return bool(whole and amount.often and amount.often > 1 and near(amount.value * amount.often, source.value))


def _share(text: str, source: Amount, amount: Amount, known: Known) -> bool:
    """Say whether one amount is a part of the other that the sentence names, or the evidence when the sentence names none."""
    as_often = source.often or known.asked_often(source) or 1.0
    if amount.often is not None and abs(amount.often - as_often) > 0.001:
        return False
    parts = {part for pattern, part in _PARTS if pattern.search(text)}
    for number in re.findall(rf"({_N})(?=\s*(?:%|percent|(?:to|-|\u2013)\s*{_N}\s*%))", text):
        cut = float(number.replace(",", "")) / 100
        parts |= {cut, 1 - cut} if cut == 0.5 else {1 - cut} if re.search(rf"\bby\b[^.]*{re.escape(number)}", text) else {cut}
    if not parts:
        parts = {part for pattern, part in _PARTS if pattern.search(known.support)}
    return any(near(source.value * part, amount.value) for part in parts)


def _by_weight(text: str, amount: Amount, known: Known) -> bool:
    """Say whether the amount is a dose by weight of the evidence for the weight that was told, a day or in its divided doses."""
    if amount.unit != "mg" or not known.weights:
        return False
    for value, parts in _divided(known.support):
        single = amount.often == parts or amount.often is None and re.search(r"\b(?:dose|each|per)\b", text, re.I)
        if single and any(near(value * weight / parts, amount.value) for weight in known.weights):
            return True
    for value, unit in known.amounts:
        if unit == "mg/kg/day" and amount.total and any(near(value * weight, amount.value) for weight in known.weights):
            return True
        if unit == "mg/kg" and any(near(value * weight, amount.value) for weight in known.weights):
            own = {p for v, u, p in known.regimens if (v, u) == (value, unit)}
            if amount.often is None or amount.often in own:
                return True
    return False


_DIVIDED: Final = re.compile(
    rf"(?P<n>{_N})(?:\s*(?:to|-|\u2013)\s*(?P<n2>{_N}))?\s*mg/kg/day\b(?:(?!mg/kg)[^.;()]){{0,60}}?(?:\bevery (?P<hours>\d+) hours"
    rf"|\bin (?P<parts>[2-4]) (?:\w+ )?doses)",
    re.I,
)


def _divided(support: str) -> Iterable[tuple[float, float]]:
    """Yield the mg/kg that the evidence gives a day in divided doses, and in how many."""
    for match in _DIVIDED.finditer(spelt_out(plain(support))):
        parts = 24 / int(match["hours"]) if match["hours"] else float(match["parts"])
        yield from ((float(n.replace(",", "")), parts) for n in (match["n"], match["n2"]) if n)


def _totals(text: str, amount: Amount, known: Known) -> bool:
    """Say whether the amount is told as what a dose of the evidence, as often as it is given there, comes to a day."""
    return bool(amount.total and amount.often in (None, 1.0) and _IN_ALL.search(text) and not _AT_ONCE.search(text)) and any(
        unit == amount.unit and often > 1 and near(value * often, amount.value) for value, unit, often in known.regimens
    )


_IN_ALL: Final = re.compile(
    r"\b(?:makes?|totals?|totall?ing|adds? up|comes? to|in all|altogether|equals?|works out|i\.e|daily total|amounts? to|that is|that's"
    r"|which is)\b|=",
    re.I,
)
_AT_ONCE: Final = re.compile(r"\b(?:once|single|at one go|in one go)\b", re.I)


def _apart(text: str, amount: Amount, found: list[Amount], known: Known) -> bool:
    """Say whether the amount is by how much one of the sentence differs from one of the evidence."""
    if not re.search(r"\bby\s+$", text[: amount.start]):
        return False
    return any(
        known.has(a) and known.was_asked(b) and near(abs(a.value - b.value), amount.value)
        for a in found
        for b in found
        if a.unit == b.unit == amount.unit
    )


def makes(match: re.Match[str], text: str, known: Known, before: str = "") -> bool:
    """Say whether so many of a strength make an amount of the evidence that the sentence names."""
    count, each, unit = match["count"] or match["count2"], match["each"] or match["each2"], match["unit"] or match["unit2"]
    value, name = scaled(each, unit)
    if match["sum"]:
        counts = {n for n in re.findall(r"(?<![\w.])\d(?![\w.])", spelt_out(plain(known.support)))}
        return (value, name) in known.amounts and count in counts and near(value * float(count), scaled(match["sum"], match["unit3"])[0])
    rest = f"{before} " + text[: match.start()] + " " * len(match.group()) + text[match.end() :]
    return any(a.unit == name and known.has(a) and near(value * float(count), a.value) for a in amounts(rest))


def follows(match: re.Match[str], text: str, known: Known) -> bool:
    """Say whether 'weeks 3-4' is a step of a course of the evidence, 'A for 2 weeks, then B for 2 weeks', and the sentence gives that step's dose."""
    unit = (match["unit"] or match["unit2"]).rstrip("s").lower()
    first, last = int(match["first"] or match["since"]), int(match["last"] or 0)
    done, since = 0, 0
    written = spelt_out(plain(known.support))
    for step in re.finditer(rf"\bfor (?:the (?:first|next) )?(\d+) {unit}s?\b", written):
        own, since = written[since : step.end()], step.end()
        if (first, last) == (done + 1, done + int(step[1])):
            return regimens(text) <= regimens(own[max(own.rfind("("), own.rfind(";")) + 1 :])
        done += int(step[1])
        if not last and first == done + 1:
            return regimens(text) <= regimens(_AFTER.split(written[step.end() :])[0])
    return False


_AFTER: Final = re.compile(r"[;.](?=\s|$)|\bfor \d")


def lasts(text: str, found: list[Amount], known: Known) -> list[tuple[int, int]]:
    """Return the amount that was asked and the time that it takes at the rate of the evidence."""
    rates = [value for value, unit in known.amounts if unit == "mg/h"]
    times: Iterable[re.Match[str]] = re.finditer(rf"(?<![\w.])({_N})\s*(minutes?|hours?|h)\b", text)
    result: list[tuple[int, int]] = []
    for match in times:
        hours, unit = scaled(match[1], match[2])
        if (hours, unit) in known.amounts:
            continue
        for amount in found:
            stands = known.has(amount) or known.was_asked(amount)
            if stands and amount.unit == "mg" and any(near(amount.value / rate, hours) for rate in rates):
                result += [match.span(), *([] if known.has(amount) else [(amount.start, amount.end)])]
                break
    return result


REFERS: Final = re.compile(
    r"[\s*(]*(?:so |thus |in other words,? )?(?:that|this|it|which|these|they|for (?:your|this|her|his|a"
    r"|the) [^.,;]{0,60},\s*(?:that|this|it))(?:'s|'re| is| are| makes?| comes to"
    r"| adds up to| equals?| means?| totals?| works out (?:to|as|at)| would be| amounts to)\b",
    re.I,
)
"""How a sentence begins that says in other numbers what the one before it says."""


def refers(text: str, found: list[Amount], before: str, known: Known) -> list[tuple[int, int]]:
    """Return the amounts of a sentence that follow from the one before it, and what of the patient's they are worked out from.

    Args:
        text: The sentence: 'That is 2,400 mg in 24 hours.'
        found: Its amounts.
        before: The sentence that it refers to; empty when it refers to none.
        known: What stands in the evidence and in the question.
    """
    gone: list[tuple[int, int]] = []
    sources = [a for a in amounts(before) if known.has(a)] if before else []
    for amount in found:
        if known.has(amount):
            continue
        told = [a for a in found if a is not amount and a.unit == amount.unit and known.was_asked(a)]
        if any(a.unit == amount.unit and _sum_a_day(a, amount, False) for a in sources[-1:]):
            gone.append((amount.start, amount.end))
        for source in told if before and _SHARED.search(before) else ():
            if _share(f"{before} {text}", source, amount, known) and _share(known.support, source, amount, known):
                gone += [(amount.start, amount.end), (source.start, source.end)]
    return gone


_SHARED: Final = re.compile(r"%|percent|\b(?:half|halv\w+|third|quarter|fourth|fifth|sixth|doubl\w+|twice)\b", re.I)


def shares(text: str, whole: str, known: Known) -> list[tuple[int, int]]:
    """Return the words for a part of a dose that its amounts bear out: 'halve it' where 2,000 mg was asked and 1,000 mg is the limit."""
    named = amounts(whole)
    stand = {(a.value, a.unit) for a in named if known.has(a)} | {k for k in known.amounts if k[1] == "mg"}
    told = {(a.value, a.unit) for a in named if known.was_asked(a) or known.has(a)}
    told |= {(a.value * a.often, a.unit) for a in named if a.often and a.often > 1 and known.was_asked(a)}
    gone = []
    for pattern, part in _PARTS:
        if part > 1:
            continue
        if any(unit == other and near(value * part, result) for value, unit in told for result, other in stand):
            gone += [m.span() for m in pattern.finditer(text)]
    return gone
