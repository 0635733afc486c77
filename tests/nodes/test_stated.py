"""When values were stated: the log's properties, what a question adds to it, what is asked about, and what is called old."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import HumanMessage

from nodes.checks.notices import notices
from nodes.days import day_named
from nodes.flags import flag_lines, flags, lab_max_age_days
from nodes.memory import merge_profile
from nodes.recall import recall
from nodes.state import PharmacistState
from nodes.stated import Log, Stated, corrected, dated_lines, forgotten, log_update, merge_stated
from tools.dosing import get_dosing
from tools.evidence import Evidence
from tools.memory import MEMORY, MemoryView

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = NOW.date()


def before(days: int) -> str:
    """The time of a statement that many days ago."""
    return (NOW - timedelta(days=days)).isoformat(timespec="microseconds")


@st.composite
def statement(draw: st.DrawFn) -> Stated:
    """One statement; now and then one that forgets."""
    entry: Stated = {"value": draw(st.sampled_from([58.0, 62.0, 70.0, None])), "unit": "kg", "stated_at": before(draw(st.integers(0, 20)))}
    if entry["value"] is not None and draw(st.booleans()):
        entry["measured_on"] = draw(st.sampled_from(["2026-03", "2026-10-01"]))
    return entry


LOGS = st.dictionaries(st.sampled_from(["weight_kg", "scr_mg_dl", "medicines"]), st.lists(statement(), max_size=5), max_size=3)


def normal(log: Log) -> Log:
    """A log as the reducer leaves it."""
    return merge_stated({}, log)


@given(LOGS, LOGS, LOGS)
def test_logs_merge_in_any_grouping_order_and_number(a: Log, b: Log, c: Log) -> None:
    assert merge_stated(merge_stated(a, b), c) == merge_stated(a, merge_stated(b, c))
    assert merge_stated(a, b) == merge_stated(b, a)
    assert merge_stated(merge_stated(a, b), b) == merge_stated(a, b)
    assert merge_stated(normal(a), None) == normal(a)
    assert merge_stated(None, None) == {}


@given(LOGS, st.sampled_from(["weight_kg", "medicines"]))
def test_a_forgotten_field_leaves_no_value_behind(log: Log, field: str) -> None:
    merged = merge_stated(log, forgotten([field], NOW.isoformat(timespec="microseconds")))
    assert [e["value"] for e in merged[field] if e["stated_at"] < NOW.isoformat(timespec="microseconds")] == []
    assert {k: v for k, v in merged.items() if k != field} == {k: v for k, v in normal(log).items() if k != field}


class Thread:
    """A thread's memory over questions, by the real `recall`; `later` turns back every date that is stored."""

    def __init__(self, **state: Any) -> None:
        self.state: dict[str, Any] = {"profile": {}, "stated": {}, "messages": [], **state}
        self.context: dict[str, Any] = {}

    def asks(self, question: str) -> list[str]:
        """Ask; return the flags."""
        self.state["messages"] = [*self.state["messages"], HumanMessage(question)]
        update = asyncio.run(recall(cast(PharmacistState, {**self.state, "question": question})))
        self.state["profile"] = merge_profile(self.state["profile"], update["profile"])
        self.state["stated"] = merge_stated(self.state["stated"], update["stated"])
        self.context = update["context"]
        assert self.state["profile"] == self.context["profile"]
        return [f["text"] for f in self.context["flags"]]

    def later(self, days: int) -> None:
        """Let days pass."""
        for entries in self.state["stated"].values():
            for entry in entries:
                if entry["stated_at"]:
                    entry["stated_at"] = (datetime.fromisoformat(entry["stated_at"]) - timedelta(days=days)).isoformat()

    def values(self, field: str) -> list[Any]:
        """What the log holds of a field, the earliest first."""
        return [e["value"] for e in self.state["stated"].get(field, ())]


def today() -> str:
    return datetime.now(UTC).date().isoformat()


