"""Words that advise, in families: an answer may say the evidence's 'avoid' as 'skip'; which way it points, other checks compare."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_FAMILIES: Final = tuple(
    re.compile(rf"\b(?:{stems})", re.I)
    for stems in (
        r"giv|gave|tak(?:e|es|en|ing)\b|us(?:e|es|ed|ing)\b|administ|swallow|dispens|inject|tablet|pill|capsule",
        r"stop|hold|withh[eo]ld|discontinu|avoid|contraindicat",
        r"skip|avoid|never\b|keep away",
        r"start|begin|initiat|add(?:s|ed|ing)?\b|resum|restart|continu",
        r"increas|rais|doubl|titrat|higher|more\b|ris(?:e|es|ing)\b",
        r"decreas|reduc|lower|halv|cut|limit|less\b|fall|no more than|at most",
        r"adjust|chang|reduc|rais|titrat|lower|halv|doubl",
        r"dos(?:e|es|ed|ing|age|ages)\b|titrat|mg\b|mcg\b|units?\b",
        r"monitor|watch|check|follow|test|measur|levels?\b",
        r"switch|replac|chang|instead|alternativ|another|different|other\b|choose|prefer|rather",
        r"combin|together|interact|both\b|pair|with\b| \+ ",
        r"side effect|adverse|reaction",
        r"allerg|hypersens|anaphyla",
        r"toxic|overdos|poison",
    )
)


@lru_cache(maxsize=4096)
def _of(text: str) -> frozenset[int]:
    return frozenset(n for n, family in enumerate(_FAMILIES) if family.search(text))


def borne(word: str, claims: str) -> bool:
    """Say whether evidence has a word of advice, in this or another form or by a word of its family.

    Args:
        word: A word that advises.
        claims: What the evidence says.
    """
    return word[:4].rstrip("e").lower() in claims.lower() or bool(_of(word) & _of(claims))
