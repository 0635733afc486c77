"""Names as they are compared: one case, one kind of apostrophe and hyphen, single spaces."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_ONE_OF_EACH: Final = {0x2019: "'", 0x2018: "'", 0x2010: "-", 0x2011: "-", 0x2013: "-", 0xAE: " ", 0x2122: " "}
_SPACES: Final = re.compile(r"\s+")
_LETTERS: Final = re.compile(r"[a-z0-9]+")


def normal(text: str) -> str:
    """Return `text` in lower case, NFKC, with one apostrophe, plain hyphens and single spaces."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text).lower().translate(_ONE_OF_EACH)).strip(' .,;:!?"()[]')


def letters(name: str) -> str:
    """Return the words of a name without any marks, as a name is looked for in running text."""
    return " ".join(_LETTERS.findall(normal(name).replace("'", "")))
