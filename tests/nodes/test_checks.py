"""The gate's checks: each passes a good draft, fails a broken one, and closes the gate when it breaks itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from nodes import checks
from nodes.checks import (
    CHECKS,
    Draft,
    citations_resolve,
    failures,
    grave_first,
    numbers_supported,
    patient_lines,
    readable,
    severity_as_found,
)
from nodes.checks.notices import notices
from nodes.state import CheckFailure
from tools import TOOLS


def found(tool: str, **args: Any) -> dict[str, Any]:
    return {e["id"]: e for e in TOOLS[tool].invoke({"name": tool, "args": args, "id": "call_1", "type": "tool_call"}).artifact}


MAJOR = found("lookup_interaction", drug_a="warfarin", drug_b="ibuprofen")
WORST = found("lookup_interaction", drug_a="simvastatin", drug_b="clarithromycin")
DOSE = found("get_dosing", drug="metformin", egfr=25)
EVIDENCE = {**MAJOR, **WORST, **DOSE}
[MAJOR_ID], [WORST_ID], DOSE_ID = MAJOR, WORST, next(iter(DOSE))
LINES = {
    "worst": f"**Simvastatin + clarithromycin**: **contraindicated**. [{WORST_ID}]",
    "major": f"**Ibuprofen + warfarin**: **major**. [{MAJOR_ID}]",
    "dose": f"{DOSE[DOSE_ID]['claim']} [{DOSE_ID}]",
}
PLAIN = "Take this pill once a day. Drink a full glass of water with it."
HARD = "Simultaneous administration necessitates individualized cardiovascular surveillance and pharmacokinetic reassessment."
GOOD = Draft("\n".join(LINES.values()), EVIDENCE, "metformin, eGFR 25", (PLAIN,))


def but(*lines: str, **changed: Any) -> Draft:
    return replace(GOOD, text="\n".join(lines), **changed)


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.__name__)
def test_a_good_draft_passes_each_check(check: Callable[[Draft], list[CheckFailure]]) -> None:
    assert check(GOOD) == []
    assert failures(GOOD) == []


MADE_UP = "It is harmless. [interaction:made+up]"
TENFOLD = f"Give 5000 mg of metformin. [{DOSE_ID}]"
UNCITED = "Give 777 mg of metformin."
ELSEWHERE = f"{DOSE[DOSE_ID]['claim']} Give 777 mg. [{MAJOR_ID}]"
MILDER = f"**Ibuprofen + warfarin**: **minor**. [{MAJOR_ID}]"
MILDER_PROSE = f"The severity is moderate. [{MAJOR_ID}]"


@pytest.mark.parametrize(
    ("check", "draft", "line", "words"),
    [
        (citations_resolve, but(*LINES.values(), MADE_UP), MADE_UP, "interaction:made+up is not evidence of this run"),
        (citations_resolve, but(LINES["major"], evidence={}), LINES["major"], MAJOR_ID),
        (numbers_supported, but(*LINES.values(), TENFOLD), TENFOLD, "5000 mg"),
        (numbers_supported, but(*LINES.values(), UNCITED), UNCITED, "777 mg"),
        (numbers_supported, but(ELSEWHERE), ELSEWHERE, "777 mg"),
        (severity_as_found, but(MILDER), MILDER, "States minor; the finding is major"),
        (severity_as_found, but(MILDER_PROSE), MILDER_PROSE, "States moderate; the finding is major"),
        (grave_first, but(LINES["worst"], LINES["dose"]), "", MAJOR_ID),
        (grave_first, but(LINES["major"], LINES["worst"]), "", "milder interaction stands before the worst"),
        (grave_first, but(""), "", WORST_ID),
        (readable, replace(GOOD, patient_lines=(PLAIN, HARD)), HARD, "Patient text reads at grade"),
    ],
)
def test_a_broken_draft_fails_its_check_on_its_line(
    check: Callable[[Draft], list[CheckFailure]], draft: Draft, line: str, words: str
) -> None:
    wrong = check(draft)
    assert wrong
    assert all(f["check"] == check.__name__ for f in wrong)
    assert any(f["line"] == line and words in f["reason"] for f in wrong)
    assert [f for f in failures(draft) if f["check"] == check.__name__] == wrong


def test_the_question_bears_the_patients_own_values_and_no_dose() -> None:
    assert (
        numbers_supported(but("The patient is 70 years old, weighs 62 kg, CrCl 25 mL/min.", stated="70 years, 62 kg, CrCl 25 mL/min")) == []
    )
    for said in ("777 mg", "2 tablets", "twice daily", "10 units", "5 mL"):
        line = f"You said {said}."
        assert numbers_supported(but(line, stated=f"I take {said}")), said


def test_drug_names_do_not_count_against_the_patient_but_other_words_do() -> None:
    line = "Take hydrochlorothiazide and hydroxychloroquine with food."
    assert readable(replace(GOOD, patient_lines=(line,)))
    assert readable(replace(GOOD, patient_lines=(line,), names=frozenset({"hydrochlorothiazide", "hydroxychloroquine"}))) == []


def test_citations_do_not_count_against_the_reading_grade() -> None:
    assert readable(replace(GOOD, patient_lines=(f"{PLAIN} [fact:hydrochlorothiazide:contraindication:abcd]",))) == []


@pytest.mark.parametrize("position", range(len(CHECKS)))
def test_a_check_that_raises_closes_the_gate_and_the_others_still_run(monkeypatch: pytest.MonkeyPatch, position: int) -> None:
    def broken(draft: Draft) -> list[CheckFailure]:
        raise KeyError("severity")

    others = [c for n, c in enumerate(CHECKS) if n != position]
    monkeypatch.setattr(checks, "CHECKS", (*others[:position], broken, *others[position:]))
    assert failures(GOOD) == [{"check": "broken", "line": "*", "reason": "The check itself failed (KeyError), so nothing may pass it."}]
    assert {f["check"] for f in failures(but(*LINES.values(), MADE_UP))} >= {"broken"}


def test_evidence_without_its_severity_closes_the_gate() -> None:
    torn: Any = {MAJOR_ID: {**MAJOR[MAJOR_ID], "data": {}}}
    wrong = failures(Draft(LINES["major"], torn, ""))
    assert {f["check"] for f in wrong if f["line"] == "*"} == {"quotes_in_record", "severity_as_found", "grave_first"}


def part(specialist: str, text: str, stopped: str = "answered") -> dict[str, Any]:
    return {"specialist": specialist, "question": "q", "text": text, "stopped": stopped, "error": "", "steps": 1}


COUNSELING, DOSING = part("patient_counseling_specialist", PLAIN), part("dosing_specialist", HARD)


@pytest.mark.parametrize(
    ("parts", "text", "audience", "read"),
    [
        ([DOSING], f"# Title\n\n{HARD}", "patient", (HARD,)),
        ([COUNSELING], PLAIN, "professional", ()),
        ([COUNSELING], f"# Title\n**Warfarin**\n{PLAIN}", "auto", (PLAIN,)),
        ([COUNSELING, DOSING], f"{HARD}\n{PLAIN}", "auto", (PLAIN,)),
        ([DOSING], HARD, "auto", ()),
        ([], PLAIN, "auto", ()),
    ],
)
def test_which_lines_a_patient_reads(parts: list[Any], text: str, audience: str, read: tuple[str, ...]) -> None:
    assert patient_lines(parts, text, audience) == read


GABAPENTIN = found("get_dosing", drug="gabapentin", egfr=25)
APART = found("lookup_interaction", drug_a="acetaminophen", drug_b="ibuprofen")
MEMORY: Any = {"memory:dose:1": {"id": "memory:dose:1", "kind": "memory", "claim": "dose: 300 mg", "quote": "", "source": {}, "data": {}}}


def checked(line: str, evidence: dict[str, Any], stated: str = "") -> set[str]:
    return {f["check"] for f in failures(Draft(line, evidence, stated)) if f["line"] == line}


def test_a_lines_drugs_are_those_of_its_evidence() -> None:
    key, item = next((k, e) for k, e in GABAPENTIN.items() if "300 mg" in e["claim"])
    assert "drugs_as_cited" in checked(f"Apixaban 300 mg. [{key}]", GABAPENTIN)
    assert "drugs_as_cited" in checked(f"Ibuprofen with warfarin: none known. [{next(iter(APART))}]", APART)
    assert checked(f"Neurontin: {item['claim']} [{key}]", GABAPENTIN) == set()


def test_a_number_of_one_drugs_record_does_not_bear_another_drugs_dose() -> None:
    both = {**GABAPENTIN, **DOSE}
    key = next(k for k, e in GABAPENTIN.items() if "300 mg" in e["claim"])
    assert "numbers_supported" in checked(f"Metformin 300 mg. [{key}] [{DOSE_ID}]", both)


def test_memory_bears_no_dose_and_no_advice() -> None:
    assert "numbers_supported" in checked("It is 300 mg. [memory:dose:1]", MEMORY)
    assert "clinical_lines_cited" in checked("Safe to continue. [memory:dose:1]", MEMORY)


def test_a_severity_is_checked_where_the_pair_is_named_and_not_cited() -> None:
    assert "severity_as_found" in checked(f"Ibuprofen and warfarin: a minor interaction. [{DOSE_ID}]", EVIDENCE)


@pytest.mark.parametrize("line", ["Take it.", "Warfarin works well.", "It is safe.", "This interaction is known.", "# Safe to combine"])
def test_an_uncited_clinical_line_fails(line: str) -> None:
    assert checked(line, {}) == {"clinical_lines_cited"}


@pytest.mark.parametrize("line", ["### Dosing", "**Warfarin + ibuprofen**", "Do you take warfarin?", "Call your clinic."])
def test_headings_names_and_questions_back_need_no_citation(line: str) -> None:
    assert checked(line, {}) == set()


def test_the_engines_own_sentences_pass_word_for_word_only() -> None:
    question = "What is the dose of warfrin for a patient allergic to penicillin?"
    own = notices([question], {"profile": {"allergies": ["penicillin"]}}, [part("dosing_specialist", "", "deadline")], ["amoxicillin"])
    assert any("Read 'warfrin' as warfarin" in line for line in own)
    assert any(line.startswith("This part is unfinished, because the time was up") for line in own)
    assert failures(Draft("\n".join(own), {}, question, notices=own)) == []
    assert failures(Draft("\n".join(f"{line} Take it." for line in own), {}, question, notices=own))


@pytest.mark.parametrize(
    "pair", [("warfarin", "ibuprofen"), ("simvastatin", "clarithromycin"), ("acetaminophen", "amoxicillin"), ("warfarin", "zzzyqx")]
)
def test_a_claim_word_for_word_passes(pair: tuple[str, str]) -> None:
    for key, item in found("lookup_interaction", drug_a=pair[0], drug_b=pair[1]).items():
        assert failures(Draft(f"{item['claim']} [{key}]", {key: item}, f"{pair[0]} with {pair[1]}")) == []
