"""Reading a question: which drugs it names, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.embedded import mentions
from models.embedded.reading import read
from models.embedded.writing import write
from tests.knowledge.small_base import HEAD, PASSAGE, facts_folder, knowledge_of


def drugs(question: str) -> list[tuple[str, str]]:
    return [(m.name, m.how) for m in read(question).drugs]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Can I take ibuprofen with warfarin?", [("ibuprofen", "generic"), ("warfarin", "generic")]),
        ("CAN I TAKE IBUPROFEN WITH WARFARIN?", [("ibuprofen", "generic"), ("warfarin", "generic")]),
        ("What is the dose of Coumadin?", [("warfarin", "brand")]),
        ("Is losec safe?", [("omeprazole", "brand")]),
        ("warfarin's half-life", [("warfarin", "generic")]),
        ("Compare Coumadin and warfarin", [("warfarin", "brand")]),
        ("How do I store insulin glargine?", [("insulin glargine", "generic")]),
        (
            "lisinopril, metformin, atorvastatin, and sertraline",
            [("lisinopril", "generic"), ("metformin", "generic"), ("atorvastatin", "generic"), ("sertraline", "generic")],
        ),
        ("warfarn and ibuprofen together?", [("warfarin", "misspelling"), ("ibuprofen", "generic")]),
        ("Does metoprolool interact with verapamil?", [("metoprolol", "misspelling"), ("verapamil", "generic")]),
        ("celebrax dose", [("celecoxib", "misspelling")]),
        ("Can statins be taken with grapefruit?", [("statins", "class"), ("grapefruit", "generic")]),
        ("Is zorblaxinib safe with warfarin?", [("zorblaxinib", "unknown"), ("warfarin", "generic")]),
        ("Can I take flurbaxone with warfarin?", [("flurbaxone", "unknown"), ("warfarin", "generic")]),
        ("simvastatin/clarithromycin ok?", [("simvastatin", "generic"), ("clarithromycin", "generic")]),
        ("warfarin-ibuprofen interaction", [("warfarin", "generic"), ("ibuprofen", "generic")]),
        ("hydroxazine dose", [("hydroxazine", "ambiguous")]),
        ("What is the weather today?", []),
        ("I feel calm and complete", []),
        ("", []),
    ],
)
def test_every_drug_is_read_as_what_it_is(question: str, found: list[tuple[str, str]]) -> None:
    assert drugs(question) == found


def test_a_clear_misspelling_is_taken_up_and_said() -> None:
    reading = read("What is the dose of warfarn?")
    mention = reading.drugs[0]
    assert (mention.name, mention.text, mention.candidates) == ("warfarin", "warfarn", ("warfarin",))
    assert reading.known == ("warfarin",)
    assert "Read 'warfarn' as warfarin" in write("dosing_specialist", reading, [])


LOOK_ALIKES = "".join(
    f'[[drugs]]\nname = "{name}"\nbrands = ["zolbrand", "{name[:3]}only"]\ncuration = "name"\nmechanism_class = "look-alike"\n'
    for name in ("zolmetine", "zalmetine")
)


@pytest.fixture
def look_alikes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Answer from two drugs whose names differ in one letter and that share a brand."""
    caches = (mentions._near, read)
    passage = PASSAGE.replace('["alphadrug"]', "[]")
    with knowledge_of(facts_folder(tmp_path / "facts", HEAD + LOOK_ALIKES + passage), monkeypatch):
        for cache in caches:
            cache.cache_clear()
        yield
    for cache in caches:
        cache.cache_clear()


@pytest.mark.usefixtures("look_alikes")
@pytest.mark.parametrize("word", ["zelmetine", "zlmetine", "Zolbrand"])
def test_a_look_alike_or_a_shared_brand_is_offered_and_none_is_chosen(word: str) -> None:
    reading = read(f"What is the dose of {word}?")
    mention = reading.drugs[0]
    assert mention.how == "ambiguous"
    assert set(mention.candidates) == {"zolmetine", "zalmetine"}
    assert mention.name == mention.text == word
    assert reading.known == ()
    assert "none was chosen" in write("dosing_specialist", reading, [])


def test_mentions_point_at_their_words() -> None:
    question = "Can I take Advil (ibuprofen) with warfarn or zorblaxinib?"
    assert all(question[m.start : m.end] == m.text for m in read(question).drugs)


def test_a_follow_up_is_about_the_drugs_in_focus() -> None:
    assert read("and what dose, then?", ("apixaban",)).known == ("apixaban",)
    assert read("What about with ibuprofen together?", ("warfarin",)).known == ("ibuprofen", "warfarin")
    assert read("What is the dose of metformin?", ("apixaban",)).known == ("metformin",)
