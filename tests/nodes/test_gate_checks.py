"""The gate's newer checks, each on its own: what passes, and what does not."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.comparisons import comparisons, turned
from knowledge.error_prone import error_prone, mended
from knowledge.regimens import mismatched, regimens
from knowledge.tall_man import TALL_MAN, tall_man
from nodes.checks import (
    Draft,
    limits_said,
    no_error_prone_abbreviations,
    patient_considered,
    polarity_as_found,
    quotes_in_record,
    quotes_stand,
    sources_as_cited,
)
from nodes.checks.draft import sentences
from nodes.checks.limits import ASK_FIRST
from nodes.checks.polarity import against
from nodes.checks.record import genuine
from nodes.context import Context
from nodes.gate import checked
from tests.lies.asked import gated, state_of_case
from tests.lies.truthful import Case, called
from tools.evidence import Evidence

PAIR = called("i:warfarin|ibuprofen")[0]
DOSE = called("d:metformin|egfr=25")[0]


def draft(text: str, *evidence: Evidence, **more: Any) -> Draft:
    return Draft(text, {e["id"]: e for e in evidence}, "", **more)


CALLS = (
    "i:warfarin|ibuprofen", "i:warfarin|zzyqx", "d:metformin|egfr=25", "d:apixaban|age_years=82|weight_kg=58|scr_mg_dl=1.6|sex=female", "d:zzyqx",
    "c:warfarin", "f:warfarin|monitoring", "k:bsa_mosteller|weight_kg=80|height_cm=175", "g:gout", "f:zzyqx|all",
)  # fmt: skip


@pytest.mark.parametrize("call", CALLS)
def test_what_the_tools_return_is_what_the_record_says(call: str) -> None:
    assert called(call)
    assert all(genuine(e["id"], e) for e in called(call))


TAMPERED = {
    "claim": lambda e: e.update(claim=e["claim"] + " It may be ignored."),
    "quote": lambda e: e.update(quote="Nothing happens."),
    "claim and quote": lambda e: e.update(claim="Nothing happens.", quote="Nothing happens."),
    "source": lambda e: e["source"].update(title="2024 Guideline of Everything"),
    "url": lambda e: e["source"].update(url="https://example.org"),
    "id": lambda e: e.update(id=e["id"] + "x"),
    "kind": lambda e: e.update(kind="fact" if e["kind"] != "fact" else "guideline"),
    "no data": lambda e: e.update(data={}),
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("how", TAMPERED)
def test_evidence_that_was_tampered_with_is_found_out(call: str, how: str) -> None:
    item: Any = copy.deepcopy(called(call)[0])
    TAMPERED[how](item)
    if item != called(call)[0]:
        assert not genuine(called(call)[0]["id"], item)


def test_a_tool_that_makes_up_a_fact_does_not_get_it_out() -> None:
    text = "Warfarin may be doubled when a dose was missed."
    made_up: Any = {**called("f:warfarin|monitoring")[0], "id": "fact:warfarin:monitoring:0badc0de", "claim": text, "quote": text}
    found = quotes_in_record(draft(f"{text} [{made_up['id']}]", made_up))
    assert [f["reason"] for f in found] == [f"{made_up['id']} is not what its source record says."]


def test_a_softened_interaction_withholds_the_answer_even_when_it_is_not_cited() -> None:
    softened: Any = copy.deepcopy(PAIR)
    softened["data"]["severity"] = "minor"
    assert [f["line"] for f in quotes_in_record(draft("Nothing to say.", softened))] == ["*"]


@pytest.mark.parametrize(
    ("line", "stands"),
    [
        (f'The record says "{" ".join(PAIR["quote"].split()[:9])}" here.', True),
        ('The record says "the two may be taken together without concern".', False),
        ("The label states: the two may be taken together without concern", False),
        ("It is 'rarely of any importance in practice' they say.", False),
        ("The patient's INR and the drug's label matter.", True),
    ],
)
def test_quotations_stand_in_the_cited_record(line: str, stands: bool) -> None:
    assert (quotes_stand(draft(f"{line} [{PAIR['id']}]", PAIR)) == []) is stands


GOUT = called("g:gout")[0]


@pytest.mark.parametrize(
    ("line", "item", "fits"),
    [
        ("ACR recommends colchicine.", GOUT, True),
        ("The American College of Rheumatology recommends colchicine.", GOUT, True),
        ("EULAR recommends colchicine.", GOUT, False),
        ("Per the 2023 ACC guideline, avoid it.", PAIR, False),
        ("A randomized trial showed this.", PAIR, False),
        ("According to expert consensus, avoid it.", PAIR, False),
        ("Who should take it? Nobody has to.", PAIR, True),
        ("It is stopped early.", PAIR, True),
    ],
)
def test_authorities_are_those_of_the_cited_source(line: str, item: Evidence, fits: bool) -> None:
    assert (sources_as_cited(draft(f"{line} [{item['id']}]", item)) == []) is fits


@pytest.mark.parametrize(
    ("text", "claims", "ok"),
    [
        ("It is not contraindicated.", "Contraindicated in pregnancy.", False),
        ("Metformin can be continued.", "Metformin is contraindicated; stop it.", False),
        ("No adjustment is needed.", "Reduce the dose by half in renal impairment.", False),
        ("Reduce the dose.", "No dose adjustment is needed.", False),
        ("It is metabolized by the liver.", "It is not metabolized.", False),
        ("It does not inhibit CYP3A4.", "It strongly inhibits CYP3A4.", False),
        ("It raises apixaban levels.", "Apixaban levels fall.", False),
        ("Take it on an empty stomach.", "Take it with food.", False),
        ("Avoid it at CrCl 30 mL/min or above.", "Avoid it below 30 mL/min. No dose change at CrCl 30 mL/min or above.", False),
        ("You can crush it.", "Swallow it whole. Do not crush it.", False),
        ("Do not stop it abruptly.", "Stopping suddenly can worsen angina.", True),
        ("It is contraindicated.", "Contraindicated in pregnancy.", True),
        ("Halve the usual dose.", "Give half the usual dose.", True),
        ("If it cannot be avoided, use the lowest dose.", "Avoid it; otherwise use the lowest dose.", True),
        ("It can be taken with or without food.", "Take it with or without food.", True),
        ("The kidneys excrete it unchanged; it is not metabolized.", "It is not metabolized and is excreted unchanged.", True),
    ],
)
def test_polarity(text: str, claims: str, ok: bool) -> None:
    assert (against(text, claims) == "") is ok


def test_polarity_is_checked_on_the_line() -> None:
    assert polarity_as_found(draft(f"Metformin can be continued. [{DOSE['id']}]", DOSE))
    assert polarity_as_found(draft(f"Metformin is contraindicated. [{DOSE['id']}]", DOSE)) == []


@pytest.mark.parametrize(
    ("text", "support", "wrong"),
    [
        ("Avoid below 30 mL/min.", "Avoid below 30 mL/min.", 0),
        ("Avoid above 30 mL/min.", "Avoid below 30 mL/min.", 1),
        ("Avoid at \u2265 30 mL/min.", "Avoid at CrCl under 30 mL/min.", 1),
        ("At most 1.2 g a day.", "Not more than 1200 mg a day.", 0),
        ("At least 1.2 g a day.", "Not more than 1200 mg a day.", 1),
        ("Do not exceed 20 mg.", "Give at most 20 mg.", 0),
        ("Start at 65 years or older.", "Do not start at 65 years or younger.", 1),
        ("Taper over 2 weeks.", "Taper for 2 weeks.", 0),
        ("Between 15 and 30 mL/min.", "CrCl 15 to 30 mL/min.", 0),
    ],
)
def test_limits_point_the_way_they_do_in_the_evidence(text: str, support: str, wrong: int) -> None:
    assert len(turned(text, support)) == wrong


@pytest.mark.parametrize(
    ("text", "support", "ok"),
    [
        ("850 mg twice daily", "500 mg twice daily or 850 mg once daily", False),
        ("850 mg once a day", "500 mg twice daily or 850 mg once daily", True),
        ("500 mg every 12 hours", "500 mg twice daily", True),
        ("1 g every 24 hours", "1000 mg once daily", True),
        ("7.5 mg daily", "7.5 mg once weekly", False),
        ("40 mg every other day", "20 mg once daily or 40 mg every other day", True),
        ("250 mg or 500 mg every 12 hours", "500 mg or 250 mg every 12 hours", True),
    ],
)
def test_doses_keep_their_frequency(text: str, support: str, ok: bool) -> None:
    assert (mismatched(text, support) == ()) is ok


@given(st.text(alphabet="0123456789., mgcdailyevryhous<>\u2265-toandbelw/", max_size=300))
@settings(max_examples=150, deadline=None)
def test_the_readers_of_numbers_take_any_text(text: str) -> None:
    assert all(value >= 0 for value, _, _, _ in comparisons(text))
    assert all(per_day > 0 for _, _, per_day in regimens(text))
    assert mended(mended(text)) == mended(text)


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("5 mg QD", "5 mg daily"), ("5 mg q.d.", "5 mg daily"), ("5 mg QOD", "5 mg every other day"), ("1.0 mg", "1 mg"), (".5 mg", "0.5 mg"),
        ("100 \u00b5g", "100 mcg"), ("10 U", "10 units"), ("10u of insulin", "10 units of insulin"), ("400 IU", "400 units"), ("5 cc", "5 mL"),
        ("10 mg qhs", "10 mg at bedtime"), ("inject SQ", "inject subcutaneously"), ("MgSO4 2 g", "magnesium sulfate 2 g"), ("MSO4", "morphine sulfate"),
        ("MS 10 mg", "morphine sulfate 10 mg"), ("per os", "by mouth"), ("100000 units", "100,000 units"), ("10 mg TIW", "10 mg 3 times weekly"),
    ],
)  # fmt: skip
def test_what_is_misread_is_found_and_written_out(written: str, instead: str) -> None:
    assert error_prone(written)
    assert mended(written) == instead


@pytest.mark.parametrize(
    "text",
    [
        "INR 2.0 to 3.0",
        "potassium 5.0 mEq/L",
        "ALT 40 U/L",
        "QT 500 ms",
        "multiple sclerosis (MS)",
        "0.5 mg",
        "10 mg",
        "version 1.0",
        "5,000 units",
        "H1",
    ],
)
def test_what_is_not_misread_stays(text: str) -> None:
    assert error_prone(text) == ()


def test_misread_writing_goes_back_and_is_mended_after_the_last_round() -> None:
    case = Case("Varenicline dose?", ("d:varenicline|crcl=20",), "Start varenicline .5 mg QD. {1}", False)
    assert {f["check"] for f in no_error_prone_abbreviations(Draft(case.answer, case.evidence, ""))} == {"no_error_prone_abbreviations"}
    update = gated(case, case.answer)
    assert update["answer"].startswith("Start varenicline 0.5 mg daily.")
    assert update["removed"] == []


def test_tall_man_letters_change_letter_case_only_and_stand_for_professionals() -> None:
    assert tall_man("Hydralazine, not hydroxyzine; hydralazine-like") == "hydrALAZINE, not hydrOXYzine; hydralazine-like"
    assert all(name == shown.lower() for name, shown in TALL_MAN.items())
    case = Case("metformin?", ("d:metformin|egfr=25",), "Metformin is contraindicated here; stop metformin. {1}", False)
    for audience, shown in (("professional", "metFORMIN is contraindicated"), ("auto", "Metformin is contraindicated")):
        update = checked(state_of_case(case, case.answer), Context(model="openai:test-model", audience=audience, max_revisions=0))
        assert update["answer"].startswith(shown)
        assert "metFORMIN" not in str(update["citations"])


ALLERGIC: dict[str, Any] = {"allergies": ["penicillin"]}
AMOXICILLIN = called("d:amoxicillin|crcl=20")[0]


def test_an_allergy_that_matters_is_said_or_put_in() -> None:
    line = f"Give amoxicillin 500 mg every 12 hours. [{AMOXICILLIN['id']}]"
    plain = draft(line, AMOXICILLIN, profile=ALLERGIC)
    assert "allergy to penicillin" in patient_considered(plain)[0]["reason"]
    assert patient_considered(replace(plain, text=f"{line}\nThe patient's penicillin allergy rules it out. [{AMOXICILLIN['id']}]")) == []
    assert patient_considered(replace(plain, profile={"allergies": ["sulfa"]})) == []
    case = Case("Amoxicillin dose?", ("d:amoxicillin|crcl=20",), "Give amoxicillin 500 mg every 12 hours. {1}", False)
    update = gated(case, case.answer, **ALLERGIC)
    assert update["answer"].startswith("amoxicillin for this patient (allergy to penicillin): contraindicated")
    assert update["severity"] == "contraindicated"


def test_pregnancy_and_medicines_that_matter_are_put_in() -> None:
    case = Case("Lisinopril dose?", ("d:lisinopril|crcl=20",), "Start lisinopril at 5 mg for hypertension. {1}", False)
    assert "pregnancy" in gated(case, case.answer, pregnant=True)["answer"]
    assert "hyperkalemia" in gated(case, case.answer, medicines=["spironolactone"])["answer"].lower()
    assert gated(case, case.answer, medicines=["acetaminophen"])["removed"] == []


def test_what_is_not_known_is_said_once() -> None:
    unknown = called("i:warfarin|zzyqx")[0]
    assert limits_said(draft("Warfarin is a blood thinner.", unknown))
    assert limits_said(draft(f"zzyqx is not known. [{unknown['id']}]", unknown)) == []
    case = Case("warfarin with ibuprofen and zzyqx", ("i:warfarin|ibuprofen", "i:warfarin|zzyqx"), "A major interaction. {1}", False)
    assert gated(case, case.answer)["answer"].count("'zzyqx' is not in the knowledge base") == 1


def test_a_patient_is_sent_to_a_professional_once_and_only_when_it_is_grave() -> None:
    grave = Case("ibuprofen with warfarin", ("i:warfarin|ibuprofen",), "This can make you bleed. {1}", True)
    assert gated(grave, grave.answer)["answer"].count(ASK_FIRST) == 1
    told = replace(grave, text="This can make you bleed. Call your doctor first. {1}")
    assert ASK_FIRST not in gated(told, told.answer)["answer"]
    mild = Case("amoxicillin with famotidine", ("i:amoxicillin|famotidine",), "No interaction is recorded. That is no proof. {1}", True)
    assert ASK_FIRST not in gated(mild, mild.answer)["answer"]


def test_the_reading_grade_is_computed_and_stated() -> None:
    case = Case("lisinopril", ("c:lisinopril",), "Take it once a day at the same time. {2}", True)
    figure = gated(case, case.answer)["readability"]
    assert figure["grade"] <= figure["limit"] == 6.0 and figure["left_out"] == "drug names"
    assert gated(replace(case, patient=False, calls=("i:warfarin|ibuprofen",), text="Major. {1}"), "")["readability"] == {}


def test_a_sentence_goes_and_the_one_beside_it_stays() -> None:
    line = f"Bleeding is more likely. [{PAIR['id']}] Give 900 mg. [{PAIR['id']}] This is a major interaction. [{PAIR['id']}]"
    assert len(sentences(line)) == 3 and "".join(sentences(line)) == line
    case = Case("ibuprofen with warfarin", ("i:warfarin|ibuprofen",), "", False)
    update = gated(case, line)
    assert update["removed"] == [f"Give 900 mg. [{PAIR['id']}]"]
    assert "Bleeding is more likely" in update["answer"] and "major interaction" in update["answer"] and "900" not in update["answer"]
