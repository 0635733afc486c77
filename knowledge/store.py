"""Read the compiled knowledge base: drugs, names, traits, interaction records, passages, full-text search."""

from __future__ import annotations

import json
import re
import sqlite3
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from knowledge.compile import located
from knowledge.rules import Borne, Rule, borne, side
from knowledge.vocabulary import DRUG, GROUP


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from."""

    id: str
    title: str
    kind: str
    publisher: str
    year: int
    url: str
    review: str
    """`second_reader` when another reader checked the file it stands in, else `author`."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One full-text match; a smaller `score` (BM25) is better."""

    ref: str
    kind: str
    title: str
    text: str
    source: str
    section: str
    score: float


@dataclass(frozen=True, slots=True)
class Trait:
    """One interaction trait of a drug, with its source."""

    trait: str
    level: str
    source: str
    section: str


_FEW = 2000
"""Up to how many records are asked for one by one; from then on the pairs that have a record are held in memory."""


class KnowledgeBase:
    """A compiled knowledge base, opened read-only. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        """Open the file at `path`; nothing is read until it is asked for."""
        self.path = path
        self._lock = threading.Lock()
        self._asked = 0
        self._db = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)

    def close(self) -> None:
        """Close the file; the knowledge base cannot be asked afterwards."""
        self._db.close()

    def _rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    @cached_property
    def fingerprint(self) -> str:
        """Digest of the facts that the file was compiled from."""
        return str(self._rows("SELECT value FROM meta WHERE key = 'fingerprint'")[0][0])

    @cached_property
    def names(self) -> dict[str, tuple[str, ...]]:
        """Every generic name, synonym and brand, lower case, to the drugs that bear it."""
        found: dict[str, tuple[str, ...]] = {}
        for name, drug in self._rows("SELECT name, drug FROM names ORDER BY name, drug"):
            found[name] = (*found.get(name, ()), drug)
        return found

    @lru_cache(maxsize=65536)  # noqa: B019  (one knowledge base lives as long as the process)
    def bearers(self, name: str) -> tuple[str, ...]:
        """Return the drugs that bear a name, lower case; asked one by one, so that a single lookup does not read every name."""
        return tuple(r[0] for r in self._rows("SELECT drug FROM names WHERE name = ? ORDER BY drug", name))

    @lru_cache(maxsize=65536)  # noqa: B019
    def spoken(self, key: str) -> tuple[tuple[str, ...], str]:
        """Return the drugs that bear a name as text gives it (`knowledge.spelling.letters`), and whether it is `generic` or `brand`."""
        rows = self._rows("SELECT drugs, kind FROM spoken WHERE key = ?", key)
        return (tuple(json.loads(rows[0][0])), str(rows[0][1])) if rows else ((), "")

    @cached_property
    def spoken_names(self) -> tuple[str, ...]:
        """Every name as text gives it; read only when a word is like no name and the nearest ones are looked for."""
        return tuple(key for (key,) in self._rows("SELECT key FROM spoken ORDER BY place"))

    @lru_cache(maxsize=4096)  # noqa: B019
    def members(self, group: str) -> tuple[str, ...]:
        """Return the drugs of a group key, sorted."""
        return tuple(r[0] for r in self._rows("SELECT drug FROM groups WHERE key = ? ORDER BY drug", group))

    @cached_property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """Group key to its members."""
        found: dict[str, tuple[str, ...]] = {}
        for key, drug in self._rows("SELECT key, drug FROM groups ORDER BY key, drug"):
            found[key] = (*found.get(key, ()), drug)
        return found

    @cached_property
    def combinations(self) -> dict[str, tuple[str, ...]]:
        """Ingredient to the combination products that hold it."""
        found: dict[str, tuple[str, ...]] = {}
        rows = self._rows("SELECT drugs.name, part.value FROM drugs, json_each(drugs.record, '$.ingredients') AS part ORDER BY drugs.name")
        for name, part in rows:
            found[part] = (*found.get(part, ()), name)
        return found

    @cached_property
    def look_alikes(self) -> dict[str, frozenset[str]]:
        """Drug to the names it is mistaken for, both ways."""
        found: dict[str, set[str]] = {}
        for drug, other in self._rows("SELECT drug, other FROM look_alikes"):
            found.setdefault(drug, set()).add(other)
            found.setdefault(other, set()).add(drug)
        return {k: frozenset(v) for k, v in found.items()}

    @lru_cache(maxsize=4096)  # noqa: B019  (one knowledge base lives as long as the process)
    def drug(self, name: str) -> dict[str, Any] | None:
        """Return the record of a generic name, or None. Treat it as read-only."""
        rows = self._rows("SELECT record FROM drugs WHERE name = ?", name)
        return json.loads(rows[0][0]) if rows else None

    @lru_cache(maxsize=4096)  # noqa: B019
    def traits(self, drug: str) -> dict[str, Trait]:
        """Return a drug's interaction traits by name."""
        return {r[0]: Trait(*r) for r in self._rows("SELECT trait, level, source, section FROM traits WHERE drug = ?", drug)}

    @lru_cache(maxsize=4096)  # noqa: B019
    def groups_of(self, drug: str) -> tuple[str, ...]:
        """Return the group keys of a drug."""
        return tuple(r[0] for r in self._rows("SELECT key FROM groups WHERE drug = ? ORDER BY key", drug))

    @lru_cache(maxsize=4096)  # noqa: B019
    def classes_of(self, drug: str) -> tuple[str, ...]:
        """Return the classes by which records may name a drug: its groups, and its trait levels (`cyp3a4_inhibitor.strong`)."""
        by_trait = (f"{t.trait}.{t.level}" for t in self.traits(drug).values())
        return (*self.groups_of(drug), *(key for key in by_trait if key in self._named_traits))

    @cached_property
    def _named_traits(self) -> frozenset[str]:
        """The trait levels that interaction records name as a class."""
        rows = self._rows("SELECT a FROM interactions WHERE a LIKE 'class:%.%' UNION SELECT b FROM interactions WHERE b LIKE 'class:%.%'")
        return frozenset(str(side).removeprefix("class:") for (side,) in rows)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The mechanism rules, in the order in which they are written."""
        records = [json.loads(r[0]) for r in self._rows("SELECT record FROM rules ORDER BY place")]
        return tuple(Rule(**{**r, "a": side(r["a"]), "b": side(r["b"])}) for r in records)

    @cached_property
    def list_risks(self) -> tuple[dict[str, Any], ...]:
        """The risks that add up over a list of drugs, as written."""
        return tuple(json.loads(r[0]) for r in self._rows("SELECT record FROM list_risks ORDER BY place"))

    @cached_property
    def conditions(self) -> tuple[dict[str, Any], ...]:
        """What patient factors make of drugs and pairs, as written."""
        return tuple(json.loads(r[0]) for r in self._rows("SELECT record FROM conditions ORDER BY place"))

    @lru_cache(maxsize=4096)  # noqa: B019
    def levels(self, drug: str) -> dict[str, str]:
        """Return what mechanism rules look at: a drug's trait levels; its groups as `group:<key>` and itself as `drug:<name>` = `yes`."""
        by_name = {f"{DRUG}{drug}": "yes"} | {f"{GROUP}{g}": "yes" for g in self.groups_of(drug)}
        return {t.trait: t.level for t in self.traits(drug).values()} | by_name

    @lru_cache(maxsize=4096)  # noqa: B019
    def borne(self, drug: str) -> Borne:
        """Return which sides of the mechanism rules a drug bears."""
        return borne(self.rules, self.levels(drug))

    @cached_property
    def _recorded(self) -> frozenset[tuple[str, str]]:
        """The pairs of sides between which there is a record: most pairs have none, and the file is not asked for them."""
        return frozenset((a, b) for a, b in self._rows("SELECT a, b FROM interactions"))

    def interaction(self, a: str, b: str) -> dict[str, Any] | None:
        """Return the record between two sides ('warfarin', 'class:nsaid'), in either order, or None."""
        self._asked += 1
        if self._asked > _FEW and ((a, b) if a < b else (b, a)) not in self._recorded:
            return None
        rows = self._rows("SELECT record FROM interactions WHERE a = ? AND b = ?", *sorted((a, b)))
        return json.loads(rows[0][0]) if rows else None

    @lru_cache(maxsize=1024)  # noqa: B019
    def source(self, key: str) -> Source:
        """Return a source by its global key.

        Raises:
            KeyError: If there is none; a compiled file never lacks one that a record names.
        """
        rows = self._rows("SELECT id, title, kind, publisher, year, url, review FROM sources WHERE id = ?", key)
        if not rows:
            raise KeyError(key)
        return Source(*rows[0])

    def passage(self, key: str) -> dict[str, Any] | None:
        """Return a guideline passage by id, or None."""
        rows = self._rows("SELECT record FROM passages WHERE id = ?", key)
        return json.loads(rows[0][0]) if rows else None

    def frequency(self, word: str) -> int:
        """Return how often a word stands in a large English corpus; 0 when it is no English word."""
        rows = self._rows("SELECT count FROM words WHERE word = ?", word)
        return int(rows[0][0]) if rows else 0

    def common_words(self, more_than: int) -> tuple[str, ...]:
        """Return the English words that stand in the corpus more often than that."""
        return tuple(r[0] for r in self._rows("SELECT word FROM words WHERE count > ?", more_than))

    def search(self, query: str, *, kinds: Iterable[str] = ("passage", "fact"), limit: int = 5) -> list[Hit]:
        """Find passages and facts by words, ranked by BM25.

        Args:
            query: Free text; every character that FTS5 could read as syntax is dropped.
            kinds: `passage` (guidelines), `fact` (drug facts), or both.
            limit: Most results to return.

        Returns:
            The best hits first; empty when no word of the query occurs.
        """
        words = [w for w in re.findall(r"[a-z0-9]+", query.lower()) if len(w) > 2 and w not in _STOP] or re.findall(
            r"[a-z0-9]+", query.lower()
        )
        if not words:
            return []
        match = " OR ".join(f'"{w}"' for w in dict.fromkeys(words))
        chosen = tuple(kinds)
        marks = ", ".join("?" for _ in chosen)
        rows = self._rows(
            f"SELECT ref, kind, title, text, bm25(search, 0, 0, 4.0, 6.0, 2.0, 1.0) AS score FROM search "  # noqa: S608
            f"WHERE search MATCH ? AND kind IN ({marks}) ORDER BY score, ref LIMIT ?",
            match, *chosen, limit,
        )  # fmt: skip
        return [Hit(ref, kind, title, text, *self._origin(ref, kind), score) for ref, kind, title, text, score in rows]

    def _origin(self, ref: str, kind: str) -> tuple[str, str]:
        if kind == "passage":
            block = self.passage(ref) or {}
        else:
            name, number = ref.rsplit("#", 1)
            block = (self.drug(name) or {})["facts"][int(number)]
        return block["source"], block["section"]

    def stats(self) -> dict[str, int]:
        """Return how many drugs, names, sources, records and rules there are, and how far they go."""
        tables = ("drugs", "names", "sources", "interactions", "rules", "passages")
        counts = {t: self._rows(f"SELECT count(*) FROM {t}")[0][0] for t in tables}  # noqa: S608
        counts["complete"] = self._rows("SELECT count(*) FROM drugs WHERE curation = 'complete'")[0][0]
        counts["assessed"] = self._rows("SELECT count(*) FROM drugs WHERE curation != 'name'")[0][0]
        counts["renal_bands"] = self._rows(
            "SELECT count(DISTINCT drugs.name) FROM drugs, json_each(drugs.record, '$.renal') AS block "
            "WHERE json_array_length(block.value, '$.bands') > 0"
        )[0][0]
        counts["renal"] = self._rows("SELECT count(*) FROM drugs WHERE json_array_length(record, '$.renal') > 0")[0][0]
        counts["hepatic"] = self._rows("SELECT count(*) FROM drugs WHERE json_array_length(record, '$.hepatic') > 0")[0][0]
        return counts


_STOP = frozenset(
    "the and for with what which when how does should can could would are was were has have had this that there than then from into "
    "about take taking use used using dose drug drugs medicine medicines patient patients give given need needs any not you your who why".split()
)


@lru_cache(maxsize=1)
def knowledge_base() -> KnowledgeBase:
    """Return the process's knowledge base, compiled first when need be."""
    return KnowledgeBase(located())
