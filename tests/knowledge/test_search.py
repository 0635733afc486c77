"""Full-text search: what people type is never read as FTS5 syntax."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.store import knowledge_base

SYNTAX = st.sampled_from(
    [
        '"',
        "'",
        "*",
        "(",
        ")",
        ":",
        "^",
        "-",
        "+",
        "{",
        "}",
        ";",
        "--",
        " AND ",
        " OR ",
        " NOT ",
        "NEAR(",
        "title:",
        "\x00",
        "metformin",
        "kidney",
        " ",
    ]
)


@pytest.mark.parametrize(
    "query",
    [
        'metformin "kidney" AND (NOT',
        "metformin*",
        "title:metformin",
        "NEAR(metformin kidney, 2)",
        "metformin'; DROP TABLE search; --",
        '"metformin',
        "^metformin",
        "{title}: metformin",
    ],
)
def test_operators_and_quotes_are_words_like_any_other(query: str) -> None:
    hits = knowledge_base().search(query, limit=10)
    assert any("metformin" in h.text.lower() for h in hits)
    assert [h.score for h in hits] == sorted(h.score for h in hits)
    assert all(h.source and h.section and h.text for h in hits)


@pytest.mark.parametrize("query", ["", " ", '"', "()*", "\u00e9\u00e8", "xqzzvv"])
def test_a_query_without_a_word_that_occurs_finds_nothing(query: str) -> None:
    assert knowledge_base().search(query) == []


@pytest.mark.parametrize("kind", ["passage", "fact"])
def test_kinds_and_limit_are_kept(kind: str) -> None:
    hits = knowledge_base().search("kidney dose", kinds=(kind,), limit=3)
    assert {h.kind for h in hits} == {kind}
    assert 1 <= len(hits) <= 3


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(SYNTAX, max_size=8).map("".join)), st.integers(0, 6))
def test_any_text_is_harmless(query: str, limit: int) -> None:
    hits = knowledge_base().search(query, limit=limit)
    assert len(hits) <= limit
    assert hits == knowledge_base().search(query, limit=limit)


def test_the_knowledge_base_is_opened_read_only() -> None:
    import sqlite3

    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        knowledge_base()._rows("DELETE FROM drugs")
