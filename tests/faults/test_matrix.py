"""Each fault in each role: the run does what the table says, and what the table says is right."""

from __future__ import annotations

import asyncio

import pytest

from tests.faults.bench import BULLETS, EARLIER, QUESTION, Outcome, run_matrix
from tests.faults.catalogue import FAULTS, ROLES, Fault, Role
from tests.faults.table import PATH, rendered

Matrix = dict[tuple[str, Role, bool], Outcome]
ATTEMPTS = 3
ID = "interaction:ibuprofen+warfarin"
SORTED = [fault for fault in FAULTS if fault.retried is not None]


@pytest.fixture(scope="module")
def matrix() -> Matrix:
    """All outcomes; run once."""
    return asyncio.run(run_matrix())


def test_the_table_says_what_the_runs_do(matrix: Matrix) -> None:
    assert PATH.read_text(encoding="utf-8") == rendered(matrix), "python -m tests.faults.table writes the table anew"


def test_no_name_stands_twice() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)


@pytest.mark.parametrize("fault", SORTED, ids=lambda fault: fault.name)
@pytest.mark.parametrize("role", ROLES)
def test_what_passes_is_asked_again_in_the_same_mode_and_nothing_else_is(matrix: Matrix, fault: Fault, role: Role) -> None:
    once, lasting = matrix[fault.name, role, False], matrix[fault.name, role, True]
    if fault.retried and not once.modes_changed:
        assert (once.answer.status, once.answer.severity, once.stand_ins) == ("ok", "major", {}), "one hiccup is not noticed"
        assert once.waits, "it was waited before the second attempt"
        assert lasting.asked >= ATTEMPTS
        assert len(lasting.waits) >= ATTEMPTS - 1
        assert "embedded" in lasting.stand_ins, "an outage is answered by the stand-in"
    elif not fault.retried:
        assert (once.waits, lasting.waits) == ((), ()), "nothing is waited for"
    assert all((1 <= wait < 3) == fault.told for wait in (*once.waits, *lasting.waits)), "told, or our own"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_status_and_engine_are_true(matrix: Matrix, fault: Fault) -> None:
    for (name, role, lasting), outcome in matrix.items():
        if name != fault.name:
            continue
        answer, where = outcome.answer, f"{name} in {role}, {'each time' if lasting else 'once'}"
        calls = sum(s["calls"] for s in outcome.stand_ins.values())
        before = calls if role != "summariser" else 0  # the answer was out before the summary began
        assert ("embedded" in answer.engine) == (before > 0), where
        assert ("Note: " in answer.answer) == (before > 0), where
        if answer.status == "refused":
            assert (answer.citations, answer.engine) == ([], "fixed text"), where
            assert outcome.words.startswith("primary "), where
        else:
            assert ("openai:" in answer.engine) == (calls < answer.usage["model_calls"] or not calls), where
            assert [c["id"] for c in answer.citations] == [ID], where
            assert answer.severity == "major", where
        if answer.status == "partial":
            assert "unfinished" in answer.answer, where


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ["401", "403"])
def test_a_refused_key_is_said_and_asked_once(matrix: Matrix, name: str, role: Role) -> None:
    for lasting in (False, True):
        outcome = matrix[name, role, lasting]
        assert (outcome.asked, outcome.stand_ins, outcome.breaker) == (1, {}, "closed")
        assert outcome.answer.status == ("refused" if role in ("routing", "specialist") else "ok")


def test_the_users_own_faults_open_no_breaker(matrix: Matrix) -> None:
    own = {"400", "400, the context is too long", "401", "403", "404"}
    assert {outcome.breaker for (name, _, _), outcome in matrix.items() if name in own} == {"closed"}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_broken_critic_or_summariser_never_costs_the_answer(matrix: Matrix, fault: Fault) -> None:
    for lasting in (False, True):
        assert matrix[fault.name, "critic", lasting].answer.status == "ok"
        summarised = matrix[fault.name, "summariser", lasting]
        assert (summarised.answer.status, summarised.words) == ("ok", "")
        if not summarised.bullets:
            assert summarised.kept[0] == EARLIER, "what was not summarised stays"
            assert summarised.kept[2] == QUESTION
        elif not summarised.stand_ins:
            assert summarised.bullets == BULLETS
