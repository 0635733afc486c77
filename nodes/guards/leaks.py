"""What must never leave: our prompts, and secrets of the environment. Found as they stand, spelt apart, encoded, rotated or backwards."""

from __future__ import annotations

import codecs
import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import models
import nodes.prompts
from nodes.guards.folding import decoded, folded

WINDOW: Final = 36
"""Letters of a prompt in a row that count as a leak: about seven words. No sentence of the knowledge base shares as many."""
_SECRET_WINDOW: Final = 12
"""Characters of a secret in a row that count as a leak; a shorter secret counts as a whole."""
_SHORTEST: Final = 8
_LEET: Final = str.maketrans("0134578@$", "oieastbas")
REMOVED: Final = "[removed]"
_NAMED: Final = re.compile(r"KEY|TOKEN|SECRET|PASSW|CREDENTIAL|PRIVATE|(?:^|_)PWD_|DSN", re.I)
_NOT_SECRET: Final = re.compile(r"_(?:FILE|PATH|DIR|SOCK|NAME|ID)$", re.I)
_IN_URL: Final = re.compile(r"://[^/\s:@]*:([^@\s/]+)@")
_SHAPED: Final = re.compile(
    r"\bsk-[A-Za-z0-9_-]{16,}|\blsv2_[a-z]{2}_[A-Za-z0-9_]{16,}|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}|\bxox[abprs]-[A-Za-z0-9-]{10,}"
    r"|\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]+|-----BEGIN [A-Z ]*PRIVATE KEY-----"
)
"""What keys of well-known services look like, whoever they belong to."""


class Leak(NamedTuple):
    """Something that must not go out."""

    start: int
    end: int
    what: str
    """`prompt` or `secret`."""


@lru_cache(maxsize=1)
def _windows() -> frozenset[str]:
    """Return every run of `WINDOW` letters of our prompts, task templates with their fences left out."""
    found: set[str] = set()
    for folder in (Path(nodes.prompts.__file__).parent, Path(models.__file__).parent / "text_react"):
        for file in sorted(folder.glob("*.md")):
            if not file.stem.endswith("_task"):
                letters = _letters(file.read_text(encoding="utf-8"))[0]
                found.update(letters[n : n + WINDOW] for n in range(len(letters) - WINDOW + 1))
    return frozenset(found)


def _letters(text: str) -> tuple[str, list[int]]:
    """Return the letters of a text, folded, and where each stands."""
    kept: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        plain = char.lower() if char.isascii() else _plain(char)
        for c in plain:
            if "a" <= c <= "z":
                kept.append(c)
                places.append(at)
    return "".join(kept), places


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    return "" if unicodedata.category(char) in ("Cc", "Cf") else folded(char)


def secrets(environment: Mapping[str, str]) -> list[str]:
    """Return the values of an environment that are secrets: keys, tokens, passwords, and passwords within URLs."""
    return list(_secrets(tuple(environment.items())))


@lru_cache(maxsize=8)
def _secrets(environment: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    found = [v for k, v in environment if _names_secret(k)]
    found += [m for _, v in environment if "://" in v for m in _IN_URL.findall(v)]
    return tuple(v for v in dict.fromkeys(found) if len(v) >= _SHORTEST)


@lru_cache(maxsize=1024)
def _names_secret(name: str) -> bool:
    return bool(_NAMED.search(name)) and not _NOT_SECRET.search(name)


def _condensed(text: str) -> tuple[str, list[int]]:
    """Return a text without spaces, separators and hidden characters, and where each character stands."""
    kept = [
        (plain, n)
        for n, c in enumerate(text)
        for plain in (c.lower() if c.isascii() else _plain(c))
        if plain.isalnum() or plain in "+/=!@#$%^&"
    ]
    return "".join(c for c, _ in kept), [n for _, n in kept]


def _spans(condensed: tuple[str, list[int]], wanted: Sequence[str]) -> list[Leak]:
    plain, places = condensed
    found = []
    for value in wanted:
        secret = _condensed(value)[0]
        size = _SECRET_WINDOW if len(secret) >= 2 * _SECRET_WINDOW - 8 else len(secret)
        for n in range(max(0, len(secret) - size + 1)) if size >= _SHORTEST else ():
            at = plain.find(secret[n : n + size])
            while at >= 0:
                found.append(Leak(places[at], places[at + size - 1] + 1, "secret"))
                at = plain.find(secret[n : n + size], at + 1)
    return found


def leaks(text: str) -> list[Leak]:
    """Find what must not go out.

    Args:
        text: An answer, or any text that a model wrote.

    Returns:
        The leaks in order, overlapping ones joined. A translation or a summary of a prompt is not found.
    """
    return list(_leaks(text, tuple(secrets(os.environ)))) if len(text) >= _SHORTEST else []


@lru_cache(maxsize=4096)
def _leaks(text: str, wanted: tuple[str, ...]) -> tuple[Leak, ...]:
    found = _direct(text, wanted)
    for start, end, said in decoded(text):
        if (start, end) != (0, len(text)):
            found += [Leak(start, end, leak.what) for leak in _direct(said, wanted)[:1]]
        elif not found and (inner := _direct(said, wanted)):
            found.append(Leak(0, len(text), inner[0].what))
    return tuple(_joined(found))


def _direct(text: str, wanted: Sequence[str]) -> list[Leak]:
    found = [Leak(m.start(), m.end(), "secret") for m in _SHAPED.finditer(text)]
    backwards, leet = text[::-1], text.translate(_LEET)
    for turned, secret in ((text, wanted), (codecs.encode(text, "rot13"), wanted), (leet, [w.translate(_LEET) for w in wanted])):
        found += _spans(_condensed(turned), secret) if secret else []
        found += _prompts(*_letters(turned))
    for leak in (*_prompts(*_letters(backwards)), *_spans(_condensed(backwards), wanted)):
        found.append(Leak(len(text) - leak.end, len(text) - leak.start, leak.what))
    return found


def _prompts(letters: str, places: list[int]) -> list[Leak]:
    if len(letters) < WINDOW:
        return []
    windows, found, at = _windows(), list[Leak](), 0
    while at + WINDOW <= len(letters):
        if letters[at : at + WINDOW] in windows:
            end = at + WINDOW
            while end < len(letters) and letters[end - WINDOW + 1 : end + 1] in windows:
                end += 1
            found.append(Leak(places[at], places[end - 1] + 1, "prompt"))
            at = end
        else:
            at += 1
    return found


def _joined(found: list[Leak]) -> list[Leak]:
    joined: list[Leak] = []
    for leak in sorted(found):
        if joined and leak.start <= joined[-1].end:
            joined[-1] = joined[-1]._replace(end=max(joined[-1].end, leak.end))
        else:
            joined.append(leak)
    return joined


def scrubbed(text: str) -> str:
    """Return a text with every leak replaced by `REMOVED`."""
    for leak in reversed(leaks(text)):
        text = text[: leak.start] + REMOVED + text[leak.end :]
    return text


def scrubbed_deep(value: Any) -> Any:
    """Return a value of lists, dicts and plain values with every text in it scrubbed, keys included."""
    if isinstance(value, str):
        return scrubbed(value)
    if isinstance(value, Mapping):
        return {scrubbed_deep(k): scrubbed_deep(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [scrubbed_deep(v) for v in value]
    return value
