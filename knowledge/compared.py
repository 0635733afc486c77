"""Values that a sentence sets against a limit, '1.4 is below the 1.5 cutoff': whether that is true, and what of it needs no evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from knowledge.amounts import asked
from knowledge.quantities import DOSE_UNITS, number_pattern, plain, quantities, scaled, spelt_out, unit_pattern

_N: Final = number_pattern()
_COMPARED: Final = re.compile(
    rf"(?<![\w.,/\u2013-])(?P<a>{_N})(?:[\s-]*(?P<ua>{unit_pattern()})(?!\w))?(?P<rate>\s*(?:daily|a day|per day|/day|bid|tid|qid"
    rf"|twice daily|once daily))?"
    rf"(?:\s*(?:dose|order))?\s*\**\s*(?:,\s*)?(?:which\s+|that\s+)?(?:is|was|are|sits|lies|falls|stays|being|remains"
    rf"|(?=,?\s*(?:above|below|over|under)\b))\s*"
    r"(?P<no>not\s+)?(?:still |well |far |just |clearly |already |also |only |slightly |safely |both )*"
    r"(?:(?P<up>above|over|higher than|more than|greater than|beyond|in excess of)|(?P<down>below|under|lower than|less than"
    r"|beneath|short of))\s+"
    rf"(?:(?:the|a|an|her|his|your|its|this|that|of|limit|cutoff|cut-off|ceiling|maximum|threshold|mark|daily|upper|lower|about"
    rf"|allowed|cap)\s+){{0,4}}"
    rf"(?P<b>{_N})(?!\s*(?:to|-|\u2013)\s*\d)(?:[\s-]*(?P<ub>{unit_pattern()})(?!\w))?(?P<rate2>\s*(?:daily|a day|per day|/day|bid"
    rf"|tid|qid|twice daily|once daily))?",
    re.I,
)
_TIMES: Final = {"bid": 2, "twice daily": 2, "tid": 3, "qid": 4}


def _times(rate: str | None) -> int:
    return _TIMES.get((rate or "").strip().lower(), 1)


def _read(text: str) -> Iterator[tuple[re.Match[str], float, str, bool]]:
    """Yield each comparison of two numbers with the first one, its unit, and whether it is true."""
    for match in _COMPARED.finditer(text):
        if match["ua"] and not match["ub"]:
            unit = match["ua"]
        else:
            unit = match["ub"] or ""
        one, told = scaled(match["a"], match["ua"] or unit)
        two, limit = scaled(match["b"], unit)
        if told != limit:
            continue
        one, two = one * _times(match["rate"]), two * _times(match["rate2"])
        yield match, one, told, (one > two if match["up"] else one < two) != bool(match["no"])


def untrue(text: str) -> list[str]:
    """Return the comparisons of a text that are arithmetically false, whatever the evidence says.

    Args:
        text: A line without citations.

    Returns:
        The words of each.
    """
    return [match.group().strip() for match, _, _, true in _read(spelt_out(plain(text))) if not true]


def compared(text: str, stated: str) -> str:
    """Leave the direction out of a true comparison of a value that was told: it sets no limit.

    Args:
        text: A line without citations.
        stated: The question, the profile and what the tools were given.

    Returns:
        The text without these words; as it stands when there are none.
    """
    written, told = spelt_out(plain(text)), {q.key for q in quantities(stated)} | {(a.value, a.unit) for a in asked(stated)}
    gone = [m.span("up" if m["up"] else "down") for m, value, unit, true in _read(written) if true and _told(value, unit, told)]
    for start, end in reversed(gone):
        written = f"{written[:start]} beside {written[end:]}"
    return written if gone else text


def _told(value: float, unit: str, told: set[tuple[float, str]]) -> bool:
    return (value, unit) in told or unit not in DOSE_UNITS and any(value == known for known, _ in told)
