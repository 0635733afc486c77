"""What is known of single words: whether English, the facts or people's names have them. Opened apart from the facts, since it is asked far earlier."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from knowledge.compile import existing

_AT_ONCE: Final = 500
_KEPT: Final = 100_000


class Word(NamedTuple):
    """What is known of a word."""

    english: int = 0
    """How often it stands in a large corpus of English, which has people's names too."""
    small: int = 0
    """How often it stands in small letters in the facts."""
    capital: int = 0
    """How often it stands otherwise in the facts."""
    given: float = 0.0
    """Share of people in a hundred who bear it as given name."""
    family: float = 0.0
    """The same for family names."""
    also_word: bool = False
    """Whether a name is an ordinary word as well."""
    medicine: bool = False
    """Whether it is a drug's or a brand's name."""


_NOTHING: Final = Word()


class Lexicon:
    """The words of a compiled knowledge base. Safe for threads."""

    def __init__(self, path: Path | None) -> None:
        """Open the file at `path`; without one, no word is known."""
        self._lock = threading.Lock()
        self._found: dict[str, Word] = {}
        self._medicines: tuple[str, ...] | None = None
        self._db = None if path is None else sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)

    def close(self) -> None:
        """Close the file; words that are not held already cannot be asked for afterwards."""
        if self._db is not None:
            self._db.close()

    def words(self, asked: Iterable[str]) -> dict[str, Word]:
        """Return what is known of words in small letters, all of them in a few queries."""
        with self._lock:
            wanted = dict.fromkeys(asked)
            missing = [word for word in wanted if word not in self._found]
            if len(self._found) + len(missing) > _KEPT:
                self._found.clear()
                missing = list(wanted)
            for start in range(0, len(missing), _AT_ONCE):
                self._read(missing[start : start + _AT_ONCE])
            return {word: self._found[word] for word in wanted}

    def _read(self, words: list[str]) -> None:
        for word in words:
            self._found[word] = _NOTHING
        if self._db is None:
            return
        places = ",".join("?" * len(words))
        for word, count in self._db.execute(f"SELECT word, count FROM words WHERE word IN ({places})", words):  # noqa: S608
            self._found[word] = self._found[word]._replace(english=count)
        for word, small, capital in self._db.execute(f"SELECT * FROM vocabulary WHERE word IN ({places})", words):  # noqa: S608
            self._found[word] = self._found[word]._replace(small=small, capital=capital)
        for word, given, family, also in self._db.execute(f"SELECT * FROM people WHERE word IN ({places})", words):  # noqa: S608
            self._found[word] = self._found[word]._replace(given=given, family=family, also_word=bool(also))
        for (word,) in self._db.execute(f"SELECT name FROM names WHERE name IN ({places})", words):  # noqa: S608
            self._found[word] = self._found[word]._replace(medicine=True)

    def medicines(self) -> tuple[str, ...]:
        """Return the names of drugs and brands that are single words, for comparing misspelt ones."""
        with self._lock:
            if self._medicines is None:
                rows = [] if self._db is None else self._db.execute("SELECT key FROM spoken").fetchall()
                self._medicines = tuple({part for (key,) in rows for part in key.split() if len(part) > _SHORT and part.isalpha()})
            return self._medicines


_SHORT: Final = 4
_opened: list[Lexicon] = []


def lexicon() -> Lexicon:
    """Return the process's lexicon. As long as nothing is compiled no word is known, so that a redactor takes what has a capital for a name."""
    if not _opened:
        path = existing()
        if path is None:
            return Lexicon(None)
        _opened.append(Lexicon(path))
    return _opened[0]
