"""What an answer may repeat from the question or work out, so that the rest can be looked for in the evidence.

'600 mg three times daily is 1,800 mg/day', 'not at 40 mg', '90 mg for a 90 kg patient' advise nothing that the evidence lacks.
"""

from __future__ import annotations

import re
from typing import Final

from knowledge.advised import advised
from knowledge.amounts import Amount, Known, amounts, near
from knowledge.parts import ranges_left
from knowledge.products import written_out
from knowledge.quantities import plain, spelt_out
from knowledge.spans import sums, times_told
from knowledge.verdicts import changed, comparison, turned_down
from knowledge.workings import PRODUCT, REFERS, STEPS, follows, lasts, makes, refers, shares, worked_out

_LONGEST: Final = 500
"""Characters of a sentence in which amounts are set against each other; a longer one is held against the evidence as it stands."""
_SENTENCE: Final = re.compile(r"(?<=[.;!?])[*_]*\s+")


def settled(text: str, support: str, stated: str, restated: bool = False, before: str = "") -> str:
    """Leave out of a text the amounts that it repeats without advising them, and those that it works out.

    Args:
        text: A line without citations.
        support: The evidence that it cites.
        stated: The question and what is known of the patient.
        restated: Whether the line only repeats what was asked.
        before: The sentence before it in the same line, when that has citations of its own.

    Returns:
        The text, in which what is left is to be found in the evidence; the text as it stands when there is nothing to leave out.
    """
    written = spelt_out(plain(text))
    parts, known = _SENTENCE.split(written), Known(support, stated)
    left = []
    for place, part in enumerate(parts):
        last = parts[place - 1] if place else spelt_out(plain(before)).strip()
        last = last if REFERS.match(part) and len(last) <= _LONGEST else ""
        left.append(_without(part, known, restated or part.rstrip(" *").endswith("?"), last))
    return " ".join(left) if left != parts else text


def _same_day(text: str, told: Amount, other: Amount) -> bool:
    """Say whether an amount in brackets behind another is the same a day: '2,000 mg a day (1,000 mg twice daily)'."""
    between = text[told.end : other.start] if told.end <= other.start else ""
    return between.strip() == "(" and near(told.value * (told.often or 1.0), other.value * (other.often or 1.0))


def _without(text: str, known: Known, asks: bool, before: str) -> str:
    """Leave out of a sentence what is settled; `before` is the sentence that it refers to."""
    if len(text) > _LONGEST:
        return text
    gone = (
        [m.span() for m in PRODUCT.finditer(text) if makes(m, text, known, before)]
        + list(written_out(text, known))
        + list(ranges_left(text, known))
    )
    found = [a for a in amounts(text) if not any(start <= a.start < end for start, end in gone)]
    gone += [(a.start, a.end) for a in worked_out(text, found, known)]
    gone += refers(text, found, before, known)
    for amount in found:
        if (amount.start, amount.end) in gone or known.has(amount) or not known.was_asked(amount):
            continue
        if (
            asks
            or turned_down(text, amount, known)
            or changed(text, amount, found, known, gone)
            or not advised(text, amount.start, amount.end)
        ):
            gone.append((amount.start, amount.end))
    for told in [a for a in found if (a.start, a.end) in gone]:
        gone += [(a.start, a.end) for a in found if _same_day(text, told, a) and known.was_asked(a)]
    for amount in found:
        words = comparison(text, amount, known)
        if words is None and (amount.start, amount.end) in gone:
            return text
        gone += [words] if words else []
    gone += lasts(text, found, known) + shares(text, f"{before} {text}", known) + times_told(text, known, asks) + sums(text, known)
    gone += [m.span() for m in STEPS.finditer(text) if follows(m, text, known)]
    return (
        "".join(" " if any(start <= place < end for start, end in gone) else letter for place, letter in enumerate(text)) if gone else text
    )
