"""Unknown words where a medicine stands: behind a form, and between a verb of taking and a number or a frequency."""

from __future__ import annotations

import re
from typing import Final

_FORM: Final = re.compile(r"\b(?:tabs?|caps?|inj|syr|susp|oint|cream|gel|drops?|patch|inhaler|neb|supp)\.?[ ]$", re.I)
_TAKEN: Final = re.compile(
    r"\b(?:took|takes?|taking|taken|on|start(?:ed|ing|s)?|stop(?:ped|s)?|hold|held|gave|give[ns]?|giving|continue[ds]?|prescribed|increased?|decreased?"
    r"|switched|switch|restart(?:ed)?|refill(?:ed|s)?|resume[ds]?|need[s]?|swallowed|missed|skipped|injects?|uses?|using|adds?|added|and|plus)"
    r"(?:[ ](?:to|only|just|her|his|the|my|some|oral|iv|po|a|an|extra|more|with|off|x|\d{1,3}(?:\.\d{1,2})?|tabs?|tablets?|caps?|puffs?|of)){0,4}[ ]$",
    re.I,
)
_STRENGTH: Final = re.compile(
    r"[ -](?:(?:\d{1,4}(?:/\d{1,4})*|\d{0,3}\.(?:\d?25|\d?5|75))(?!\.\d)(?![\d/:]|[ ]?(?:y/?o|yrs?|years?|[MF]\b))"
    r"|(?:once|twice|daily|nightly|od|bd|bid|tds|tid|qid|qds|hs|prn|weekly|at night)\b)",
    re.I,
)
_LISTED: Final = re.compile(r"(?:[,;+][ ]|^|\n)$")
_ROUND: Final = re.compile(r"[ ](?:1[0257][05]|[2-9][05]0|625|875|1000)(?=[ ]?(?:[,;.)\n]|$))")
"""An item of a list with a strength that no age is."""
_REACH: Final = 48


def is_taken(text: str, start: int, end: int) -> bool:
    """Say whether an unknown word stands where a medicine does: `tab Glycomet`, `took only Glycomet 500`."""
    earlier = text[max(0, start - _REACH) : start]
    if _LISTED.search(earlier) and _ROUND.match(text, end):
        return True
    return _FORM.search(earlier) is not None or _STRENGTH.match(text, end) is not None and _TAKEN.search(earlier) is not None
