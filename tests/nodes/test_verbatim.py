"""A line in its record's own words needs no reading; whatever differs from them does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.embedded.writing import lines_of
from nodes.checks import CHECKS, Draft, examine
from nodes.checks.record import genuine
from nodes.checks.verbatim import sentences_of, verbatim
from nodes.state import CheckFailure
from tests.lies.asked import FILES
from tests.lies.truthful import called, cases
from tools.evidence import Evidence

CALLS = sorted({call for name in FILES for case in cases(name) for call in case.calls})
RECORDS: dict[str, Evidence] = {e["id"]: e for call in CALLS for e in called(call)}


def draft(text: str, item: Evidence) -> Draft:
    return Draft(text, {item["id"]: item}, "")


@pytest.mark.parametrize("kind", ["interaction", "dosing", "calc", "fact", "guideline"])
def test_what_the_engine_writes_of_a_record_and_its_sentences_need_no_reading(kind: str) -> None:
    own = [e for e in RECORDS.values() if e["kind"] == kind]
    assert len(own) > 5
    for item in own:
        whole = [f"{item['claim']} [{item['id']}]"] if kind != "calc" else []
        for line in (*lines_of(item), *whole, *(f"2. {said} [{item['id']}]" for said in sentences_of(item))):
            assert verbatim(line, {item["id"]: item}), line
            assert list(draft(line, item).reworded()) == []


@given(st.sampled_from(sorted(RECORDS)), st.data())
def test_a_line_that_lacks_a_word_or_has_another_is_read(key: str, data: st.DataObject) -> None:
    item = RECORDS[key]
    line = data.draw(st.sampled_from(lines_of(item)))
    words = line.split(" ")
    place = data.draw(st.integers(0, len(words) - 2))
    less = " ".join([*words[:place], *words[place + 1 :]])
    more = " ".join([*words[:place], "not", *words[place:]])
    for changed in (less, more):
        if changed not in lines_of(item) and place and "[" not in words[place]:
            assert not verbatim(changed, {key: item}), changed


def test_another_records_citation_or_none_does_not_serve() -> None:
    one, other = called("i:warfarin|ibuprofen")[0], called("f:lithium|pregnancy")[0]
    both = {one["id"]: one, other["id"]: other}
    said = sentences_of(one)[1]
    assert verbatim(f"{said} [{one['id']}]", both)
    assert not verbatim(f"{said} [{other['id']}]", both)
    assert not verbatim(f"{said} [{one['id']}] [{other['id']}]", both)
    assert not verbatim(said, both)
    assert not verbatim(f"{said} [interaction:none]", both)


def test_a_label_that_a_tools_result_was_given_makes_no_genuine_record() -> None:
    fact, sum_of = called("f:lithium|pregnancy")[0], called("k:bmi|weight_kg=70|height_cm=170")[0]
    assert genuine(fact["id"], fact) and genuine(sum_of["id"], sum_of)
    assert not genuine(fact["id"], {**fact, "data": {**fact["data"], "topic": "safe_for_all"}})
    assert not genuine(sum_of["id"], {**sum_of, "data": {**sum_of["data"], "detail": {"class": "safe"}}})
    assert not genuine(sum_of["id"], {**sum_of, "data": {**sum_of["data"], "value": 5.0}})


def test_every_check_runs_and_is_named_whether_or_not_it_has_words_to_read() -> None:
    item = called("i:warfarin|ibuprofen")[0]
    for text in (lines_of(item)[2], f"Give 900 mg of warfarin. [{item['id']}]"):
        _, outcomes = examine(draft(text, item))
        assert [o["check"] for o in outcomes] == [check.__name__ for check in CHECKS]

    found: list[CheckFailure] = examine(draft(f"Give 900 mg of warfarin. [{item['id']}]", item))[0]
    assert "numbers_supported" in {f["check"] for f in found}
