"""Amounts, limits and intervals in other words: what repeats the question or does plain arithmetic passes, what changes a number does not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.quantities import spelt_out
from knowledge.restated import settled
from tests.lies.asked import bare, gated
from tests.lies.truthful import Case

ROWS: Final = [
    row.split(" | ", 3)
    for row in (Path(__file__).parent / "numbers.txt").read_text(encoding="utf-8").splitlines()
    if row and not row.startswith("#")
]


def _case(question: str, calls: str, line: str) -> Case:
    return Case(question, tuple(calls.split(" ; ")), line.replace(" // ", "\n"), calls.startswith("c:"))


@pytest.mark.parametrize(("question", "calls", "line"), [row[1:] for row in ROWS if row[0] == "+"])
def test_what_is_true_in_other_words_stays(question: str, calls: str, line: str) -> None:
    case = _case(question, calls, line)
    assert gated(case, case.answer)["removed"] == []


@pytest.mark.parametrize(("question", "calls", "line"), [row[1:] for row in ROWS if row[0] == "-"])
def test_a_changed_number_goes(question: str, calls: str, line: str) -> None:
    case = _case(question, calls, line)
    left = bare(gated(case, case.answer)["answer"])
    assert not all(bare(part) in left for part in case.answer.splitlines())


@given(
    st.lists(
        st.sampled_from("40 mg|0.5|twice daily|is|becomes|not at|/day|(|)|to|20|kg|weeks 1-2|half|;|.|| a day|1,000 mg".split("|"))
    ).map(" ".join)
)
def test_any_words_are_read(text: str) -> None:
    kept = settled(text, "Give at most 20 mg a day for 2 weeks, then 40 mg.", "Zocor 40 mg, 1000 BID, 80 kg")
    assert set(re.findall(r"\d[\d.,]*", kept)) <= set(re.findall(r"\d[\d.,]*", spelt_out(text)))
    assert settled(text, "", "") == text
