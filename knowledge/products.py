"""Products that an answer writes out, '45 x 14 = 630 mg/day': true where the arithmetic is and where each factor stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from knowledge.amounts import Amount, Known, near
from knowledge.quantities import number_pattern, plain, quantities, scaled, spelt_out, unit_pattern

_N: Final = number_pattern()
_UNIT: Final = rf"(?:\s*-?(?:{unit_pattern()})(?:/(?:day|dose|kg))*(?!\w))?"
_OFTEN: Final = r"(?:\s+(?:once|twice|three times) daily|\s+(?:a|per) day|/day)?"
_EQUATION: Final = (
    rf"(?<![\w.,/-])(?P<a>{_N})(?P<au>{_UNIT}){_OFTEN}\s*(?:[x\u00d7*\u00b7]|times|multiplied by"
    rf"|by)\s*\(?(?P<b>{_N})(?P<bu>{_UNIT}){_OFTEN}\)?\s*"
    rf"(?:=|\u2248|~|->|\u2192|is|are|gives?|makes?|equals?|comes? to|:)\s*(?:about |around |roughly |~|\u2248)?(?P<c>{_N})"
)
_PLACES: Final = re.compile(r"doses?|times|tablets?|capsules?|pills?|puffs?|injections?|infusions?|meals?", re.I)
_COUNTED: Final = re.compile(rf"(?<![\w.,/-])(?P<n>\d{{1,2}})\s+(?:\w+ )?(?:{_PLACES.pattern})\b(?! (?:a|per) kg)", re.I)


def written_out(text: str, known: Known) -> Iterator[tuple[int, int]]:
    """Yield where a sentence multiplies: the two factors, which stand in the evidence or are the patient's, and what they make.

    Args:
        text: A sentence with its numbers in digits.
        known: What stands in the evidence and in the question.
    """
    if "=" not in text and "\u00d7" not in text and " x " not in text and " by " not in text and "times" not in text and "*" not in text:
        return
    for match in re.finditer(_EQUATION, text, re.I):
        one, two, made = (float(match[name].replace(",", "")) for name in "abc")
        if near(one * two, made) and all(_stands(match[name], match[f"{name}u"], known) for name in "ab"):
            yield match.start(), match.end("b")


def _stands(number: str, unit: str, known: Known) -> bool:
    """Say whether a factor is a number of the evidence or of the question, with its unit where it has one."""
    if unit.strip():
        keys = {q.key for q in quantities(f"{number}{unit}")}
        if keys & (known.amounts | known.told):
            return True
        name = scaled(number, re.sub(r"/(?:day|dose)$", "", unit.strip(" -")))[1] if unit.strip(" -") else ""
        return any(value == float(number.replace(",", "")) and other.startswith(name) for value, other in known.amounts) and name == "mg/kg"
    return float(number.replace(",", "")) in known.numbers


def counted(text: str, amount: Amount, source: Amount, known: Known) -> bool:
    """Say whether an amount is so many of another as the sentence and the evidence count: '5 mg a dose, 3 doses in 24 hours (15 mg)'."""
    counts = {float(m["n"]) for m in _COUNTED.finditer(text)} & {float(m["n"]) for m in _COUNTED.finditer(spelt_out(plain(known.support)))}
    return any(n > 1 and near(source.value * n, amount.value) for n in counts)
