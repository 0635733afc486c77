from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from knowledge import compile as compiling
from knowledge import lexicon as lexicons
from knowledge.lexicon import Lexicon, Word, lexicon
from knowledge.people import people


def test_a_word_is_known_by_where_it_stands() -> None:
    found = lexicon().words(("warfarin", "eliquis", "joan", "hazel", "wilson", "crohn", "zabrowska"))
    assert found["warfarin"].medicine and found["eliquis"].medicine and found["warfarin"].small > found["warfarin"].capital
    assert found["joan"].given > 0 and not found["joan"].also_word
    assert found["hazel"].given > 0 and found["hazel"].also_word
    assert found["wilson"].family > 0.1
    assert found["crohn"].capital > 0 and found["crohn"].small == 0
    assert found["zabrowska"] == Word()


def test_names_that_are_words_are_told_by_their_other_forms() -> None:
    found = {row.word: row for row in people({"baker": 1800, "bakers": 60, "wilson": 980, "petty": 18000}, {})}
    assert found["baker"].also_word and found["petty"].also_word and not found["wilson"].also_word


def test_without_a_compiled_file_no_word_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicons, "_opened", [])
    monkeypatch.setattr(lexicons, "existing", lambda: None)
    assert lexicon().words(("warfarin",)) == {"warfarin": Word()} and lexicon().medicines() == ()


def test_only_a_file_of_this_version_is_opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    old = tmp_path / "old.sqlite"
    with sqlite3.connect(old) as db:
        db.execute("CREATE TABLE meta (key TEXT, value TEXT)")
        db.execute("INSERT INTO meta VALUES ('tables', '1')")
    db.close()
    monkeypatch.setattr(compiling, "packaged", lambda: old)
    assert compiling.existing() is None


def test_more_words_than_are_kept_are_still_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicons, "_KEPT", 3)
    path = compiling.existing()
    with closing(Lexicon(path)) as words:
        assert words.words(("warfarin", "joan"))["joan"].given
        assert words.words(("hazel", "wilson", "warfarin"))["wilson"].family
