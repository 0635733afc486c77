"""Compile the facts files into one read-only SQLite file, named by the content it was made from.

`python -m knowledge.compile` builds the file beside this module, which is what `make` and a wheel build do. A
checkout that has not been built compiles once, on first use, into `RXGRAPH_HOME/knowledge/`.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import sqlite3
import sys
import tempfile
import tomllib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from knowledge.home import home
from knowledge.spelling import letters
from knowledge.vocabulary import FORM_WORDS

if TYPE_CHECKING:
    from knowledge.facts_file import FactsFile

FACTS = Path(__file__).parent / "facts"
SCHEMA_VERSION = 8
"""Goes up whenever the tables change, so that an older compiled file is never opened by newer code."""

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sources (id TEXT PRIMARY KEY, title TEXT, kind TEXT, publisher TEXT, year INTEGER, url TEXT, review TEXT) WITHOUT ROWID;
CREATE TABLE drugs (name TEXT PRIMARY KEY, curation TEXT, file TEXT, record TEXT) WITHOUT ROWID;
CREATE TABLE names (name TEXT, drug TEXT, kind TEXT, PRIMARY KEY (name, drug)) WITHOUT ROWID;
CREATE TABLE spoken (place INTEGER PRIMARY KEY, key TEXT UNIQUE, drugs TEXT, kind TEXT);
CREATE TABLE groups (key TEXT, drug TEXT, PRIMARY KEY (key, drug)) WITHOUT ROWID;
CREATE TABLE traits (drug TEXT, trait TEXT, level TEXT, source TEXT, section TEXT, PRIMARY KEY (drug, trait)) WITHOUT ROWID;
CREATE TABLE look_alikes (drug TEXT, other TEXT, tall_man TEXT, PRIMARY KEY (drug, other)) WITHOUT ROWID;
CREATE TABLE interactions (a TEXT, b TEXT, record TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE TABLE rules (place INTEGER PRIMARY KEY, name TEXT UNIQUE, record TEXT);
CREATE TABLE list_risks (place INTEGER PRIMARY KEY, name TEXT UNIQUE, record TEXT);
CREATE TABLE conditions (place INTEGER PRIMARY KEY, name TEXT UNIQUE, record TEXT);
CREATE TABLE words (word TEXT PRIMARY KEY, count INTEGER) WITHOUT ROWID;
CREATE TABLE vocabulary (word TEXT PRIMARY KEY, small INTEGER, capital INTEGER) WITHOUT ROWID;
CREATE TABLE people (word TEXT PRIMARY KEY, given REAL, family REAL, also_word INTEGER) WITHOUT ROWID;
CREATE TABLE passages (id TEXT PRIMARY KEY, record TEXT) WITHOUT ROWID;
CREATE VIRTUAL TABLE search USING fts5(ref UNINDEXED, kind UNINDEXED, title, drugs, topics, text, tokenize = 'porter unicode61');
"""


_WORD: Final = re.compile(r"[^\W\d_]+")


