"""Runs checks so that one that raises, hangs or returns something else closes the gate."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Sequence
from typing import Any, Final

from nodes.checks.draft import Check, Draft, failure
from nodes.state import CheckFailure, CheckOutcome

CHECK_SECONDS: Final = 5.0
"""Longest that one check may take; most take a millisecond."""
MOST_CHARACTERS: Final = 60_000
"""Longest draft that is checked; a longer one is not let out."""


def run(checks: Sequence[Check], draft: Draft, seconds: float | None = None) -> tuple[list[CheckFailure], list[CheckOutcome]]:
    """Run every check in turn, each within its time.

    Args:
        checks: The checks; the name of each function is the check's name.
        draft: What to check.
        seconds: Longest that one check may take; None is `CHECK_SECONDS`.

    Returns:
        The failures, and for each check how it ended. A check that broke fails on the line `*`, which stands for the whole draft.
    """
    if len(draft.text) > MOST_CHARACTERS:
        return [failure("length", "*", f"The draft is longer than {MOST_CHARACTERS} characters, so it was not checked.")], []
    seconds = CHECK_SECONDS if seconds is None else seconds
    found: list[CheckFailure] = []
    outcomes: list[CheckOutcome] = []
    left = list(checks)
    while left:
        answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        threading.Thread(target=_work, args=(tuple(left), draft, answers), name="rxgraph-checks", daemon=True).start()
        while left:
            check = left.pop(0)
            try:
                spent, result = answers.get(timeout=seconds)
            except queue.Empty:
                spent, result = seconds, _broken(check, f"did not end within {seconds:g} seconds")
                hung = True
            else:
                hung = False
            if not _well_formed(result):
                result = _broken(check, "returned something that is no list of failures")
            found += result
            broke = any(f["line"] == "*" for f in result)
            outcomes.append({"check": _name(check), "outcome": "broke" if broke else "failed" if result else "passed",
                             "failures": len(result), "milliseconds": round(spent * 1000, 2)})  # fmt: skip
            if hung:
                break  # its thread is lost; the others go on in a new one
    return found, outcomes


def _work(checks: Sequence[Check], draft: Draft, answers: queue.SimpleQueue[Any]) -> None:
    for check in checks:
        began = time.perf_counter()
        try:
            result: Any = check(draft)
        except BaseException as error:  # noqa: BLE001  (whatever a check raises, the gate closes)
            result = _broken(check, f"failed ({type(error).__name__})")
        answers.put((time.perf_counter() - began, result))


def _broken(check: Check, how: str) -> list[CheckFailure]:
    return [failure(_name(check), "*", f"The check itself {how}, so nothing may pass it.")]


def _name(check: Check) -> str:
    return str(getattr(check, "__name__", "check"))


def _well_formed(result: Any) -> bool:
    return isinstance(result, list) and all(
        isinstance(f, dict) and set(f) == {"check", "line", "reason"} and all(isinstance(v, str) for v in f.values()) for f in result
    )
