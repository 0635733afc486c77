"""The redactor: what it finds on generated notes, what it spares, what it does with nested values."""

from __future__ import annotations

import dataclasses
import json
import sys
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import Any, NamedTuple

import pytest
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from pydantic import BaseModel

from nodes.redaction import redact, redacted_for_model, redacted_text
from nodes.redaction.text import clean, forget
from nodes.redaction.walk import CYCLE, DEPTH, TOO_DEEP
from tests.privacy import held_out, lot_after, lot_last, lot_mixed, lot_prose, lot_records
from tests.privacy.notes import WORDINGS, Note, notes, scored
from tests.privacy.templates import wordings as filled_from
from tests.privacy.written import LOTS as WRITTEN
from tests.privacy.written import written

RECALL, INTACT = 0.99, 0.995


@pytest.fixture(autouse=True)
def nothing_known() -> Iterator[None]:
    """What one test teaches the redactor must not help it in the next."""
    forget()
    yield
    forget()


def _alone(text: str) -> str:
    forget()
    return clean(text)


LOTS: list[tuple[str, Sequence[Callable[[Note], Note]]]] = [
    ("500 notes", WORDINGS),
    ("500 notes in wordings written later", held_out.WORDINGS),
    ("500 records, forms and exports", filled_from(lot_records.TEMPLATES)),
    ("500 letters, messages and handovers", filled_from(lot_prose.TEMPLATES)),
    ("500 notes of a third lot", filled_from(lot_mixed.TEMPLATES)),
    ("500 notes of a fourth lot", filled_from(lot_last.TEMPLATES)),
    ("500 notes of a fifth lot", filled_from(lot_after.TEMPLATES)),
]


@pytest.mark.parametrize(("name", "wordings"), LOTS)
def test_recall_and_clinical_values(name: str, wordings: Sequence[Callable[[Note], Note]], capsys: pytest.CaptureFixture[str]) -> None:
    """Each note stands alone: nothing that was learned from another helps."""
    _assert_good(name, notes(500, 20260101, wordings), capsys)


@pytest.mark.parametrize("lot", WRITTEN)
def test_notes_that_others_wrote(lot: str, capsys: pytest.CaptureFixture[str]) -> None:
    _assert_good(lot, written(lot), capsys)


def _assert_good(name: str, made: Sequence[Note], capsys: pytest.CaptureFixture[str]) -> None:
    score = scored(made, _alone)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{name}: {score.identifiers} identifiers, recall {score.recall:.4f}; {score.values} clinical values, intact {score.intact:.4f}\n"
        )
    assert score.recall >= RECALL, score.leaked[:5]
    assert score.intact >= INTACT, score.lost[:5]


def test_every_kind_is_in_the_notes() -> None:
    kinds = {found.kind for note in notes(500, 20260101) for found in note.gone}
    assert kinds == {"name", "dob", "age", "phone", "email", "address", "ssn", "mrn", "insurance", "device", "url", "ip"}


def test_the_scorer_sees_a_redactor_that_does_nothing_and_one_that_takes_all() -> None:
    made = notes(100, 1)
    idle, greedy = scored(made, lambda text: text), scored(made, lambda text: "")
    assert idle.recall < 0.05 and idle.intact == 1
    assert greedy.recall == 1 and greedy.intact == 0


