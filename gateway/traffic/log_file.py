"""JSON lines in a file that only its owner can read, put aside when it has grown; written by a thread of its own.

A log that cannot be written stops no request: an answer that a clinician waits for is worth more than its log line. It says so once on
stderr, and `/health` and `/metrics` tell it until it works again. What must not be lost is the audit trail's, which is not this.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Final, Protocol, TextIO

from gateway.traffic.settings import Settings
from knowledge.home import home

NAME: Final = "requests.jsonl"
_WAITING: Final = 10_000
"""Lines that may wait for the disk; further ones are dropped, and counted."""
_STOP_SECONDS: Final = 5.0


class Log(Protocol):
    """Takes lines."""

    failing: str
    """Why lines are being lost; empty while all is well."""
    lost: int
    """Lines that were not written."""

    def write(self, line: Mapping[str, Any]) -> None:
        """Take one line; never raises, never waits."""
        ...

    def close(self) -> None:
        """Write what waits, and end."""
        ...


def location() -> Path:
    """Return the file of the request log: `logs/requests.jsonl` in `RXGRAPH_HOME`."""
    return home() / "logs" / NAME


def log_of(settings: Settings) -> Log:
    """Return the log that the settings ask for."""
    if settings.log == "file":
        return Lines(location(), most=settings.log_bytes, files=settings.log_files)
    return Stream(sys.stderr if settings.log == "stderr" else None)


class Stream:
    """Lines to a stream, or to nothing."""

    def __init__(self, stream: TextIO | None) -> None:
        """Write to a stream; None drops every line by wish, and counts none as lost."""
        self._stream = stream
        self.failing, self.lost = "", 0

    def write(self, line: Mapping[str, Any]) -> None:
        """Write one line."""
        if self._stream is not None:
            try:
                self._stream.write(json.dumps(line) + "\n")
                self.failing = ""
            except (OSError, ValueError) as error:
                self.failing, self.lost = type(error).__name__, self.lost + 1

    def close(self) -> None:
        """Leave the stream to its owner."""


class Lines:
    """Lines to a file that is put aside at a size: `requests.jsonl.1` is the newest of those."""

    def __init__(self, file: Path, *, most: int, files: int) -> None:
        """Begin to write.

        Args:
            file: The file; its folder is made, for its owner only.
            most: Size in bytes at which it is put aside.
            files: Files kept, this one included.
        """
        self._file, self._most, self._files = file, most, files
        self._waiting: SimpleQueue[str | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="rxgraph-request-log", daemon=True)
        self._said = False
        self.failing, self.lost = "", 0
        self._thread.start()

    def write(self, line: Mapping[str, Any]) -> None:
        """Hand a line to the thread."""
        if self._waiting.qsize() < _WAITING:
            self._waiting.put(json.dumps(line) + "\n")
        else:
            self._fail("the disk is too slow", 1)

    def close(self) -> None:
        """Write what waits, for a few seconds at most."""
        self._waiting.put(None)
        self._thread.join(_STOP_SECONDS)

    def _work(self) -> None:
        while True:
            lines = [self._waiting.get()]
            while not self._waiting.empty():
                lines.append(self._waiting.get())
            text = [line for line in lines if line is not None]
            try:
                if text:
                    self._append("".join(text).encode())
                    self.failing = ""
            except OSError as error:
                self._fail(f"{error.strerror or type(error).__name__}: {self._file}", len(text))
            if len(text) < len(lines):
                return

    def _append(self, data: bytes) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self._file.exists() and self._file.stat().st_size + len(data) > self._most:
            self._put_aside()
        # Opened for each batch: a file that was moved away by another program is then made anew.
        handle = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            while data:
                data = data[os.write(handle, data) :]
        finally:
            os.close(handle)

    def _put_aside(self) -> None:
        if self._files == 1:
            self._file.unlink()
            return
        for number in range(self._files - 1, 0, -1):
            older = self._file.with_name(f"{self._file.name}.{number}")
            newer = self._file.with_name(f"{self._file.name}.{number - 1}") if number > 1 else self._file
            if newer.exists():
                newer.replace(older)

    def _fail(self, why: str, lines: int) -> None:
        self.failing, self.lost = why, self.lost + lines
        if not self._said:
            self._said = True
            sys.stderr.write(f"rxgraph: the request log cannot be written ({why}); requests go on, and /health says so\n")
