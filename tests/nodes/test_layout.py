"""Labels of steps and points are no numbers of the evidence, and a table's first column has the unit of its head."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.checks.layout import headed, units_of_rows, unlabelled


@pytest.mark.parametrize(
    "text",
    ["Step 3 \u2013 give 30 mg.", "(c) Give 30 mg.", "**2.** Give 30 mg.", "Three points to keep: give 30 mg.", "[ ] 1) Give 30 mg."],
)
def test_labels_and_counts_of_points_are_left_out(text: str) -> None:
    assert "30 mg" in unlabelled(text)
    assert not any(n in unlabelled(text) for n in ("3 \u2013", "2.", "1)", "Three"))


@pytest.mark.parametrize("text", ["3 mg daily.", "Child-Pugh score 7 to 9 points.", "2 tablets a day.", "Stage 3 disease: 20 mg."])
def test_amounts_scores_and_stages_stay(text: str) -> None:
    assert unlabelled(text) == text


def test_a_column_of_weeks_gives_its_rows_their_unit() -> None:
    lines = ["| Weeks | Dose |", "|---|---|", "| 1-2 | 25 mg |", "", "| Step | Dose |", "|---|---|", "| 1-2 | 25 mg |"]
    assert units_of_rows(lines[:4]) == {"| 1-2 | 25 mg |": "week"}
    assert units_of_rows(lines[4:]) == {}
    assert headed("| 1-2 | 25 mg |", "week") == "| weeks 1-2 | 25 mg |"


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(unlabelled(text), str)
    assert isinstance(units_of_rows(text.splitlines()), dict)