def test_every_value_carries_its_unit_and_the_day_on_which_it_was_stated() -> None:
    thread = Thread()
    assert thread.asks("My patient is 70, female, 62 kg, creatinine 2.2 mg/dL. She takes lisinopril. What dose of gabapentin?") == []
    (weight,) = thread.state["stated"]["weight_kg"]
    assert (weight["value"], weight["unit"], weight["stated_at"][:10]) == (62, "kg", today())
    assert thread.state["stated"]["scr_mg_dl"][0]["unit"] == "mg/dL"
    assert thread.values("medicines") == ["lisinopril"]
    assert thread.context["profile_dates"] == {"age_years": today(), "weight_kg": today(), "scr_mg_dl": today()}
    lines = dated_lines(thread.state["profile"], thread.state["stated"])
    assert f"weight: 62 kg (of {today()})" in lines
    assert f"medicines: lisinopril (lisinopril since {today()})" in lines


def test_a_new_value_replaces_the_old_one_which_stays_in_the_history_and_is_asked_about_once() -> None:
    thread = Thread()
    thread.asks("She weighs 62 kg. Dose of enoxaparin?")
    thread.later(200)
    (text,) = thread.asks("She weighs 58 kg. Dose of enoxaparin?")
    day = (datetime.now(UTC) - timedelta(days=200)).date()
    assert text == f"Weight was given as 62 kg ({day}) and now as 58 kg. The newer value, 58 kg, is used. Is that right?"
    assert thread.state["profile"]["weight_kg"] == 58
    assert thread.values("weight_kg") == [62, 58]
    assert f"weight: 58 kg (of {today()}; before: 62 kg, {day})" in dated_lines(thread.state["profile"], thread.state["stated"])
    assert thread.asks("She weighs 58 kg. And tinzaparin?") == []
    assert thread.asks("And apixaban?") == []
    thread.later(1)
    assert thread.asks("She weighs 58 kg. And apixaban?") == []
    assert thread.values("weight_kg") == [62, 58, 58]


def test_a_question_that_gives_two_values_keeps_the_earlier_one_with_its_month() -> None:
    thread = Thread()
    (text,) = thread.asks("Weight 62 kg in March, 58 kg now. Dose of enoxaparin?")
    year = datetime.now(UTC).year - (datetime.now(UTC).month < 3)
    assert text == f"Weight was given as 62 kg ({year}-03) and now as 58 kg. The newer value, 58 kg, is used. Is that right?"
    assert thread.state["profile"]["weight_kg"] == 58
    assert [(e["value"], e.get("measured_on")) for e in thread.state["stated"]["weight_kg"]] == [(62, f"{year}-03"), (58, None)]


def test_a_value_of_an_earlier_day_does_not_replace_a_newer_one() -> None:
    thread = Thread()
    thread.asks("She weighs 58 kg. Dose of enoxaparin?")
    (text,) = thread.asks("She weighed 70 kg two months ago. And apixaban?")
    assert "now as 58 kg" in text
    assert thread.state["profile"]["weight_kg"] == 58
    assert sorted(thread.values("weight_kg")) == [58, 70]


def test_the_same_value_said_again_and_again_adds_one_entry_a_day() -> None:
    thread = Thread()
    for _ in range(20):
        thread.asks("She weighs 58 kg, creatinine 1.1 mg/dL. Dose of enoxaparin?")
    assert thread.values("weight_kg") == [58]
    assert thread.values("scr_mg_dl") == [1.1]


def test_another_patient_begins_a_new_log() -> None:
    thread = Thread()
    thread.asks("My patient is 80, male, weighs 90 kg, creatinine 2.0 mg/dL. Dose of enoxaparin?")
    assert thread.asks("Another patient: age 40, weighs 60 kg. Dose of enoxaparin?") == []
    assert [v for v in thread.values("weight_kg") if v is not None] == [60]
    assert [v for v in thread.values("scr_mg_dl") if v is not None] == []


def test_the_other_persons_weight_is_no_earlier_value() -> None:
    thread = Thread()
    assert thread.asks("I weigh 90 kg. My mother weighs 60 kg and is 80. What dose of enoxaparin for my mother?") == []
    assert thread.values("weight_kg") in ([60], [])


def test_a_stopped_medicine_and_a_denied_allergy_keep_their_history_and_the_allergy_is_asked_about() -> None:
    thread = Thread()
    thread.asks("She takes warfarin and metformin and is allergic to penicillin. Is ibuprofen safe?")
    assert thread.asks("She stopped warfarin. Is ibuprofen safe?") == []
    (text,) = thread.asks("She is not allergic to penicillin. Is amoxicillin safe?")
    assert text == "An allergy to penicillin was recorded and is taken out now. Is that right?"
    lines = dated_lines(thread.state["profile"], thread.state["stated"])
    assert f"medicines: metformin (metformin since {today()}; warfarin until {today()})" in lines