def fingerprint(folder: Path | None = None) -> str:
    """Return a digest of every facts file's name and content and of the table version (16 hex digits)."""
    folder = folder or FACTS
    digest = hashlib.blake2b(f"tables {SCHEMA_VERSION}".encode(), digest_size=8)
    for path in sorted(folder.rglob("*.toml")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def unchanged_mark(folder: Path | None = None) -> str:
    """Return a digest of every facts file's name, size and time of change: the same as at the build means that no file was touched since.

    It is ten times cheaper than `fingerprint`, which is asked when it differs (a fresh checkout has other times and the same content).
    """
    folder = folder or FACTS
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(folder.rglob("*.toml")):
        stat = path.stat()
        digest.update(f"{path.relative_to(folder).as_posix()} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def packaged() -> Path:
    """Return where a build puts the compiled file: beside this module."""
    return Path(__file__).parent / "compiled.sqlite"


def located() -> Path:
    """Return a compiled file that matches the facts, compiling into `RXGRAPH_HOME` when there is none.

    Raises:
        KnowledgeError: If the facts do not validate.
        OSError: If nothing can be written.
    """
    beside = packaged()
    meta = _meta_of(beside) if beside.exists() else {}
    if meta.get("tables") == str(SCHEMA_VERSION) and meta.get("unchanged") == unchanged_mark():
        return beside
    wanted = fingerprint()
    if meta.get("fingerprint") == wanted:
        return beside
    cached = home() / "knowledge" / f"{wanted}.sqlite"
    if not cached.exists():
        cached.parent.mkdir(parents=True, exist_ok=True)
        build(cached, wanted)
    return cached


def existing() -> Path | None:
    """Return a compiled file with the tables of this version, of whatever facts, or None; nothing is compiled."""
    for path in (packaged(), *sorted((home() / "knowledge").glob("*.sqlite"))):
        if path.exists() and _meta_of(path).get("tables") == str(SCHEMA_VERSION):
            return path
    return None


def _meta_of(path: Path) -> dict[str, str]:
    """Return what a compiled file says of itself; nothing when it cannot be read."""
    try:
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as db:
            return {str(key): str(value) for key, value in db.execute("SELECT key, value FROM meta")}
    except sqlite3.DatabaseError:
        return {}


def build(target: Path, mark: str | None = None) -> Path:
    """Validate all facts and write the compiled file in one step: a reader sees the old file or the new one.

    Args:
        target: Where the file goes; its folder must exist.
        mark: The fingerprint to store; computed when left out.

    Returns:
        `target`.

    Raises:
        KnowledgeError: With one line a fault, each naming file and record.
    """
    from knowledge.people import people
    from knowledge.validate import read_all

    files = read_all(FACTS.rglob("*.toml"))
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".build-", suffix=".sqlite")
    os.close(handle)
    part = Path(name)
    try:
        with contextlib.closing(sqlite3.connect(part)) as db:
            db.executescript(_TABLES)
            about = (mark or fingerprint(), str(SCHEMA_VERSION), unchanged_mark())
            db.execute("INSERT INTO meta VALUES ('fingerprint', ?), ('tables', ?), ('unchanged', ?)", about)
            for path, file in files.items():
                _insert(db, path, file)
            _insert_short_brands(db)
            _insert_spoken(db)
            english, (small, capital) = _english(), _vocabulary()
            db.executemany("INSERT INTO words VALUES (?, ?)", english.items())
            db.executemany("INSERT INTO vocabulary VALUES (?, ?, ?)", [(w, small[w], capital[w]) for w in sorted(small | capital)])
            db.executemany("INSERT INTO people VALUES (?, ?, ?, ?)", sorted(people(english, small)))
            db.execute("INSERT INTO search (search) VALUES ('optimize')")
            db.commit()
            db.execute("VACUUM")
        part.chmod(0o644)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return target


def _english() -> dict[str, int]:
    """Return pyspellchecker's English words with their corpus counts; compiled in, because loading them takes a tenth of a second."""
    from spellchecker import SpellChecker

    return {word: int(count) for word, count in SpellChecker().word_frequency.dictionary.items()}


def _vocabulary() -> tuple[Counter[str], Counter[str]]:
    """Return every word of the facts with how often it stands in small letters, and how often otherwise; addresses on the net aside."""
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    rest: list[Any] = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FACTS.rglob("*.toml"))]
    while rest:
        value = rest.pop()
        if isinstance(value, str):
            for word in _WORD.findall("" if value.startswith("http") else value):
                (small if word.islower() else capital)[word.lower()] += 1
        elif isinstance(value, dict):
            rest += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            rest += value
    return small, capital