@pytest.mark.parametrize(
    "text",
    [
        "Apixaban 5 mg twice daily, CrCl 42 mL/min (Cockcroft-Gault), eGFR 38 mL/min/1.73 m2, weight 72.4 kg, age 82.",
        "A 89-year-old man and a 6-month-old girl; INR 2.5-3.5; 1,250 mg q8h; 875 mg/125 mg; 0.5-1 mg/kg/h; 4.5 x10^9/L.",
        "ICD-10 N18.32, ATC B01AF02, NDC 0071-0155-23, RxCUI 1364430, SNOMED 90688005, LOINC 2160-0.",
        "[interaction:apixaban:clarithromycin:1a2b3c4d] [2] thread 7c9e6679-7425-40de-944b-e07fc1f90ae7",
        "Source: https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid=4a1f6f19-1e6c-4e4c-8a1f-3b5b4f3d2a11 section 7.2, 2023",
        "https://api.fda.gov/drug/label.json?search=set_id:4a1f6f19-1e6c-4e4c-8a1f-3b5b4f3d2a11 and http://127.0.0.1:2024/runs",
        "Metformin by Dr. Reddy's Laboratories; St. John's wort 300 mg; drawn on 2024-05-03T10:15:00 at 06:30.",
        "The patient is a 70-year-old woman with atrial fibrillation, on warfarin for stroke prevention.",
        "Patient takes Depakote 500 mg and was started on Eliquis 2.5 mg by her cardiologist.",
        'tool_calls=[{"name": "lookup_interaction", "args": {}}] name=\'remember\' name="supervise" {"name": "Clarithromycin"}',
        "CC: dizziness. Re: apixaban dose. From: clinic. To: pharmacy.",
        "drug name: Warfarin Sodium. Brand name: Coumadin. tool name: lookup_interaction.",
        "T 99.1 F, tmax 101F, BP 120/80, SpO2 96%, QTc 512 ms, 150,000/uL, 10.5 g/dL, level 95 ng/mL, 92 mg.",
        "May increase exposure. Will May 5 be too late? Patients with severe hepatic impairment (Child-Pugh C): avoid.",
        "Dose range 100-200 mg; vials of 1000 units/10 mL; 2 x 250 mL; day 1-5; 1:1000 dilution; 3-4-1 ratio.",
    ],
)
def test_what_is_clinical_or_ours_stays(text: str) -> None:
    assert redacted_text(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Mrs. Doe takes Depakote 500 mg.", "Mrs. [NAME] takes Depakote 500 mg."),
        ("A 93-year-old on digoxin 0.125 mg", "A [AGE over 89]-year-old on digoxin 0.125 mg"),
        ("DOB: 3/4/1950, MRN 00482913", "DOB: [DOB], MRN [MRN]"),
        ("Call (212) 555-0147 x12 or a@b.example.com", "Call [PHONE] or [EMAIL]"),
        ("https://www.fda.gov/x?patient=Doe", "[URL]"),
        ("from 203.0.113.7 and 2001:db8::7, not ::1", "from [IP] and [IP], not ::1"),
        ("John Q. Smith, PharmD", "[NAME], PharmD"),
        ("lives at 12 Oak Hill Rd, Reno, NV 89501", "lives at [ADDRESS]"),
        ('{"patient_name": "Jos\\u00e9 N\\u00fa\\u00f1ez"}', '{"patient_name": "[NAME]"}'),
        ("GET /threads/Mrs.%20Doe%20from%20203.0.113.7 404", "GET /threads/Mrs.%20[NAME]%20from%20[IP] 404"),
        ("Passport No. X1234567", "Passport No. [ID]"),
        ("Mr. and Mrs. Roe", "Mr. and Mrs. [NAME]"),
    ],
)
def test_each_kind(text: str, left: str) -> None:
    assert redacted_text(text) == left


def test_a_name_is_found_again_without_its_title_and_a_number_without_its_label() -> None:
    assert redact(["Mrs. Zabrowska, MRN 73918264", {"drug": "zabrowska"}, "Zabrowska's 73918264 again"]) == [
        "Mrs. [NAME], MRN [MRN]",
        {"drug": "[NAME]"},
        "[NAME]'s [MRN] again",
    ]


class _Point(NamedTuple):
    note: str
    dose_mg: float


@dataclasses.dataclass(frozen=True, slots=True)
class _Visit:
    mrn: int
    text: str
    crcl: float


class _Person(BaseModel):
    full_name: str
    age: int
    weight_kg: float


