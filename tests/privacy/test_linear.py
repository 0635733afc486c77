"""No text makes the patterns take time out of proportion, and none makes them fail."""

from __future__ import annotations

import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nodes.redaction.spans import Span, replaced
from nodes.redaction.text import FINDERS, clean, forget, spans_of

PIECES = (
    "a", "1", " ", "\n", ":", "-", ".", "@", "/", "(", "|", "^", "'", "A", "A ", "a.", "1-", "1 ", "1.", "A-", "Mr. ", "Mr. A", "Mrs A b ",
    "Patient: ", "Name: A, ", "DOB ", "born ",
    "MRN ", "MRN: 1-", "Tel: 1 ", "+1 (", "a@", "a@b.", "http://", "www.", "::", "1:", "f:", "12 Oak ", "12 A B C D ", "Lives at ", "Address: 1 A, ",
    "P.O. Box ", "van der ",
    "PID|", "age 9", "99 y", "A B, ", "a at b dot ", "Member ID ", "serial number ", "\\n", "<name>", "1st of ", "May 1, ", "SSN last four ", "o'",
    "[at]", "is a 7", "Name,DOB,", "| a | b |\n", "Name | DOB\n", "<a>", "<telecom ", '"a": "b", ', '"given": ["', "P a t i e n t : ", "a b ",
    "Name/DOB/MRN: a / ",
    "Smith, John ", "John ", "DOB? ", "sons A and ", "bed 4 ", "thanks, A", "(01)12345678901234(10)A", "a.com/", "John Smith, 1/", "ID ", "MR# ", "....",
    "Xq ", "Xqrst ", "Xqrst-", "Xqrst, ", "Dawn Bell ", "rose-", "A1-2-", "1234567", "12 345 ", "1/2/1940 ", "Xqrst's disease ", "GL5 1AB, ", "Aa, ", "user=a.",
    "a.bcd ", "ninety ", "F, 9", "one two ", "a=b+", "%20a", "A^B^", "Wing-sze ", "by ab ", "- ab\n", "user=a ", "x_y.pdf ",
    "a b. c ", "thx a\n", "login for a",
    "Two Bulls ", "Lil' A ", "Frank ", '"user" 1) "a" ', "lot A1 ", "a_b_", "3 rue A ", "March the third nineteen ", "he is 9", "St. ", "ab12cd34-",
)  # fmt: skip
SMALL, TIMES, WORST = 1_500, 8, 40
"""Eight times the text may take forty times as long at most: a quadratic pattern takes sixty-four times, a linear one eight."""


def _seconds(text: str) -> float:
    best = float("inf")
    for _ in range(3):
        forget()
        start = time.process_time()
        spans_of(text)
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("piece", PIECES, ids=repr)
def test_time_grows_with_the_text(piece: str) -> None:
    """Measured as the ratio of two sizes in the process's own time, with an allowance for what is too short to measure."""
    count = SMALL // len(piece)
    small, large = _seconds(piece * count), _seconds(piece * count * TIMES)
    assert large <= WORST * max(small, 0.0005), (small, large)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.one_of(st.sampled_from(PIECES), st.text(max_size=12), st.sampled_from(["Smith", "5 mg", "3/4/1950", "212-555-0147"])),
        max_size=40,
    )
)
def test_any_text_is_taken(pieces: list[str]) -> None:
    text = "".join(pieces)
    for find in FINDERS:
        for span in find(text, frozenset()):
            assert 0 <= span.start < span.end <= len(text)
    for span in spans_of(text):
        assert 0 <= span.start < span.end <= len(text)
    assert isinstance(clean(text), str)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 59), st.integers(1, 20)), max_size=8))
def test_overlapping_spans_leave_none_of_what_they_cover(text: str, places: list[tuple[int, int]]) -> None:
    spans = [Span(start, min(len(text), start + length), "NAME") for start, length in places if start < len(text)]
    covered = {n for span in spans for n in range(span.start, span.end)}
    left = "".join(c for n, c in enumerate(text) if n not in covered)
    assert replaced(text, spans).replace("[NAME]", "") == left.replace("[NAME]", "") or "[NAME]" in text


def test_a_state_of_fifty_kilobytes(capsys: pytest.CaptureFixture[str]) -> None:
    """Prints what it takes; what is asserted is that the result is right."""
    from nodes.redaction import redact

    record = {
        "claim": "Apixaban with clarithromycin: exposure rises by 60%.",
        "source": {"title": "Eliquis label", "section": "7.2"},
        "data": {"auc": 1.6},
    }
    state = {
        "question": "Mrs. Doe, 70, CrCl 42 mL/min: apixaban 5 mg?",
        "evidence": {f"interaction:{n}": {**record, "n": str(n)} for n in range(300)},
    }
    forget()
    first = time.perf_counter()
    found = redact(state)
    again = time.perf_counter()
    redact(state)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(repr(state))} characters: {(again - first) * 1e3:.1f} ms, again {(time.perf_counter() - again) * 1e3:.1f} ms\n"
        )
    assert found["question"] == "Mrs. [NAME], 70, CrCl 42 mL/min: apixaban 5 mg?" and found["evidence"] == state["evidence"]
