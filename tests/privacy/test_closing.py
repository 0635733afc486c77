"""The redactor broken on purpose: whatever it does, nothing goes through as it was."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from nodes.redaction import DROPPED, Closing, RedactingFilter, guard_logs, redact
from nodes.redaction.closing import MOST_HUNG, REST_SECONDS, dropped

SECRET = "Mrs. Doe, MRN 7391826"
PAYLOADS: list[Any] = [SECRET, {"question": SECRET}, [SECRET], (SECRET,), SECRET.encode(), {"error": SECRET}]


def _raises(_: Any) -> Any:
    raise RuntimeError("broken")


def _exits(_: Any) -> Any:
    raise SystemExit(1)


BROKEN: dict[str, Callable[[Any], Any]] = {
    "raises": _raises, "exits": _exits, "recurses": lambda value: _recurse(value), "returns nothing": lambda value: None,
    "returns it as it was": lambda value: value,
    "returns another type": lambda value: {"a": 1}, "returns too little": lambda value: value[:1], "empties the probe": lambda value: ["", value[1]],
    "returns a mark for everything": lambda value: ["SSN [SSN], call [PHONE]", 7],
}  # fmt: skip


def _recurse(value: Any) -> Any:
    return _recurse(value)


@pytest.mark.parametrize("payload", PAYLOADS, ids=repr)
@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_redactor_drops_the_payload(how: str, payload: Any) -> None:
    found = Closing(BROKEN[how])(payload)
    assert found == dropped(payload)
    assert "Doe" not in repr(found) and "7391826" not in repr(found) and DROPPED in repr(found)


def test_a_redactor_that_hangs_is_left_alone_for_a_while_and_then_for_good() -> None:
    asked: list[Any] = []
    never, now = threading.Event(), [0.0]

    def hangs(value: Any) -> Any:
        asked.append(value)
        never.wait()

    closing = Closing(hangs, seconds=0.01, clock=lambda: now[0])
    assert closing({"question": SECRET}) == {"dropped": DROPPED}
    assert closing.closed
    assert closing(SECRET) == DROPPED
    assert len(asked) == 1, "it is not asked again at once"
    for _ in range(2 * MOST_HUNG):
        now[0] += REST_SECONDS
        assert closing(SECRET) == DROPPED
    assert len(asked) == MOST_HUNG, "and after so many hangs not at all"
    never.set()


def test_no_thread_to_redact_in_drops_the_payload(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_thread(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", no_thread)
    assert redact(SECRET) == DROPPED


def test_a_payload_that_is_too_large_is_dropped() -> None:
    assert redact("a " * 1_000_001) == DROPPED


def test_an_error_is_dropped_under_its_own_key() -> None:
    """LangSmith's client sends the error as it was, unless it comes back under `error`."""
    assert Closing(_raises)({"error": SECRET}) == {"error": DROPPED}


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def handler() -> Iterator[_Kept]:
    guard_logs()
    kept, log = _Kept(), logging.getLogger("somebody.elses")
    log.addHandler(kept)
    log.propagate = False
    yield kept
    log.removeHandler(kept)
    log.propagate = True


def test_every_loggers_records_are_redacted_with_arguments_and_tracebacks(handler: _Kept) -> None:
    log = logging.getLogger("somebody.elses")
    log.warning("asked: %s, %d times", SECRET, 3)
    log.warning({"event": SECRET, "status": 200})
    try:
        raise ValueError(SECRET)
    except ValueError:
        log.exception("failed for %s", SECRET)
    log.warning("bad format %d", SECRET)
    text = "\n".join(handler.lines)
    assert "Doe" not in text and "7391826" not in text
    assert "asked: Mrs. [NAME], MRN [MRN], 3 times" in text
    assert "ValueError: Mrs. [NAME], MRN [MRN]" in text and "Traceback" in text
    assert handler.lines[-1] == DROPPED


def test_the_filter_takes_extra_fields(handler: _Kept) -> None:
    handler.addFilter(RedactingFilter())
    handler.setFormatter(logging.Formatter("%(message)s %(asked)s"))
    logging.getLogger("somebody.elses").warning("status %d", 200, extra={"asked": SECRET})
    assert handler.lines == ["status 200 Mrs. [NAME], MRN [MRN]"]


def test_a_broken_redactor_drops_the_record(handler: _Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nodes.redaction.walk.clean", _raises)
    assert redact(SECRET) == DROPPED
    logging.getLogger("somebody.elses").warning("asked %s", SECRET)
    assert handler.lines == [DROPPED]
