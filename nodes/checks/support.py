"""What a line cites holds the line's numbers."""

from __future__ import annotations

import re
from typing import Final

from knowledge.agreement import unsupported
from knowledge.compared import compared, untrue
from knowledge.comparisons import comparisons, turned
from knowledge.quantities import plain, quantities, spelt_out
from knowledge.regimens import mismatched
from knowledge.restated import settled
from knowledge.spans import shortened
from knowledge.stated import with_units
from nodes.checks.bands import misplaced, misstepped, out_of_band, swapped
from nodes.checks.draft import Draft, drugs_named, drugs_of, failure, is_of
from nodes.checks.layout import headed, units_of_rows, unlabelled
from nodes.checks.questions import restates
from nodes.state import CheckFailure
from tools.evidence import CITATION, Evidence


def numbers_supported(draft: Draft) -> list[CheckFailure]:
    """Every number with a clinical unit stands in evidence on the line's drugs; the patient's own values may stand in what the user stated."""
    found: list[CheckFailure] = []
    behind: tuple[str, str, list[Evidence]] | None = None
    rows = units_of_rows(draft.text.splitlines())
    for line, text, cited in draft.reworded():
        text = headed(unlabelled(text), next((unit for row, unit in rows.items() if row.startswith(line)), ""))
        before = ""
        if behind and f"{behind[0]}{line}" in draft.text:  # in the same line
            before, cited = behind[1], cited or behind[2]
        behind = (line, text, cited) if cited else None
        support = " \n ".join(e["claim"] for e in _bearing(text, cited))
        support = f"{support} \n {with_units(support)}"
        bounds = {value for value, unit, _, _ in comparisons(support) if not unit}
        found += [failure("numbers_supported", line, f"{words!r} is not true.") for words in untrue(text)]
        found += [
            failure("numbers_supported", line, f"{words!r} is counted from an event in the evidence.") for words in shortened(text, support)
        ]
        only_asks = not CITATION.search(line) and restates(text, draft.stated)
        beside = settled(compared(text, draft.stated), support, draft.stated, only_asks, before)
        text = settled(text, support, draft.stated, only_asks, before)
        found += [
            failure("numbers_supported", line, f"{quantity.text!r} is not in the evidence that the line cites.")
            for quantity in unsupported(text, support, draft.stated)
            if not (quantity.unit == "mL/min" and quantity.value in bounds)  # '30% lower at 11 to 39 mL/min, 50% below 10'
        ]
        found += [
            failure("numbers_supported", line, f"{limit!r} points the other way than the evidence that the line cites.")
            for limit in turned(beside, support)
        ]
        if reason := swapped(text, support) or misplaced(text, support) or misstepped(text, support) or out_of_band(text, _bands(cited)):
            found.append(failure("numbers_supported", line, reason))
        if cited:
            titles = " ".join(
                f"{e['source'].get('title', '')} {e['source'].get('section', '')} {e['source'].get('year', '')}" for e in cited
            )
            found += [
                failure("numbers_supported", line, f"The number {number} is not in the evidence that the line cites.")
                for number in bare(text, f"{support} {titles} {draft.stated}")
            ]
        found += [
            failure(
                "numbers_supported", line, f"{value:g} {unit} is not given {per_day:g} times a day in the evidence that the line cites."
            )
            for value, unit, per_day in mismatched(text, support)
        ]
    return found


_BARE: Final = re.compile(
    r"(?<![\w.,\u00b0/*-])(\d[\d,]*(?:\.\d+)?)(?![\w%]|[.,/*-]\d|-[a-z]|\s*[.)]\s+\S)(?!\s*(?:times|fold"
    r"|parts?)\b)"
)


def bare(text: str, support: str) -> list[str]:
    """Return the numbers without a unit that stand nowhere in what supports the line; a list's own numbering is none.

    Args:
        text: A line without citations.
        support: The evidence, its sources and what the user stated.

    Returns:
        The numbers as written, units or not; those with a unit are checked with it elsewhere too.
    """
    text = _THESE.sub(" ", text)
    with_unit = " ".join(q.text for q in quantities(text))
    known = {n.replace(",", "") for n in re.findall(r"\d[\d,]*(?:\.\d+)?", plain(spelt_out(support)))}
    known |= {f"{float(n):g}" for n in known if n and n.count(".") < 2}
    known |= {f"{round(float(n)):d}" for n in known if "." in n and n.count(".") == 1 and float(n) >= _ROUNDED}
    known |= {n for n, word in _ORDINALS.items() if re.search(rf"\b{word}\b", support, re.I)}
    return [
        n for n in dict.fromkeys(_BARE.findall(text)) if f"{float(n.replace(',', '').rstrip('.')):g}" not in known and n not in with_unit
    ]


_THESE: Final = re.compile(r"\b(?:the|these|those|all|both) [2-5]\b(?=\s+[a-z])", re.I)
"""'The 2' drugs."""
_ROUNDED: Final = 10
"""From which on a number without a unit may be shown without its decimals."""
_ORDINALS: Final = {"1": "first", "2": "second", "3": "third"}


def _bands(cited: list[Evidence]) -> list[str]:
    """Return the renal function that each cited record is for, empty for any."""
    found = []
    for item in cited:
        told = str(item["data"].get("band", "")) if item["kind"] == "dosing" else ""
        if item["kind"] == "dosing" and not re.search(r"mL/min", told):
            told = match[1] if (match := re.search(r"\(([^()]*\bmL/min[^()]*)\):", item["claim"])) else ""
        found.append(told)
    return found


def _bearing(text: str, cited: list[Evidence]) -> list[Evidence]:
    """Return the cited evidence that may bear a number: no memory, and nothing on other drugs than those that the line names."""
    named = [m for m in drugs_named(text) if m.how in ("generic", "brand", "misspelling")]
    known = [e for e in cited if e["kind"] != "memory"]
    return [e for e in known if not named or not (drugs := drugs_of(e)) or any(is_of(m, drugs) for m in named)] or known
