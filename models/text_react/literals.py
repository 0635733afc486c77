"""Reads the arguments of a written call: JSON, and what models write in its place.

Single and typographic quotes, trailing commas, bare words, `True` and `None`, `name=value`. What is cut off or cannot be
read is an error and never mended: half an argument must not reach a tool. The cursor only moves forward, so reading is linear.
"""

from __future__ import annotations

import math
import re
from typing import Any, Final

DEEPEST: Final = 64
"""Deepest nesting that is read."""
LONGEST_NUMBER: Final = 300
"""Digits above which a number is kept as text."""

_QUOTES: Final = {'"': '"', "'": "'", "“": "”", "‘": "’"}
_PLAIN: Final = {closing: re.compile(rf"[^\\{closing}]*+") for closing in _QUOTES.values()}
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.S)
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "\n": "", **{c: c for c in "\"'/\\_"}}
_SPACE: Final = re.compile(r"\s*+")
_WORD: Final = re.compile(r"[^\s,:={}()\[\]\"'“”‘’`]++(?:[ \t]++[^\s,:={}()\[\]\"'“”‘’`]++)*+")
_KEY: Final = re.compile(r"[A-Za-z_][\w\-]*+")
_NAMED: Final = re.compile(r"""(["']?)([A-Za-z_][\w\-]*+)\1\s*+[=:]""")
_INTEGER: Final = re.compile(r"-?(?:0|[1-9][0-9]*+)")
_NUMBER: Final = re.compile(r"[+-]?[0-9]++(?:\.[0-9]++)?(?:[eE][+-]?[0-9]{1,4})?")
_CONSTANTS: Final = {"true": True, "false": False, "null": None, "True": True, "False": False, "None": None}
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class UnreadableError(ValueError):
    """Text that cannot be read as a value; the message says what is wrong and where."""


def sound(text: str) -> str:
    """Join surrogate pairs and replace lone surrogates, which no client could send on."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") if _SURROGATE.search(text) else text


class Literals:
    """A cursor over a text that reads one value after the other."""

    def __init__(self, text: str, at: int = 0) -> None:
        """Start reading.

        Args:
            text: The text.
            at: Where to begin.
        """
        self.text = text
        self.at = at

    def arguments(self, closing: str) -> tuple[list[Any], dict[str, Any]]:
        """Read what stands between the brackets of a call.

        Args:
            closing: What ends it: `)`, or an empty string for the end of the text.

        Returns:
            Values by position and values by name.

        Raises:
            UnreadableError: If it cannot be read, or is cut off.
        """
        positional: list[Any] = []
        named: dict[str, Any] = {}
        while True:
            self._space()
            if self._closed(closing):
                return positional, named
            if match := _NAMED.match(self.text, self.at):
                self.at = match.end()
                named[match[2]] = self.value()
            else:
                positional.append(self.value())
            self._space()
            if self._take(",") or self._closed(closing, ahead=True):
                continue
            if not named and len(positional) == 1 and isinstance(positional[0], dict):
                return positional, named  # the object is whole; only its bracket is missing
            raise self._error(f"expected a comma or {closing or 'the end'!r}")

    def value(self, depth: int = 0) -> Any:
        """Read one value.

        Args:
            depth: How deep it is nested.

        Returns:
            A string, number, boolean, None, list or dict; what is written as NaN or beyond a float stays text.

        Raises:
            UnreadableError: If there is none, or it is cut off.
        """
        if depth > DEEPEST:
            raise self._error("nested too deep")
        self._space()
        first = self.text[self.at : self.at + 1]
        if first in _QUOTES:
            return self._string()
        if first == "{":
            return self._object(depth)
        if first == "[":
            return self._array(depth)
        return self._word()

    def _object(self, depth: int) -> dict[str, Any]:
        self.at += 1
        found: dict[str, Any] = {}
        while True:
            self._space()
            if self._take("}"):
                return found
            key = self._key()
            self._space()
            if not (self._take(":") or self._take("=")):
                raise self._error(f"expected a colon after {key[:40]!r}")
            found[key] = self.value(depth + 1)
            self._space()
            if not self._take(",") and self.text[self.at : self.at + 1] != "}":
                raise self._error("expected a comma or '}'")

    def _array(self, depth: int) -> list[Any]:
        self.at += 1
        found: list[Any] = []
        while True:
            self._space()
            if self._take("]"):
                return found
            found.append(self.value(depth + 1))
            self._space()
            if not self._take(",") and self.text[self.at : self.at + 1] != "]":
                raise self._error("expected a comma or ']'")

    def _key(self) -> str:
        if self.text[self.at : self.at + 1] in _QUOTES:
            return self._string()
        match = _KEY.match(self.text, self.at)
        if match is None:
            raise self._error("expected a name")
        self.at = match.end()
        return match[0]

    def _string(self) -> str:
        closing = _QUOTES[self.text[self.at]]
        self.at += 1
        parts: list[str] = []
        while True:
            run = _PLAIN[closing].match(self.text, self.at)
            assert run is not None  # it matches an empty run too
            parts.append(run[0])
            self.at = run.end()
            if self.at >= len(self.text):
                raise self._error("a string without its end")
            if self.text[self.at] == "\\":
                parts.append(self._escaped())
                continue
            self.at += 1
            # An apostrophe within a word, as in 'St John's wort', closes nothing.
            if closing in "'’" and self.text[self.at - 2].isalnum() and self.text[self.at : self.at + 1].isalnum():
                parts.append(closing)
                continue
            return sound("".join(parts))

    def _escaped(self) -> str:
        match = _ESCAPE.match(self.text, self.at)
        if match is None:
            raise self._error("a string without its end")
        self.at = match.end()
        code = match[1] or match[2]
        return chr(int(code, 16)) if code else _ESCAPED.get(match[3], match[0])

    def _word(self) -> Any:
        match = _WORD.match(self.text, self.at)
        word = match[0] if match else ""
        if not word.strip(".…"):
            raise self._error("expected a value")
        self.at += len(word)
        if word in _CONSTANTS:
            return _CONSTANTS[word]
        if len(word) > LONGEST_NUMBER or not _NUMBER.fullmatch(word):
            return word
        if _INTEGER.fullmatch(word):
            return int(word)
        number = float(word)
        has_point = not word.lstrip("+-").isdigit()
        return number if has_point and math.isfinite(number) else word

    def _space(self) -> None:
        match = _SPACE.match(self.text, self.at)
        assert match is not None  # it matches an empty run too
        self.at = match.end()

    def _take(self, mark: str) -> bool:
        taken = self.text.startswith(mark, self.at)
        self.at += len(mark) * taken
        return taken

    def _closed(self, closing: str, *, ahead: bool = False) -> bool:
        """Say whether the arguments end here, and step over their end unless only looking ahead."""
        if not closing:
            return not self.text[self.at : self.at + 3].strip("`")
        return self.text.startswith(closing, self.at) if ahead else self._take(closing)

    def _error(self, what: str) -> UnreadableError:
        return UnreadableError(f"{what} at {self.text[self.at : self.at + 30]!r}")
