"""`names.resolve`: from what people write to one drug, several, a class, or an honest "unknown"."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.classes import CLASS_WORDS, members
from knowledge.names import forms, resolve
from knowledge.spelling import normal
from knowledge.store import knowledge_base


@pytest.mark.parametrize(
    ("written", "drug"),
    [
        ("warfarin", "warfarin"),
        ("Warfarin", "warfarin"),
        ("WARFARIN SODIUM", "warfarin"),
        ("warfarin 5mg", "warfarin"),
        ("warfarin 2.5 mg tablets", "warfarin"),
        ("warfarins", "warfarin"),
        ("warfarin's", "warfarin"),
        ("warfarin\u2019s", "warfarin"),
        ("  warfarin, ", "warfarin"),
        ("Coumadin", "warfarin"),
        ("coumadin's", "warfarin"),
        ("Metoprolol succ 25mg ER", "metoprolol"),
        ("metoprolol tartrate 50 mg tab", "metoprolol"),
        ("amlodipine besylate 10 mg tablets", "amlodipine"),
        ("levothyroxine 50 mcg tab", "levothyroxine"),
        ("Tylenol", "acetaminophen"),
        ("lithium carbonate", "lithium"),
        ("potassium chloride", "potassium chloride"),
        ("insulin glargine 10units", "insulin glargine"),
        ("\uff37arfarin", "warfarin"),
    ],
)
def test_a_name_with_salt_dose_form_plural_or_possessive_is_known(written: str, drug: str) -> None:
    found = resolve(written)
    assert (found.status, found.drugs, found.suggestions) == ("known", (drug,), ())
    assert found.text == written


@pytest.mark.parametrize("written", ["ssri", "SSRIs", "nsaids", "Statins", "beta blockers", "beta-blocker"])
def test_a_class_name_gives_its_members_and_chooses_none(written: str) -> None:
    found = resolve(written)
    assert found.status == "group"
    assert len(found.drugs) > 1


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("ibuprofin", "ibuprofen"),
        ("warfarn", "warfarin"),
        ("metforman", "metformin"),
        ("amlodipin", "amlodipine"),
        ("ibuprofin 200 mg", "ibuprofen"),
    ],
)
def test_a_misspelling_is_unknown_with_suggestions_and_none_is_chosen(written: str, near: str) -> None:
    found = resolve(written)
    assert found.status == "unknown"
    assert found.drugs == ()
    assert found.suggestions[0] == near
    assert len(found.suggestions) <= 3


@pytest.mark.parametrize("written", ["", " ", "\n", "5 mg", "%", "x", "...", "''", "tablet", "\u00e9", "\u85ac"])
def test_what_is_no_name_at_all_is_unknown_and_offers_nothing(written: str) -> None:
    found = resolve(written)
    assert (found.status, found.drugs, found.suggestions) == ("unknown", (), ())


def test_every_name_of_the_knowledge_base_resolves_to_the_drugs_that_bear_it() -> None:
    base = knowledge_base()
    wrong = {name: resolve(name) for name, drugs in base.names.items() if resolve(name).drugs != drugs}
    assert wrong == {}
    assert {resolve(name).status for name in base.names} <= {"known", "ambiguous"}


def test_every_drug_is_found_with_a_dose_and_a_form_glued_on() -> None:
    base = knowledge_base()
    # "X tablets" may itself be the name of another record, where an eye drop and a tablet differ.
    drugs = {d for bearers in base.names.values() for d in bearers if "," not in d and f"{d} tablets" not in base.names and d[0].isalpha()}
    assert {d for d in drugs if resolve(f"{d.upper()} 20mg tablets").drugs != (d,)} == set()


@settings(max_examples=1000, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_random_text_is_known_only_when_it_is_a_name(text: str) -> None:
    found, base = resolve(text), knowledge_base()
    assert found.text == text
    if found.status in ("known", "ambiguous"):
        assert any(base.names.get(form) == found.drugs for form in forms(text))
    elif found.status == "group":
        assert any(members(base, form) == found.drugs for form in forms(text))
    elif found.status == "combination":
        assert len(found.drugs) > 1 and set(found.drugs) <= {d for drugs in base.names.values() for d in drugs}
    else:
        assert found.drugs == ()
        assert not any(form in base.names for form in forms(text))


@settings(max_examples=1000, deadline=None)
@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=14))
def test_random_letters_are_unknown_unless_they_are_a_name(word: str) -> None:
    base = knowledge_base()
    named = {word, word.removesuffix("s"), word.removesuffix("ss")} & set(base.names)
    found = resolve(word)
    assert (found.status == "unknown") or named or members(base, word) or members(base, word.removesuffix("s"))
    assert found.status != "unknown" or word not in base.names
    assert set(found.suggestions) <= {d for drugs in base.names.values() for d in drugs}


@given(st.text(max_size=60))
def test_normal_is_idempotent(text: str) -> None:
    once = normal(text)
    assert normal(once) == once


@pytest.mark.parametrize(
    ("written", "drug"),
    [
        ("losartan/HCTZ", "losartan and hydrochlorothiazide"),
        ("Bisoprolol-HCTZ 5/6.25 mg tablets", "bisoprolol and hydrochlorothiazide"),
        ("lisinopril hctz", "lisinopril and hydrochlorothiazide"),
        ("Hyzaar", "losartan and hydrochlorothiazide"),
        ("Trokendi", "topiramate"),
        ("ProAir", "albuterol"),
    ],
)
def test_combinations_and_short_brands_find_their_record(written: str, drug: str) -> None:
    assert resolve(written).drugs == (drug,)


def test_a_combination_without_a_record_is_split_into_its_ingredients() -> None:
    found = resolve("warfarin/aspirin")
    assert (found.status, set(found.drugs)) == ("combination", {"warfarin", "aspirin"})


@pytest.mark.parametrize("written", ["warfarin/zzqxonib", "warfarin/warfarin", "and/or", "5 mg/10 mg", "a statin/aspirin"])
def test_what_is_no_combination_of_known_drugs_is_not_split(written: str) -> None:
    assert resolve(written).status != "combination"


@pytest.mark.parametrize(
    ("written", "member"),
    [("ACE inhibitors", "lisinopril"), ("blood thinner", "warfarin"), ("proton pump inhibitor", "omeprazole"), ("a statin", "atorvastatin"),
     ("birth control pills", "ethinyl estradiol"), ("live vaccines", "yellow fever vaccine"), ("Calcium-channel blockers", "amlodipine")],
)  # fmt: skip
def test_class_words_in_use_name_their_members(written: str, member: str) -> None:
    found = resolve(written)
    assert found.status == "group" and member in found.drugs


def test_every_class_word_has_members() -> None:
    base = knowledge_base()
    assert {word for word in CLASS_WORDS if not members(base, word)} == set()
