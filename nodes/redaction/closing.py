"""The redactor's wrapper: when the redactor raises, hangs or returns something else, the payload is dropped and never sent as it was."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

DROPPED: Final = "[DROPPED: it could not be redacted]"
"""What stands in the place of a payload that could not be redacted."""
SECONDS: Final = 5.0
"""How long a redaction may take."""
REST_SECONDS: Final = 60.0
"""How long a redactor that hung is not asked again: everything is dropped at once meanwhile."""
MOST_HUNG: Final = 8
"""Hangs after which it is not asked again in this process; each leaves a thread behind."""
_PROBE: Final = "SSN 987-65-4320, call 212-555-0100"
_PROBE_REDACTED: Final = "SSN [SSN], call [PHONE]"
"""A made-up identifier that goes through with every payload: a redactor that leaves it cannot be trusted with the rest."""


class Closing:
    """Calls a redactor, and lets nothing through that it did not redact."""

    def __init__(self, redactor: Callable[[Any], Any], seconds: float = SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        """Wrap a redactor.

        Args:
            redactor: Takes any value and returns it redacted.
            seconds: How long it may take.
            clock: Tells the time in seconds.
        """
        self._redactor, self._seconds, self._clock = redactor, seconds, clock
        self._hangs, self._until = 0, 0.0

    @property
    def closed(self) -> bool:
        """Whether everything is dropped at present, because the redactor hung."""
        return self._hangs >= MOST_HUNG or self._clock() < self._until

    def __call__(self, value: Any) -> Any:
        """Return a value redacted; what stands for a dropped one has the shape that its kind of sink takes.

        Args:
            value: The payload.

        Returns:
            The redacted payload: a mapping for a mapping, a text for a text. `DROPPED` stands in it when it could not be redacted.
        """
        if self.closed:
            return dropped(value)
        found: list[Any] = []

        def work() -> None:
            try:
                found.append(self._redactor([_PROBE, value]))
            except BaseException:  # a redactor that breaks in any way has redacted nothing
                found.append(None)

        try:
            # A thread of its own, which can be left behind: a hang must not hold whoever logs or traces.
            thread = threading.Thread(target=work, name="rxgraph-redaction", daemon=True)
            thread.start()
            thread.join(self._seconds)
        except RuntimeError:  # no more threads, as at the end of the process
            return dropped(value)
        if thread.is_alive():
            self._hangs += 1
            self._until = self._clock() + REST_SECONDS
            return dropped(value)
        result = found[0]
        if not isinstance(result, list) or len(result) != 2 or result[0] != _PROBE_REDACTED or not _fits(value, result[1]):
            return dropped(value)
        return result[1]


def dropped(value: Any) -> Any:
    """Return what stands in the place of a payload that could not be redacted."""
    if isinstance(value, Mapping):
        # The tracer takes an error for redacted only under its own key.
        return {"error": DROPPED} if set(value) == {"error"} else {"dropped": DROPPED}
    return DROPPED.encode() if isinstance(value, bytes | bytearray) else DROPPED


def _fits(value: Any, result: Any) -> bool:
    """Say whether a result has the shape of what was given."""
    if isinstance(value, str):
        return isinstance(result, str)
    if isinstance(value, Mapping):
        return isinstance(result, dict) and len(result) == len(value)
    if isinstance(value, list | tuple | set | frozenset):
        return type(result) is type(value) and (isinstance(value, set | frozenset) or len(result) == len(value))
    if value is None or isinstance(value, bool):
        return result is value
    # What has no shape of its own comes back as text.
    return type(result).__name__ == type(value).__name__ or isinstance(result, str) and not isinstance(value, bytes | bytearray)
