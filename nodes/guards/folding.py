"""Texts as the guards read them: without hidden characters, look-alike letters, leet spelling or simple encodings."""

from __future__ import annotations

import base64
import binascii
import codecs
import html
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

from knowledge.store import knowledge_base

_ALIKE: Final = str.maketrans(
    dict(
        zip(
            "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u043a\u043c\u0442\u0432\u043d\u0433"
            "\u03bf\u03b1\u03b5\u03b9\u03ba\u03bd\u03c1\u03c4\u03c5\u03c7\u0261\u0131\u217c",
            "aeopcyxijshdqkmtbhroaeikvptuxgil",
            strict=True,
        )
    )
)  # fmt: skip
"""Cyrillic and Greek letters, and others, that look like Latin ones, in lower case."""
_LEET: Final = str.maketrans("034578@$!+", "oeastbasit")
_MIXED: Final = re.compile(r"(?<![^\W_])[^\W_]*(?:[a-z][^\w\s]?[013457@$!]|[013457@$!][^\w\s]?[a-z])[\w@$!]*")
_DOSE: Final = re.compile(r"\d+(?:st|nd|rd|th|mg|mcg|g|kg|ml|l|h|hr|x|y|yo|yr|d|iu|u|am|pm|%|mm|cm)?")
_SPELT: Final = re.compile(r"(?<!\w)(?:\w[ .\-_*]){3,}\w(?!\w)")
_BASE64: Final = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{16,}={0,2}")
_HEX: Final = re.compile(r"(?<![0-9A-Za-z])(?:(?:\\x|0x)?[0-9A-Fa-f]{2}[ ,:]?){12,}")
_ESCAPED: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\x([0-9A-Fa-f]{2})")
_NESTED: Final = 2
_LONGEST: Final = 20_000
"""Characters of a text that are read; what is longer is refused elsewhere."""


def visible(text: str) -> str:
    """Return a text without characters that nobody sees: zero-width, direction marks, controls. Tag characters become what they hide."""
    text = "".join(chr(ord(c) - 0xE0000) if 0xE0020 <= ord(c) <= 0xE007E else c for c in text)
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs", "Cn"))


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return a text in lower case with plain letters: no accents, no look-alikes, no hidden characters, single spaces; line ends stay."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", visible(text)).lower())
    text = "".join(c for c in text if not unicodedata.combining(c)).translate(_ALIKE)
    text = text.replace("\u2019", "'").replace("\u2018", "'").replace("\u201c", '"').replace("\u201d", '"')
    return re.sub(r"[^\S\n]+", " ", text).strip()


def unleeted(text: str) -> str:
    """Return a folded text with figures in words as the letters they stand for, and letters that stand apart joined: `k1ll`, `k i l l`."""
    text = _SPELT.sub(lambda m: re.sub(r"[ .\-_*]", "", m.group()), text)
    return _MIXED.sub(lambda m: m.group() if _DOSE.fullmatch(m.group()) else _word(m.group()), text)


def _word(token: str) -> str:
    plain = token.translate(_LEET)
    if "1" not in plain:
        return plain
    base = knowledge_base()
    return max((plain.replace("1", "i"), plain.replace("1", "l")), key=lambda w: base.frequency(w.strip(".,;:?!")))


def decoded(text: str) -> Iterator[tuple[int, int, str]]:
    """Find what parts of a text say when they are decoded: base64, hexadecimal, percent, HTML and backslash escapes.

    Args:
        text: The text as it came.

    Yields:
        Where the encoded part begins and ends, and what it says.
    """
    for match in _BASE64.finditer(text):
        raw = match.group().rstrip("=").replace("-", "+").replace("_", "/")
        try:
            said = base64.b64decode(raw + "=" * (-len(raw) % 4), validate=True).decode("utf-8")
        except (binascii.Error, ValueError):
            continue
        if _is_text(said):
            yield match.start(), match.end(), said
    for match in _HEX.finditer(text):
        digits = re.sub(r"\\x|0x|[ ,:]", "", match.group())
        try:
            said = bytes.fromhex(digits).decode("utf-8")
        except ValueError:
            continue
        if _is_text(said):
            yield match.start(), match.end(), said
    plain = html.unescape(_ESCAPED.sub(lambda m: chr(int(m[1] or m[2], 16)), unquote(text)))
    if plain != text:
        yield 0, len(text), plain


def _is_text(said: str) -> bool:
    return len(said) >= 8 and sum(c.isprintable() or c.isspace() for c in said) / len(said) > 0.9


@lru_cache(maxsize=4096)
def readings(text: str) -> tuple[str, ...]:
    """Return every way in which a text may be meant, folded: as it stands, without leet, decoded, rotated by 13 letters, and backwards.

    Args:
        text: The text as it came.

    Returns:
        The readings, each once; the first is the text as it stands.
    """
    text = text[:_LONGEST]
    found = [text]
    level = [text]
    for _ in range(_NESTED):
        level = [said for inner in level for _, _, said in decoded(inner)]
        found += level
    plain = [folded(t) for t in found]
    plain += [folded(visible(t).lower()) for t in found[1:]]
    plain += [unleeted(t) for t in plain[:4]]
    plain += [codecs.encode(plain[0], "rot13"), plain[0][::-1], visible(text).lower()]
    return tuple(dict.fromkeys(plain))
