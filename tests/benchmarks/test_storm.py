"""1,000 questions while three in ten model calls break: all are answered, in time, and say who answered."""

from __future__ import annotations

import sys
from collections import Counter

import pytest

from tests.faults.storm import MODEL, rage, untruths

pytestmark = pytest.mark.benchmark
QUESTIONS = 1000


async def test_a_thousand_questions(capsys: pytest.CaptureFixture[str]) -> None:
    """1,000 of 1,000 answered; none over its deadline by more than 1 s, none raises, and the primary is in use again at the end."""
    result = await rage(QUESTIONS, seed=2026)
    storm = result.cases[:QUESTIONS]
    answers = [case.answer for case in storm if case.answer is not None]
    engines = Counter(answer.engine.replace(MODEL, "primary") for answer in answers)
    asked = sum(sum(case.asked.values()) for case in storm)
    broken = asked - sum(case.served["well"] for case in storm)
    late = max(case.seconds - case.deadline for case in storm)
    with capsys.disabled():
        sys.stdout.write(f"\nstorm: {len(answers)} of {QUESTIONS} answered in {result.seconds:.0f} s; ")
        sys.stdout.write(f"{dict(Counter(answer.status for answer in answers))}; engines {dict(engines)}; ")
        sys.stdout.write(f"{broken} of {asked} model requests broken; {sum(len(case.waits) for case in storm)} retries; ")
        sys.stdout.write(f"longest {max(case.seconds for case in storm):.1f} s, against the deadline at worst {late:+.1f} s; ")
        sys.stdout.write(f"raised {sum(case.error is not None for case in storm)}; ")
        sys.stdout.write(f"afterwards {result.last.answer.engine if result.last.answer else None}\n")
    assert [what for case in result.cases for what in untruths(case, late=1.0)] == []
    assert len(answers) == QUESTIONS
    assert result.opened.state == "open"
    assert result.last.answer is not None
    assert (result.last.answer.engine, result.last.answer.status, result.closed.state) == (MODEL, "ok", "closed")
