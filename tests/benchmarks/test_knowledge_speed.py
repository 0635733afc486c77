"""How fast interactions are checked, beside a naive scan of the same records; and what the knowledge base costs to open."""

from __future__ import annotations

import itertools
import json
import random
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest

from knowledge import interactions
from knowledge.compile import located
from knowledge.interactions import between
from knowledge.rules import bears
from knowledge.store import KnowledgeBase, knowledge_base
from knowledge.vocabulary import SEVERITY_RANK

pytestmark = pytest.mark.benchmark
MANY = 160_000
"""More than twice what the cache of findings holds, so that growth after the first half would be a leak."""
SAMPLE = 60
"""Pairs that the naive scan answers; it needs milliseconds for one."""


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _naive(records: list[dict[str, Any]], groups: dict[str, set[str]], a: str, b: str) -> str:
    """Read every record and every rule for one pair."""
    base, found = knowledge_base(), []
    for record in records:
        for x, y in ((a, b), (b, a)):
            if all(side == drug or side in {f"class:{g}" for g in groups[drug]} for side, drug in ((record["a"], x), (record["b"], y))):
                found.append(str(record["severity"]))
    for rule in base.rules:
        for x, y in ((a, b), (b, a)):
            if bears(base.levels(x), rule.a) and bears(base.levels(y), rule.b):
                found.append(rule.severity)
    return max(found, key=lambda s: SEVERITY_RANK[s], default="none_known")


def test_pairs_beside_a_naive_scan(capsys: pytest.CaptureFixture[str]) -> None:
    """20 drugs (190 pairs) take under 50 ms, 100,000 pairs a minute are passed, and memory stays flat."""
    base = knowledge_base()
    names = [name for (name,) in base._rows("SELECT name FROM drugs WHERE curation != 'name' ORDER BY name")]
    chosen = random.Random(20)
    rounds = [chosen.sample(names, 20) for _ in range(9)]
    batch = statistics.median(
        _seconds(lambda twenty=twenty: [between(a, b) for a, b in itertools.combinations(twenty, 2)]) for twenty in rounds
    )

    records = [json.loads(r) for (r,) in base._rows("SELECT record FROM interactions")]
    groups = {name: set(base.classes_of(name)) for name in names}
    pairs = [tuple(chosen.sample(names, 2)) for _ in range(SAMPLE)]
    naive = _seconds(lambda: [_naive(records, groups, a, b) for a, b in pairs]) / SAMPLE
    interactions.between.cache_clear()
    ours = _seconds(lambda: [between(a, b) for a, b in pairs]) / SAMPLE

    many = [tuple(chosen.sample(names, 2)) for _ in range(MANY)]
    rate = MANY / _seconds(lambda: [between(a, b) and None for a, b in many]) * 60
    interactions.between.cache_clear()
    tracemalloc.start()
    try:
        for a, b in many[: MANY // 2]:
            between(a, b)
        half = tracemalloc.get_traced_memory()[0]
        for a, b in many[MANY // 2 :]:
            between(a, b)
        whole = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    with capsys.disabled():
        sys.stdout.write(f"\n190 pairs {batch * 1000:.1f} ms (bar 50); a pair {ours * 1e6:.0f} us, naive scan {naive * 1e6:.0f} us, ")
        sys.stdout.write(f"ratio {ours / naive:.4f} (bar 0.1); {rate:,.0f} pairs a minute (bar 100,000); ")
        sys.stdout.write(f"memory after {MANY:,} beside {MANY // 2:,} pairs {whole / half:.2f} (bar 1.1)\n")
    assert batch < 0.05
    assert ours / naive <= 0.1
    assert rate >= 100_000
    assert whole / half <= 1.1


def test_opening_the_knowledge_base(capsys: pytest.CaptureFixture[str]) -> None:
    """Opening the compiled file and answering a first name takes under 50 ms, and a tenth of reading the same facts as TOML."""
    import tomllib

    from knowledge.compile import FACTS

    def open_it() -> None:
        base = KnowledgeBase(located())
        base.bearers("warfarin")
        _ = base.rules
        base.close()

    def read_toml() -> None:
        for path in FACTS.rglob("*.toml"):
            tomllib.loads(path.read_text(encoding="utf-8"))

    open_it()
    opened = statistics.median(_seconds(open_it) for _ in range(9))
    toml = _seconds(read_toml)
    with capsys.disabled():
        sys.stdout.write(
            f"\nopening {opened * 1000:.1f} ms (bar 50); reading the facts as TOML {toml * 1000:.0f} ms, ratio {opened / toml:.3f} (bar 0.1)\n"
        )
    assert opened < 0.05
    assert opened / toml <= 0.1