ASKED = [
    ("weight_kg", 62.0, 58.0, 100, 70.0, True),
    ("weight_kg", 62.0, 60.0, 100, 70.0, False),
    ("weight_kg", 90.0, 70.0, 700, 70.0, False),
    ("weight_kg", 20.0, 23.0, 300, 6.0, False),
    ("weight_kg", 20.0, 17.0, 300, 6.0, True),
    ("height_cm", 170.0, 160.0, 3000, 70.0, True),
    ("height_cm", 110.0, 118.0, 400, 6.0, False),
    ("scr_mg_dl", 1.0, 2.2, 2, 70.0, True),
    ("scr_mg_dl", 1.0, 2.2, 60, 70.0, False),
    ("scr_mg_dl", 1.0, 1.2, 2, 70.0, False),
    ("crcl", 80.0, 30.0, 3, 70.0, True),
    ("egfr", 80.0, 30.0, 30, 70.0, False),
]


@pytest.mark.parametrize(("field", "old", "new", "days", "age", "asked"), ASKED)
def test_what_can_hardly_have_changed_so_is_asked_about(field: str, old: float, new: float, days: int, age: float, asked: bool) -> None:
    log: Log = {field: [{"value": old, "unit": "", "stated_at": before(days)}]}
    profile = {field: old, "age_years": age}
    after = {field: new, "age_years": age}
    found = flags(log, log_update(log, profile, after, "", before(0)), profile, after, before(0))
    assert [f["field"] for f in found if f["kind"] == "contradiction"] == [field] * asked


@pytest.mark.parametrize(
    ("old", "new", "days", "asked"), [(70.0, 71.0, 300, False), (70.0, 72.0, 730, False), (70.0, 69.0, 3, True), (70.0, 74.0, 30, True)]
)
def test_an_age_that_the_time_between_does_not_explain_is_asked_about(old: float, new: float, days: int, asked: bool) -> None:
    log: Log = {"age_years": [{"value": old, "unit": "years", "stated_at": before(days)}]}
    added = log_update(log, {"age_years": old}, {"age_years": new}, "", before(0))
    assert bool(flags(log, added, {"age_years": old}, {"age_years": new}, before(0))) == asked


def test_another_sex_is_asked_about() -> None:
    thread = Thread()
    thread.asks("A 70-year-old woman, creatinine 2.2 mg/dL. Dose of gabapentin?")
    (text,) = thread.asks("The man weighs 80 kg. Dose of gabapentin?")
    assert text.startswith("Sex was given as female")


def test_a_creatinine_that_one_sentence_lets_rise_is_a_course_and_no_contradiction() -> None:
    assert Thread().asks("Creatinine rose from 1.0 to 2.2 mg/dL. Dose of gabapentin?") == []


def gabapentin(profile: dict[str, Any]) -> dict[str, Evidence]:
    """What the dosing tool finds for gabapentin."""
    token = MEMORY.set(MemoryView(profile))
    try:
        _, found = get_dosing.func("gabapentin")  # type: ignore[attr-defined]
    finally:
        MEMORY.reset(token)
    return {e["id"]: e for e in found}


WHOLE = {"age_years": 70.0, "sex": "female", "weight_kg": 62.0, "scr_mg_dl": 2.2}


def aged(days: int, **profile: Any) -> Thread:
    """A thread whose values were stated that many days ago."""
    at = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="microseconds")
    return Thread(profile=profile, stated=log_update({}, {}, profile, "", at))


def test_an_old_creatinine_is_flagged_where_it_is_used_and_only_there() -> None:
    assert aged(90, **WHOLE).asks("What dose of gabapentin?") == []
    thread = aged(91, **WHOLE)
    day = (datetime.now(UTC) - timedelta(days=91)).date()
    (text,) = thread.asks("What dose of gabapentin?")
    assert text == f"Creatinine 2.2 mg/dL is old: it is of {day}, 91 days ago (limit 90 days). Is there a newer one?"
    assert flag_lines(thread.context, gabapentin(WHOLE)) == [text]
    assert flag_lines(thread.context, {}) == []
    assert flag_lines(thread.context, gabapentin({"crcl": 30.0})) == [], "a reported CrCl needs no creatinine"
    assert thread.asks("Creatinine is 2.1 mg/dL. What dose of gabapentin?") == []


