"""The critic's verdict: satisfied with a failing criterion cannot be built."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from nodes.critique import CATEGORIES, Criterion, Verdict


def criteria(*failed: str) -> list[dict[str, Any]]:
    """Four criteria, of which the named ones failed."""
    return [{"category": c, "passed": c not in failed, "problem": f"{c} is bad" if c in failed else ""} for c in CATEGORIES]


@given(st.sets(st.sampled_from(CATEGORIES)), st.permutations(range(4)))
def test_satisfied_exactly_when_every_category_passed(failed: set[str], order: list[int]) -> None:
    given_ = criteria(*failed)
    verdict = Verdict.model_validate({"criteria": [given_[n] for n in order]})
    assert verdict.satisfied == (not failed)
    assert {line.split(":")[0] for line in verdict.problems.splitlines()} == {f"- {c}" for c in failed}


@pytest.mark.parametrize("claim", [True, False])
def test_a_verdict_cannot_be_told_that_it_is_satisfied(claim: bool) -> None:
    failing = Verdict.model_validate({"criteria": criteria("safety"), "satisfied": claim})
    assert failing.satisfied is False
    with pytest.raises(AttributeError):
        failing.satisfied = True  # type: ignore[misc]
    assert Verdict.model_validate({"criteria": criteria(), "satisfied": claim}).satisfied is True


BROKEN = {
    "none": [],
    "three": criteria()[:3],
    "five": [*criteria(), criteria()[0]],
    "one twice": [*criteria()[:3], criteria()[0]],
    "unknown category": [*criteria()[:3], {"category": "style", "passed": True, "problem": ""}],
    "failed with no problem": [*criteria()[:3], {"category": "clarity", "passed": False, "problem": " "}],
    "no verdict on one": [*criteria()[:3], {"category": "clarity", "problem": ""}],
}


@pytest.mark.parametrize("value", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_no_verdict_is_refused(value: list[dict[str, Any]]) -> None:
    with pytest.raises(ValidationError):
        Verdict.model_validate({"criteria": value})


def test_a_failing_criterion_names_its_problem() -> None:
    with pytest.raises(ValidationError, match="names its problem"):
        Criterion(category="safety", passed=False)
