"""Compiling and validating facts: faults name file and record, the file is written in one step, the fingerprint follows."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from knowledge import compile as compiling
from knowledge import validate
from knowledge.validate import KnowledgeError, read, read_all
from tests.knowledge.small_base import DRUGS, HEAD, PASSAGE, facts_folder, interaction, knowledge_of

GOOD = HEAD + DRUGS + interaction("alphadrug", "class:betas") + PASSAGE
COUNSELING = 'mechanism_class = "second test class"\nfacts = [{{ topic = "counseling", aspect = "use", text = "{}", source = "label", section = "17" }}]'
UNREADABLE = (
    "Simultaneous administration of hypertonic pharmaceutical preparations necessitates individualized cardiovascular surveillance."
)


def swapped(old: str, new: str) -> str:
    assert GOOD.count(old) >= 1
    return GOOD.replace(old, new, 1)


@pytest.mark.parametrize(
    ("text", "record", "reason"),
    [
        (
            swapped('source = "label", section = "7", qt', 'source = "nowhere", section = "7", qt'),
            "alphadrug",
            "which this file does not define",
        ),
        (swapped('qt = "known"', 'qt = "sometimes"'), "alphadrug", "trait qt takes known, possible, conditional, not 'sometimes'"),
        (swapped('qt = "known"', 'quite = "known"'), "alphadrug", "unknown trait 'quite'"),
        (swapped("lt = 30", "lt = 25"), "alphadrug", "0 bands answer"),
        (swapped("lt = 30", "lt = 35"), "alphadrug", "2 bands answer"),
        (swapped('metric = "crcl", ', ""), "alphadrug", "bands need a `metric`"),
        (swapped('brands = ["sharedbrand", "alphabrand"]', 'brands = ["alphadrug"]'), "alphadrug", "a name stands twice"),
        (swapped('name = "betadrug"', 'name = "Betadrug"'), "Betadrug", "must be lower case"),
        (swapped('no_traits = "The label names no interaction trait."', ""), "betadrug", "needs traits"),
        (swapped('rating = "D"', 'rating = "A"'), "alphadrug + class:betas", "goes with rating"),
        (swapped('severity = "major"', 'severity = "awful"'), "alphadrug + class:betas", "severity"),
        (swapped('title = "Alphadrug in kidney disease"', "titel = 1"), "small-passage", "titel"),
        (swapped('mechanism_class = "second test class"', COUNSELING.format(UNREADABLE)), "betadrug", "counseling/use reads at grade"),
    ],
)
def test_a_fault_names_file_record_and_reason(tmp_path: Path, text: str, record: str, reason: str) -> None:
    facts_folder(tmp_path / "facts", text)
    with pytest.raises(KnowledgeError) as raised:
        read(tmp_path / "facts" / "small.toml")
    assert "small.toml" in str(raised.value)
    assert record in str(raised.value)
    assert reason in str(raised.value)


def test_plain_counseling_and_the_unchanged_file_are_valid(tmp_path: Path) -> None:
    plain = swapped('mechanism_class = "second test class"', COUNSELING.format("Take it with food. Drink a full glass of water."))
    for name, text in (("good.toml", GOOD), ("plain.toml", plain)):
        assert len(read(facts_folder(tmp_path, text, name) / name).drugs) == 5


@pytest.mark.parametrize("content", [b"[class\n", b"\xff\xfe\x00"])
def test_a_file_that_is_no_toml_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "broken.toml").write_bytes(content)
    with pytest.raises(KnowledgeError, match=r"^broken\.toml: cannot be read"):
        read(tmp_path / "broken.toml")


OTHER = HEAD.replace('id = "small"', 'id = "other"')


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        (
            HEAD + DRUGS.split("[[drugs]]")[0] + PASSAGE.replace("small-passage", "p2").replace('["alphadrug"]', "[]"),
            "class id 'small' is also small.toml's",
        ),
        (
            OTHER
            + '[[drugs]]\nname = "epsilon"\nsynonyms = ["alphadrug"]\ncuration = "name"\nmechanism_class = "x"\n'
            + PASSAGE.replace("small-passage", "p2"),
            "the name 'alphadrug' also belongs to alphadrug (small.toml)",
        ),
        (OTHER + PASSAGE, "passage small-passage also stands in small.toml"),
        (
            OTHER + PASSAGE.replace("small-passage", "p2").replace('["alphadrug"]', '["nodrug"]'),
            "'nodrug' is not a drug of the knowledge base",
        ),
        (OTHER + interaction("class:betas", "alphadrug"), "also recorded in small.toml"),
        (OTHER + interaction("alphadrug", "class:nogroup"), "no drug is in group 'nogroup'"),
        (OTHER + interaction("alphadrug", "nodrug"), "'nodrug' is not a drug of the knowledge base"),
    ],
)
def test_faults_between_files_are_found(tmp_path: Path, second: str, reason: str) -> None:
    facts_folder(tmp_path, GOOD)
    facts_folder(tmp_path, second, "two.toml")
    with pytest.raises(KnowledgeError) as raised:
        read_all(tmp_path.glob("*.toml"))
    assert any(line.startswith("two.toml: ") and reason in line for line in str(raised.value).splitlines()), raised.value


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (interaction("alphadrug", "class:betas") + 'excluding = ["nodrug"]\n', "excludes 'nodrug', which is not a drug"),
        (interaction("alphadrug", "class:betas") + 'excluding = ["deltadrug"]\n', "excludes 'deltadrug', which is in neither class"),
        (interaction("alphadrug", "class:qt.often"), "'class:qt.often' is no level of a trait"),
        ('[[drugs]]\nname = "deltadrug"\ncuration = "name"\nmechanism_class = "again"\n', "deltadrug: also has a record in"),
    ],
)
def test_records_that_can_never_speak_and_drugs_recorded_twice_are_faults(tmp_path: Path, more: str, reason: str) -> None:
    head = HEAD if "interactions" in more else HEAD[: HEAD.index("[sources.label]")] + "[sources]\n"
    facts_folder(tmp_path / "facts", HEAD + DRUGS + interaction("betadrug", "gammadrug"))
    facts_folder(tmp_path / "facts", head.replace('id = "small"', 'id = "other"') + more, "other.toml")
    with pytest.raises(KnowledgeError, match=re.escape(reason)):
        read_all((tmp_path / "facts").glob("*.toml"))


def test_every_fault_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    facts_folder(tmp_path, swapped('qt = "known"', 'qt = "sometimes"'), "one.toml")
    facts_folder(tmp_path, swapped("lt = 30", "lt = 25"), "two.toml")
    with pytest.raises(KnowledgeError) as raised:
        read_all(tmp_path.glob("*.toml"))
    assert "one.toml" in str(raised.value) and "two.toml" in str(raised.value)


def test_the_validator_prints_faults_and_returns_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = facts_folder(tmp_path, GOOD) / "small.toml"
    assert validate.main([str(good)]) == 0
    assert "1 files, 5 drugs, 1 interactions: valid" in capsys.readouterr().out
    bad = facts_folder(tmp_path, swapped("lt = 30", "lt = 25"), "bad.toml") / "bad.toml"
    assert validate.main([str(bad)]) == 2
    assert "bad.toml: alphadrug" in capsys.readouterr().err


def test_a_build_holds_every_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with knowledge_of(facts_folder(tmp_path / "facts", GOOD), monkeypatch) as base:
        assert base.stats() == {
            "drugs": 5, "names": 9, "sources": 1, "interactions": 1, "rules": 0, "passages": 1, "complete": 0, "assessed": 2, "renal_bands": 1,
            "renal": 1, "hepatic": 0,
        }  # fmt: skip
        assert base.names["sharedbrand"] == ("alphadrug", "betadrug")
        assert base.groups == {"alphas": ("alphadrug",), "betas": ("betadrug", "gammadrug")}
        assert base.traits("alphadrug")["qt"].level == "known"
        assert (base.passage("small-passage") or {})["source"] == "small/label"
        assert base.source("small/label").publisher == "Nobody"
        with pytest.raises(KeyError):
            base.source("small/none")


def leftovers(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if p.is_file())


def test_a_failed_build_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "FACTS", facts_folder(tmp_path / "facts", GOOD))
    target = compiling.build(tmp_path / "kb.sqlite")
    before = target.read_bytes()
    facts_folder(tmp_path / "facts", swapped("lt = 30", "lt = 25"))
    with pytest.raises(KnowledgeError):
        compiling.build(target)
    facts_folder(tmp_path / "facts", GOOD)

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(compiling, "_insert", full)
    with pytest.raises(sqlite3.OperationalError):
        compiling.build(target)
    assert target.read_bytes() == before
    assert leftovers(tmp_path) == ["kb.sqlite"]


def test_a_reader_keeps_the_old_file_while_a_new_one_is_put_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "FACTS", facts_folder(tmp_path / "facts", GOOD))
    target = compiling.build(tmp_path / "kb.sqlite")
    with closing(sqlite3.connect(f"file:{target}?mode=ro&immutable=1", uri=True)) as reader:
        reader.execute("SELECT count(*) FROM drugs").fetchone()
        facts_folder(tmp_path / "facts", OTHER + PASSAGE.replace("small-passage", "p2").replace('["alphadrug"]', "[]"), "two.toml")
        compiling.build(target)
        assert reader.execute("SELECT count(*) FROM passages").fetchone() == (1,)
    with closing(sqlite3.connect(target)) as fresh:
        assert fresh.execute("SELECT count(*) FROM passages").fetchone() == (2,)


def edited(folder: Path) -> None:
    (folder / "small.toml").write_text(GOOD + "\n# a remark\n", encoding="utf-8")


def renamed(folder: Path) -> None:
    (folder / "small.toml").rename(folder / "large.toml")


def added(folder: Path) -> None:
    (folder / "more.toml").write_text("", encoding="utf-8")


@pytest.mark.parametrize("change", [edited, renamed, added])
def test_the_fingerprint_follows_every_change_of_the_facts(tmp_path: Path, change: Callable[[Path], None]) -> None:
    folder = facts_folder(tmp_path, GOOD)
    before = compiling.fingerprint(folder)
    assert compiling.fingerprint(folder) == before
    change(folder)
    assert compiling.fingerprint(folder) != before


def test_the_fingerprint_follows_the_table_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = facts_folder(tmp_path, GOOD)
    before = compiling.fingerprint(folder)
    monkeypatch.setattr(compiling, "SCHEMA_VERSION", compiling.SCHEMA_VERSION + 1)
    assert compiling.fingerprint(folder) != before


@pytest.mark.parametrize("beside", [None, b"not a database", b""])
def test_a_missing_or_broken_packaged_file_is_compiled_once_into_the_home(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch, beside: bytes | None
) -> None:
    packaged = tmp_path / "packaged.sqlite"
    if beside is not None:
        packaged.write_bytes(beside)
    monkeypatch.setattr(compiling, "FACTS", facts_folder(tmp_path / "facts", GOOD))
    monkeypatch.setattr(compiling, "packaged", lambda: packaged)
    found = compiling.located()
    assert found == home / "knowledge" / f"{compiling.fingerprint()}.sqlite"
    mark = found.stat().st_mtime_ns
    assert (compiling.located(), found.stat().st_mtime_ns) == (found, mark)


def test_a_packaged_file_of_the_same_facts_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "FACTS", facts_folder(tmp_path / "facts", GOOD))
    packaged = compiling.build(tmp_path / "packaged.sqlite")
    monkeypatch.setattr(compiling, "packaged", lambda: packaged)
    assert compiling.located() == packaged
    edited(tmp_path / "facts")
    assert compiling.located() != packaged