@pytest.mark.parametrize(("field", "value", "label"), [("crcl", 30.0, "CrCl 30 mL/min"), ("egfr", 40.0, "eGFR 40 mL/min/1.73 m2")])
def test_an_old_reported_renal_function_is_flagged(field: str, value: float, label: str) -> None:
    thread = aged(400, **{field: value})
    (text,) = thread.asks("What dose of gabapentin?")
    assert text.startswith(f"{label} is old")
    drug_found = gabapentin({field: value})
    assert flag_lines(thread.context, drug_found) == ([text] if field == "crcl" else []), "gabapentin's label uses CrCl"


def test_a_day_in_the_question_makes_a_creatinine_old_at_once() -> None:
    (text,) = Thread().asks("Creatinine was 1.8 mg/dL two years ago. Dose of gabapentin?")
    assert text.startswith("Creatinine 1.8 mg/dL is old: it is of ")


def test_an_age_of_more_than_a_year_ago_is_old() -> None:
    (text,) = aged(400, age_years=70.0).asks("What dose of gabapentin?")
    assert text.startswith("Age 70 years is old")


@pytest.mark.parametrize(("setting", "days"), [("30", 30), ("", 90), ("soon", 90), ("-1", 90), ("365", 365)])
def test_the_limit_is_a_setting(monkeypatch: pytest.MonkeyPatch, setting: str, days: int) -> None:
    monkeypatch.setenv("RXGRAPH_LAB_MAX_AGE_DAYS", setting)
    assert lab_max_age_days() == days
    assert bool(aged(days + 1, scr_mg_dl=2.2).asks("What dose of gabapentin?"))
    assert not aged(days, scr_mg_dl=2.2).asks("What dose of gabapentin?")


def test_a_profile_of_a_version_without_dates_is_kept_and_its_creatinine_is_said_to_have_none() -> None:
    thread = Thread(profile=dict(WHOLE, allergies=["penicillin"]))
    assert thread.asks("What dose of gabapentin?") == ["Creatinine 2.2 mg/dL has no date here. Check that it is still right."]
    assert thread.context["profile_dates"] == {}
    assert thread.values("weight_kg") == [62]
    (text,) = thread.asks("She weighs 50 kg, creatinine 2.2 mg/dL. What dose of gabapentin?")
    assert text == "Weight was given as 62 kg and now as 50 kg. The newer value, 50 kg, is used. Is that right?"


def test_flags_are_sentences_of_the_program_that_an_answer_may_hold() -> None:
    thread = aged(91, **WHOLE)
    (text,) = thread.asks("What dose of gabapentin?")
    assert text in notices(["What dose of gabapentin?"], thread.context, [], [])


def test_a_correction_by_hand_is_logged_and_forgetting_takes_the_history_along() -> None:
    thread = Thread()
    thread.asks("She weighs 62 kg, creatinine 2.2 mg/dL. Dose of enoxaparin?")
    profile, log = thread.state["profile"], thread.state["stated"]
    update = {"weight_kg": 58.0, "scr_mg_dl": "__removed__"}
    merged = merge_profile(profile, update)
    after = merge_stated(log, corrected(log, profile, update, merged))
    assert [e["value"] for e in after["weight_kg"]] == [62, 58]
    assert [e["value"] for e in after["scr_mg_dl"]] == [None]


DAYS = [
    ("weight 62 kg in March", "2026-03"),
    ("62 kg in December", "2025-12"),
    ("62 kg in March 2024", "2024-03"),
    ("2 weeks ago", "2026-11-08"),
    ("an eGFR of three days ago", "2026-11-19"),
    ("two years ago", "2024-11"),
    ("last year", "2025-11"),
    ("last month", "2026-10"),
    ("in March 2030", ""),
    ("may be 62 kg", ""),
    ("62 kg", ""),
]


@pytest.mark.parametrize(("clause", "day"), DAYS)
def test_the_day_that_a_clause_names(clause: str, day: str) -> None:
    assert day_named(clause, TODAY) == day


@given(st.text(max_size=60), st.integers(0, 999))
def test_any_clause_can_be_read(text: str, count: int) -> None:
    for clause in (text, f"{text} {count} years ago"):
        assert day_named(clause, TODAY) <= TODAY.isoformat()
