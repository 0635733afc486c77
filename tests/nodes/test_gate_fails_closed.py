"""Every check of the gate, broken in three ways: it raises, it hangs, it returns something else. Each time nothing goes out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from nodes import checks
from nodes.answer import NOTHING_SUPPORTED
from nodes.checks import CHECKS, Draft, examine, running
from tests.lies.asked import gated
from tests.lies.truthful import Case, called

CASE = Case(
    "Can I take ibuprofen with warfarin?",
    ("i:warfarin|ibuprofen",),
    "A major interaction (risk rating D): bleeding is more likely. {1}",
    False,
)
NAMES = [check.__name__ for check in CHECKS]
GARBAGE: dict[str, Any] = {
    "None": None,
    "True": True,
    "an empty dict": {},
    "words": ["fine"],
    "half a failure": [{"check": "x"}],
    "numbers": [1, 2],
}


@pytest.fixture
def release() -> Iterator[threading.Event]:
    """Lets go of checks that hang, when the test is over."""
    event = threading.Event()
    yield event
    event.set()


def broken(name: str, how: Callable[[Draft], Any]) -> Callable[[Draft], Any]:
    how.__name__ = name
    return how


def put_in(monkeypatch: pytest.MonkeyPatch, name: str, how: Callable[[Draft], Any]) -> None:
    changed = tuple(broken(name, how) if check.__name__ == name else check for check in CHECKS)
    monkeypatch.setattr(checks, "CHECKS", changed)


def withheld(update: dict[str, Any], name: str) -> None:
    """Assert that nothing of the draft went out, and that the trace names the check."""
    assert (update["status"], update["answer"]) == ("refused", NOTHING_SUPPORTED)
    assert "bleeding" not in update["messages"][0].text
    assert [c["outcome"] for c in update["checks"] if c["check"] == name] == ["broke"]
    assert len(update["checks"]) == len(CHECKS), "the other checks ran"


def test_the_case_goes_out_when_no_check_is_broken() -> None:
    update = gated(CASE, CASE.answer)
    assert update["status"] == "ok"
    assert [(c["check"], c["outcome"]) for c in update["checks"]] == [(name, "passed") for name in NAMES]


@pytest.mark.parametrize("name", NAMES)
def test_a_check_that_raises_closes_the_gate(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    def raises(draft: Draft) -> Any:
        raise RecursionError

    put_in(monkeypatch, name, raises)
    withheld(gated(CASE, CASE.answer), name)


@pytest.mark.parametrize("name", NAMES)
def test_a_check_that_hangs_closes_the_gate(monkeypatch: pytest.MonkeyPatch, release: threading.Event, name: str) -> None:
    monkeypatch.setattr(running, "CHECK_SECONDS", 0.3)

    def hangs(draft: Draft) -> Any:
        release.wait()
        return []

    put_in(monkeypatch, name, hangs)
    withheld(gated(CASE, CASE.answer), name)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("returned", GARBAGE.values(), ids=GARBAGE.keys())
def test_a_check_that_returns_garbage_closes_the_gate(monkeypatch: pytest.MonkeyPatch, name: str, returned: Any) -> None:
    put_in(monkeypatch, name, lambda draft: returned)
    withheld(gated(CASE, CASE.answer), name)


def test_a_check_that_ends_the_thread_closes_the_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    def leaves(draft: Draft) -> Any:
        raise SystemExit

    put_in(monkeypatch, NAMES[0], leaves)
    withheld(gated(CASE, CASE.answer), NAMES[0])


def test_a_draft_that_is_too_long_is_not_let_out() -> None:
    found, ran = examine(Draft("word " * 20_000, {}, ""))
    assert [f["line"] for f in found] == ["*"] and ran == []


@pytest.mark.parametrize("again", ["NAME ", "A B ", "- ", "| ", "if where ", "avoid or ", "no ", "more effective ", "1 mg ", "not (be "])
def test_no_check_is_kept_busy_by_a_draft_that_repeats_itself(again: str) -> None:
    pair = called("i:warfarin|ibuprofen")[0]
    _, outcomes = examine(Draft(f"{again * (4000 // len(again))} [{pair['id']}]", {pair["id"]: pair}, ""))
    assert [o["check"] for o in outcomes if o["outcome"] == "broke"] == []
