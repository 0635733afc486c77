"""A regular expression that is compiled when it is first asked, so that importing the checks stays fast."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property


class Lazy:
    """A pattern without regard to letter case, unless it is told to regard it."""

    def __init__(self, text: str, flags: int = re.I) -> None:
        """Keep what is to be compiled."""
        self.text, self.flags = text, flags

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.text, self.flags)

    def search(self, text: str) -> re.Match[str] | None:
        """Find the first match."""
        return self.pattern.search(text)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Match at a place."""
        return self.pattern.match(text, start)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Match a whole text."""
        return self.pattern.fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Find every match."""
        return self.pattern.finditer(text)

    def split(self, text: str) -> list[str]:
        """Cut a text at each match."""
        return self.pattern.split(text)

    def sub(self, instead: str, text: str) -> str:
        """Put something in the place of each match."""
        return self.pattern.sub(instead, text)
