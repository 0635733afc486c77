"""100 questions while three in ten model calls break."""

from __future__ import annotations

from tests.faults.storm import MODEL, rage, untruths


async def test_every_question_is_answered_in_time_and_says_who_answered() -> None:
    result = await rage(100, seed=4)
    assert len(result.cases) > 100, "the outage came after the storm"
    assert [what for case in result.cases for what in untruths(case)] == []
    assert sum(sum(case.served.values()) - case.served["well"] for case in result.cases) > 100, "it was a storm"
    assert any(case.waits for case in result.cases), "and calls were made again"
    assert result.opened.state == "open"
    assert untruths(result.last) == []
    assert result.last.answer is not None
    assert (result.last.answer.engine, result.last.answer.status) == (MODEL, "ok"), "the primary is in use again"
    assert result.closed.state == "closed"
