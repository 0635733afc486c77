"""Amounts of medicine as answers and questions write them, with how often they are given."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from knowledge.quantities import number_pattern, plain, quantities, scaled, spelt_out
from knowledge.regimens import NAMED, often, regimens

_N: Final = number_pattern()
_MASS: Final = r"mg/kg/day|mg/kg|mcg/kg|mg|mcg|micrograms?|milligrams?|grams?|g|units?|mEq|mmol|mL|tablets?|capsules?|pills?|puffs?"
_AMOUNT: Final = re.compile(rf"(?<![\w.,/\u2013-])(?P<n>{_N})\s*-?(?P<unit>{_MASS})(?P<day>/day)?(?![\w/])", re.I)
_ROUTE: Final = re.compile(
    r"\s*(?:(?:tablets?|capsules?|by mouth|orally|oral|po|iv|im|sc|sq|subcutaneously|intravenously|IR|XR|ER|(?:in )?total|altogether)\b\s*)*",
    re.I,
)
_UNSAID: Final = re.compile(
    rf"(?P<before>[a-z][\w-]*)\s+(?P<n>{_N})(?=\s*(?:$|[,;?!+)/{{\[\n]|\.(?:\s|$)|(?:bid|tid|qid|daily|nightly|q\d+|once|twice|three|a|every|po|x|and"
    r"|plus|with|for|on|in|at|now|to|but|is|ok|by|per)\b))",
    re.I,
)
"""A dose in a question that leaves out its unit: 'Lipitor 80', 'Neurontin 600 TID'."""
_NO_DOSE: Final = frozenset(
    """age aged crcl egfr gfr clcr scr cr creatinine inr bmi weight wt weighs height x for of ef lvef k bp hr qtc ckd stage class child type
    grade phase covid vitamin b is was at in on to and or than over under above below after before since every day week month year about around
    score points room hba1c a1c sodium potassium level trimester last past next has""".split()
)
"""Words behind which a number is no dose."""
_CLOSE: Final = 0.006
"""How far a product may be from what is shown, as a share of it: what rounding takes."""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of medicine with how often it is given.

    Attributes:
        value: The amount, mass in mg.
        unit: Its unit.
        often: Doses a day, when said.
        total: Whether it is what a day takes altogether.
        start: Where it stands.
        end: Where it ends, its frequency included.
    """

    value: float
    unit: str
    often: float | None
    total: bool
    start: int
    end: int


def amounts(text: str) -> list[Amount]:
    """Read the amounts of a text in which numbers stand in digits; a range is none.

    Args:
        text: A sentence.

    Returns:
        The amounts in reading order.
    """
    found = []
    for match in _AMOUNT.finditer(text):
        value, unit = scaled(match["n"], match["unit"])
        end = match.end()
        behind = _ROUTE.match(text, end)
        said = often(text, behind.end() if behind else end)
        daily = (
            bool(match["day"])
            or unit == "mg/kg/day"
            or bool(
                said and re.fullmatch(r"daily|(?:a|per|each|every) day|/day|(?:in|per|over|every) 24 hours|in a day", said[1].strip(), re.I)
            )
        )
        total = daily or bool(behind and "total" in behind.group().lower())
        found.append(
            Amount(value, unit, said[0] if said else 1.0 if match["day"] else None, total, match.start(), said[2] if said else end)
        )
    return found


@lru_cache(maxsize=1024)
def asked(stated: str) -> tuple[Amount, ...]:
    """Read the amounts that a question states, with their totals a day; a dose without a unit counts as mg.

    Args:
        stated: The question, and what else the user told.

    Returns:
        The amounts.
    """
    text = spelt_out(plain(stated))
    found = amounts(text)
    for match in _UNSAID.finditer(text):
        if match["before"].lower() not in _NO_DOSE:
            said = often(text, match.end() + len(re.match(r"\s*(?:mg|po)?\s*", text[match.end() :], re.I).group()))  # type: ignore[union-attr]
            found.append(Amount(scaled(match["n"], "mg")[0], "mg", said[0] if said else None, False, match.start(), match.end()))
    return tuple([*found, *(Amount(round(a.value * a.often, 6), a.unit, 1.0, True, 0, 0) for a in found if a.often and a.often > 1)])


class Known:
    """What stands in the evidence and in the question."""

    def __init__(self, support: str, stated: str) -> None:
        """Read both."""
        self.support = support
        self.asked = (*asked(stated), *(a for m in NAMED.finditer(support) for a in amounts(spelt_out(m.group()))))
        self.amounts = {q.key for q in quantities(support)}
        self.regimens = regimens(NAMED.sub(" ", support))
        self.told = {q.key for q in quantities(stated)}
        self.weights = {q.value for q in quantities(stated) if q.unit == "kg"}
        self.numbers = {float(n.replace(",", "")) for n in re.findall(_N, spelt_out(plain(f"{support} {stated}")))}

    def has(self, amount: Amount) -> bool:
        """Say whether the evidence gives the amount, as often as it is said to be given."""
        if (amount.value, amount.unit) not in self.amounts:
            return False
        own = {p for v, u, p in self.regimens if (v, u) == (amount.value, amount.unit)}
        return amount.often is None or not own or any(abs(p - amount.often) < 0.001 for p in own)

    def asked_often(self, amount: Amount) -> float | None:
        """Return how often a day the question gives the amount, when it says."""
        return next((own.often for own in self.asked if (own.value, own.unit) == (amount.value, amount.unit) and own.often), None)

    def was_asked(self, amount: Amount) -> bool:
        """Say whether the question states the amount, as often."""
        for own in self.asked:
            if (own.value, own.unit) == (amount.value, amount.unit) and (
                amount.often is None or amount.often == (own.often or 1.0) or amount.total and own.total
            ):
                return True
        return False


def near(value: float, shown: float) -> bool:
    """Say whether a worked-out value is the one that is shown, within rounding."""
    return shown > 0 and abs(value - shown) <= _CLOSE * shown
