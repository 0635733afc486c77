"""Routing as a model writes it: names and text are read leniently, and no specialist is invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.supervise import MOST, SPECIALISTS, Route, Routing, routes_from_text, specialist_named

INTERACTION, DOSING, COUNSELING, INFORMATION = SPECIALISTS


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *((name, name) for name in SPECIALISTS),
        ("Dosing Specialist", DOSING),
        ("**dosing_specialist**", DOSING),
        ("DOSING-SPECIALIST.", DOSING),
        ("`drug_interaction`", INTERACTION),
        ("interactions", INTERACTION),
        ("the drug interaction expert", INTERACTION),
        ("Patient Counselling", COUNSELING),
        ("counselor", COUNSELING),
        ("dosage", DOSING),
        ("drug_information_specialist", INFORMATION),
        ("astrology_specialist", INFORMATION),
        ("", INFORMATION),
        ("overdose", INFORMATION),
    ],
)
def test_a_name_is_read_leniently_and_an_unknown_one_is_the_information_specialist(written: str, meant: str) -> None:
    assert specialist_named(written) == meant
    assert Route(specialist=written).specialist == meant


@given(st.text() | st.none() | st.integers() | st.lists(st.text()))
def test_whatever_a_model_writes_names_one_of_the_four(written: object) -> None:
    assert specialist_named(written) in SPECIALISTS


TEXTS = {
    "plain": ("ROUTE_TO: dosing_specialist\nREASON: kidney", [(DOSING, "kidney")]),
    "lower case with spaces": ("route to: Dosing Specialist\nreason: kidney", [(DOSING, "kidney")]),
    "bold": ("**ROUTE_TO:** dosing_specialist\n**REASON:** kidney", [(DOSING, "kidney")]),
    "bold around it all": ("**ROUTE_TO: dosing_specialist**\n**REASON: kidney**", [(DOSING, "kidney")]),
    "bullets and prose": ("Sure!\n- ROUTE_TO: dosing_specialist\n- REASON: kidney\nGood luck.", [(DOSING, "kidney")]),
    "numbered": (
        "1. ROUTE_TO: dosing_specialist\n   REASON: kidney\n2. ROUTE_TO: drug_interaction\n",
        [(DOSING, "kidney"), (INTERACTION, "")],
    ),
    "two on a line": ("ROUTE_TO: dosing_specialist, drug_interaction_specialist", [(DOSING, ""), (INTERACTION, "")]),
    "joined by and": ("ROUTE_TO: dosing and interactions\nREASON: both", [(DOSING, ""), (INTERACTION, "both")]),
    "no reason": ("Route-To = patient counseling", [(COUNSELING, "")]),
    "quoted": ("> ROUTE_TO: dosing_specialist", [(DOSING, "")]),
    "unknown": ("ROUTE_TO: astrologer", [(INFORMATION, "")]),
}


@pytest.mark.parametrize(("text", "meant"), TEXTS.values(), ids=TEXTS.keys())
def test_routing_lines_are_read_leniently(text: str, meant: list[tuple[str, str]]) -> None:
    routing = routes_from_text(text)
    assert routing is not None
    assert [(r.specialist, r.reason) for r in routing.assignments] == meant


@pytest.mark.parametrize(
    "text", ["", "I would send this to the dosing specialist.", "REASON: kidney", "ROUTE_TO:", "Do not ROUTE_TO: dosing_specialist"]
)
def test_text_without_a_routing_line_is_no_routing(text: str) -> None:
    assert routes_from_text(text) is None


@given(
    st.text()
    | st.lists(st.sampled_from(["ROUTE_TO:", "dosing", ",", "and", "\n", "**", "REASON:", "- ", "&", " "]), max_size=40).map("".join)
)
def test_no_text_breaks_the_reader(text: str) -> None:
    routing = routes_from_text(text)
    assert routing is None or 1 <= len(routing.assignments) <= MOST * 2
    assert routing is None or all(r.specialist in SPECIALISTS for r in routing.assignments)


def test_a_question_with_its_route_is_kept() -> None:
    routing = routes_from_text("ROUTE_TO: dosing\nQUESTION: How much apixaban?\nREASON: asks for a dose")
    assert routing == Routing(assignments=[Route(specialist="dosing_specialist", question="How much apixaban?", reason="asks for a dose")])
