"""`rxgraph ask`: the answer, the object of --json, progress, and a follow-up in a second process."""

from __future__ import annotations

import re

import pytest

from tests.gateway.conftest import Cli, Finished

_CONTRACT = {"answer", "status", "specialists", "citations", "severity", "usage", "engine", "thread_id", "seconds"}
_USAGE = {"model_calls", "tool_calls", "input_tokens", "output_tokens", "cost_usd"}
_WOMAN = "Can a 70-year-old woman, 62 kg, creatinine 2.2, take apixaban 5 mg with clarithromycin?"


@pytest.fixture(scope="module")
def text(shared: Cli) -> Finished:
    return shared.run("ask", "--thread", "text", "Can I take ibuprofen with warfarin?")


@pytest.fixture(scope="module")
def woman(shared: Cli) -> Finished:
    return shared.run("ask", "--thread", "woman", "--json", _WOMAN)


def test_the_answer_names_severity_harm_and_what_to_do(text: Finished) -> None:
    assert text.code == 0
    answer = text.out.partition("\nSources:\n")[0].lower()
    assert "major" in answer
    assert "bleeding" in answer
    assert "what to do" in answer


def test_sources_are_numbered_and_every_number_in_the_answer_has_one(text: Finished) -> None:
    answer, _, sources = text.out.partition("\nSources:\n")
    cited, listed = ({int(n) for n in re.findall(r"\[(\d+)\]", part)} for part in (answer, sources))
    assert cited
    assert cited == listed == set(range(1, len(listed) + 1))
    assert all("http" in line for line in sources.strip().splitlines())


def test_progress_is_on_stderr_and_names_the_steps_and_the_specialist(text: Finished) -> None:
    steps = (
        "reading the question",
        "routing",
        "drug_interaction_specialist",
        "calling tools",
        "lookup_interaction",
        "critique",
        "checking citations",
    )
    places = [text.err.find(step) for step in steps]
    assert -1 not in places, text.err
    assert places == sorted(places)
    assert "routing" not in text.out


def test_the_last_line_of_stderr_says_engine_and_thread(text: Finished) -> None:
    last = text.err.strip().splitlines()[-1]
    assert last.startswith("[ok]")
    assert "engine: embedded" in last
    assert last.endswith("thread text")


def test_quiet_leaves_out_the_steps_and_keeps_the_answer(cli: Cli) -> None:
    done = cli.run("ask", "-q", "Can I take ibuprofen with warfarin?")
    assert done.code == 0
    assert "routing" not in done.err
    assert "Sources:" in done.out


def test_json_is_one_object_with_the_fields_of_the_contract(woman: Finished) -> None:
    found = woman.json()
    assert woman.code == 0
    assert woman.err == ""
    assert set(found) >= _CONTRACT
    assert set(found["usage"]) == _USAGE
    assert found["status"] == "ok"
    assert found["engine"] == "embedded"
    assert found["thread_id"] == "woman"
    assert found["seconds"] > 0
    assert found["usage"]["model_calls"] > 0
    assert found["usage"]["tool_calls"] >= 2


def test_a_two_part_question_goes_to_both_specialists_and_names_the_worst_severity(woman: Finished) -> None:
    found = woman.json()
    assert set(found["specialists"]) == {"drug_interaction_specialist", "dosing_specialist"}
    assert {a["specialist"] for a in found["assignments"]} == set(found["specialists"])
    assert all(a["reason"] for a in found["assignments"])
    assert found["severity"] in ("minor", "moderate", "major")


def test_creatinine_clearance_is_stated_with_formula_and_weight(woman: Finished) -> None:
    answer = woman.json()["answer"]
    crcl = (140 - 70) * 62 / (72 * 2.2) * 0.85
    assert f"{crcl:.1f} mL/min" in answer
    assert "Cockcroft-Gault" in answer
    assert re.search(r"actual|ideal|adjusted", answer)


def test_citations_are_complete_and_cover_every_line_with_a_dose(woman: Finished) -> None:
    found = woman.json()
    numbers = [c["number"] for c in found["citations"]]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {int(n) for n in re.findall(r"\[(\d+)\]", found["answer"])} == set(numbers)
    for citation in found["citations"]:
        assert {"id", "claim", "quote", "title", "section", "year", "url"} <= set(citation)
        assert citation["title"]
        assert citation["url"].startswith("http")
    lines = [line for line in found["answer"].splitlines() if re.search(r"\d\s*(?:mg|mL/min)\b", line)]
    assert lines
    assert [line for line in lines if not re.search(r"\[\d+\]", line)] == []


def test_a_follow_up_in_a_new_process_knows_the_drug_and_the_patient(shared: Cli, woman: Finished) -> None:
    assert woman.code == 0
    found = shared.run("ask", "--thread", "woman", "--json", "and what dose, then?").json()
    assert found["specialists"] == ["dosing_specialist"]
    assert "apixaban" in found["answer"].lower()
    assert re.search(r"\b62\b", found["answer"]), "the weight of the first question"
    assert re.search(r"\b2\.2\b", found["answer"]), "the creatinine of the first question"


def test_a_follow_up_on_another_thread_knows_nothing(shared: Cli, woman: Finished) -> None:
    assert woman.code == 0
    done = shared.run("ask", "--thread", "stranger", "--json", "and what dose, then?")
    assert "apixaban" not in done.out.lower()
    assert shared.run("threads", "show", "--json", "stranger").json()["profile"] == {}


def test_a_new_thread_is_made_and_named_when_none_is_given(cli: Cli) -> None:
    first = cli.run("ask", "--json", "Can I take ibuprofen with warfarin?").json()["thread_id"]
    assert re.fullmatch(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", first)
    assert [thread["thread_id"] for thread in cli.run("threads", "list", "--json").json()] == [first]


def test_a_dash_reads_the_question_from_standard_input(cli: Cli) -> None:
    found = cli.run("ask", "--json", "-", stdin="Can I take simvastatin\nwith clarithromycin?\n").json()
    assert found["severity"] == "contraindicated"


def test_an_emergency_is_answered_at_once_without_a_model(cli: Cli) -> None:
    done = cli.run("ask", "--json", "My son swallowed a whole bottle of acetaminophen")
    found = done.json()
    assert done.code == 0
    assert found["status"] == "escalated"
    assert found["usage"]["model_calls"] == 0
    assert "1-800-222-1222" in found["answer"]