def test_nested_values_keep_their_shape() -> None:
    thread = uuid.uuid4()
    value: dict[str, Any] = {
        "messages": [HumanMessage("I am Mrs. Doe, MRN 7391826", id="m1"), AIMessage("", tool_calls=[{"name": "get_dosing", "args": {"for": "Mrs. Doe",
        "age": 70}, "id": "c1"}])],
        "tool": ToolMessage("Mrs. Doe: 5 mg", tool_call_id="c1", artifact=[{"claim": "Mrs. Doe 5 mg"}]),
        "visit": _Visit(7391826, "Dr. Roe", 42.5), "person": _Person(full_name="Jane Doe", age=93, weight_kg=62.5), "point": _Point("Mr. Doe", 5.0),
        "bytes": b"Mrs. Doe \xff 5 mg", "path": PurePosixPath("/x/Mrs. Doe"), "error": ValueError("Mrs. Doe"), "set": {"Mrs. Doe"}, "none": None,
        "thread_id": thread, "on": date(2024, 5, 3), "scr_mg_dl": 2.2, "dob": date(1950, 3, 4), "Mrs. Doe": 1, "phone": 2125550147, "flag": True,
    }  # fmt: skip
    before = repr(value)
    found = redact(value)
    assert repr(value) == before, "what was given is left as it is"
    assert found["messages"][0].content == "I am Mrs. [NAME], MRN [MRN]" and found["messages"][0].id == "m1"
    assert found["messages"][1].tool_calls[0] == {
        "name": "get_dosing",
        "args": {"for": "Mrs. [NAME]", "age": 70},
        "id": "c1",
        "type": "tool_call",
    }
    assert found["tool"].artifact == [{"claim": "Mrs. [NAME] 5 mg"}]
    assert (found["visit"].mrn, found["visit"].text, found["visit"].crcl) == ("[MRN]", "Dr. [NAME]", 42.5)
    assert (found["person"].full_name, found["person"].age, found["person"].weight_kg) == ("[NAME]", "[AGE over 89]", 62.5)
    assert found["point"] == _Point("Mr. [NAME]", 5.0)
    assert found["bytes"] == b"Mrs. [NAME] \xff 5 mg"
    assert found["path"] == PurePosixPath("/x/Mrs. [NAME]")
    assert (type(found["error"]).__name__, str(found["error"])) == ("ValueError", "Mrs. [NAME]")
    assert (found["set"], found["none"], found["thread_id"], found["on"], found["scr_mg_dl"]) == (
        {"Mrs. [NAME]"},
        None,
        thread,
        date(2024, 5, 3),
        2.2,
    )
    assert (found["dob"], found["Mrs. [NAME]"], found["phone"], found["flag"]) == ("[DOB]", 1, "[PHONE]", True)


def test_fields_tell_what_their_values_are() -> None:
    patient = {
        "resourceType": "Patient",
        "name": [{"family": "Doe", "given": ["Jane"]}],
        "birthDate": "1950-03-04",
        "telecom": [{"value": "5550147"}],
    }
    assert redact(patient) == {
        "resourceType": "Patient",
        "name": [{"family": "[NAME]", "given": ["[NAME]"]}], "birthDate": "[DOB]", "telecom": [{"value": "[PHONE]"}],
    }  # fmt: skip
    call = {"name": "lookup_interaction", "args": {"drug_a": "warfarin"}, "id": "call_1"}
    assert redact(call) == call, "a tool's name is no person's"


def test_cycles_and_depth_end() -> None:
    ring: dict[str, Any] = {"text": "Mrs. Doe"}
    ring["again"] = ring
    assert redact(ring) == {"text": "Mrs. [NAME]", "again": CYCLE}
    deep: Any = "Mrs. Doe"
    for _ in range(DEPTH + 5):
        deep = [deep]
    assert "Doe" not in repr(redact(deep)) and TOO_DEEP in repr(redact(deep))


def test_a_model_keeps_ages_and_loses_the_rest() -> None:
    assert redacted_for_model({"text": "Mrs. Doe, 93-year-old, CrCl 20", "age_years": 93}) == {
        "text": "Mrs. [NAME], 93-year-old, CrCl 20",
        "age_years": 93,
    }


def test_redacting_twice_changes_nothing() -> None:
    for note in notes(60, 5):
        once = redacted_text(note.text)
        assert redacted_text(once) == once


def test_json_stays_json() -> None:
    for note in notes(200, 6):
        if note.text.startswith('{"'):
            assert isinstance(json.loads(redacted_text(note.text)), dict)
