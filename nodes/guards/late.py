"""Patterns that are compiled when they are first asked: the guards' take a tenth of a second together, and most questions need few of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property


class Late:
    """A regular expression that is compiled when it is first used."""

    def __init__(self, source: str, flags: int = 0) -> None:
        """Keep the source; a fault in it shows at the first use, which every test of a guard makes."""
        self.pattern, self.flags = source, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self.flags)

    def search(self, text: str) -> re.Match[str] | None:
        """Search as a compiled pattern does."""
        return self._compiled.search(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Find every match as a compiled pattern does."""
        return self._compiled.finditer(text)