def _insert(db: sqlite3.Connection, path: Path, file: FactsFile) -> None:
    """Write one facts file; source keys become global as `<class id>/<key>`."""
    prefix = file.info.id
    for key, source in file.sources.items():
        row = (f"{prefix}/{key}", source.title, source.kind, source.publisher, source.year, str(source.url), file.info.review)
        db.execute("INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    for drug in file.drugs:
        record = drug.model_dump(mode="json", exclude_none=True, exclude={"traits"})
        for part in ("facts", "doses", "renal", "hepatic", "criteria"):
            for block in record.get(part, ()):
                block["source"] = f"{prefix}/{block['source']}"
        db.execute("INSERT INTO drugs VALUES (?, ?, ?, ?)", (drug.name, drug.curation, path.name, json.dumps(record)))
        for kind, names in (("generic", (drug.name,)), ("synonym", drug.synonyms), ("brand", drug.brands)):
            db.executemany("INSERT OR IGNORE INTO names VALUES (?, ?, ?)", [(n, drug.name, kind) for n in names])
        db.executemany("INSERT INTO groups VALUES (?, ?)", [(g, drug.name) for g in dict.fromkeys(drug.groups)])
        for block in drug.traits:
            for trait, level in block.levels.items():
                db.execute(
                    "INSERT OR IGNORE INTO traits VALUES (?, ?, ?, ?, ?)",
                    (drug.name, trait, level, f"{prefix}/{block.source}", block.section),
                )
        db.executemany("INSERT OR IGNORE INTO look_alikes VALUES (?, ?, ?)", [(drug.name, x.name, x.tall_man) for x in drug.look_alikes])
        for number, fact in enumerate(record.get("facts", ())):
            title = f"{drug.name}: {fact['topic'].replace('_', ' ')}"
            db.execute(
                "INSERT INTO search VALUES (?, 'fact', ?, ?, ?, ?)",
                (f"{drug.name}#{number}", title, drug.name, fact["topic"], fact["text"]),
            )
    for interaction in file.interactions:
        record = interaction.model_dump(mode="json")
        record["source"] = f"{prefix}/{record['source']}"
        a, b = sorted((interaction.a, interaction.b))
        db.execute("INSERT INTO interactions VALUES (?, ?, ?)", (a, b, json.dumps(record)))
    for rule in (r for record in file.rules for r in record.expanded()):
        record = rule.model_dump(mode="json", exclude={"each", "checked"})
        record["source"] = f"{prefix}/{record['source']}"
        db.execute("INSERT INTO rules (name, record) VALUES (?, ?)", (rule.name, json.dumps(record)))
    for table, entries in (("list_risks", file.list_risks), ("conditions", file.conditions)):
        for entry in entries:
            record = entry.model_dump(mode="json")
            record["source"] = f"{prefix}/{record['source']}"
            db.execute(f"INSERT INTO {table} (name, record) VALUES (?, ?)", (entry.name, json.dumps(record)))  # noqa: S608
    for passage in file.passages:
        record = passage.model_dump(mode="json")
        record["source"] = f"{prefix}/{record['source']}"
        db.execute("INSERT INTO passages VALUES (?, ?)", (passage.id, json.dumps(record)))
        db.execute(
            "INSERT INTO search VALUES (?, 'passage', ?, ?, ?, ?)",
            (passage.id, passage.title, " ".join(passage.drugs), " ".join(passage.topics), passage.text),
        )


def _insert_short_brands(db: sqlite3.Connection) -> None:
    """Let a brand stand without its form words ("Trokendi" for "Trokendi XR"), unless that is a name already."""
    taken = {name for (name,) in db.execute("SELECT name FROM names")}
    rows = set()
    for name, drug in db.execute("SELECT name, drug FROM names WHERE kind = 'brand'").fetchall():
        words = name.split()
        while len(words) > 1 and words[-1] in FORM_WORDS | {"r", "n", "hs"}:
            words.pop()
        short = " ".join(words)
        if short not in taken and len(short) > 3:
            rows.add((short, drug, "short_brand"))
    db.executemany("INSERT OR IGNORE INTO names VALUES (?, ?, ?)", sorted(rows))


def _insert_spoken(db: sqlite3.Connection) -> None:
    """Write each name as running text is searched for it; worked out here, because nine thousand names take a tenth of a cold start."""
    bearers: dict[str, list[str]] = {}
    for name, drug in db.execute("SELECT name, drug FROM names ORDER BY name, drug"):
        bearers.setdefault(name, []).append(drug)
    found: dict[str, tuple[list[str], str]] = {}
    for name, drugs in bearers.items():
        known = found.get(letters(name), ([], ""))[0]
        found[letters(name)] = (list(dict.fromkeys((*known, *drugs))), "generic" if name in drugs else "brand")
    db.executemany("INSERT INTO spoken (key, drugs, kind) VALUES (?, ?, ?)", [(k, json.dumps(d), kind) for k, (d, kind) in found.items()])


def main() -> int:
    """Build the file beside this module; print faults and return 2 when the facts do not validate."""
    from knowledge.validate import KnowledgeError

    try:
        target = build(packaged())
    except KnowledgeError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"compiled {target} ({target.stat().st_size / 1024:.0f} KiB)\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
