"""Writing to the trail from a running graph: off its event loop, in a thread of its own, with an end to every wait.

The thread is this process's only writer and takes what has gathered as one step, so that many runs share one fsync. It is a daemon: what
hangs in it delays neither other work nor the end of the process. Nothing is lost with it, because a run waits for its receipt.
"""

from __future__ import annotations

import asyncio
import atexit
import os
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any, Final

from nodes.audit.chain import canonical
from nodes.audit.trail import Entry, Receipt, Trail, TrailError, folder

TIMEOUT_SETTING: Final = "RXGRAPH_AUDIT_TIMEOUT_SECONDS"
TIMEOUT_SECONDS: Final = 5.0
"""How long a run waits for its record before its answer is withheld."""
_TOGETHER: Final = 64
"""Most entries of one step."""


class AuditError(RuntimeError):
    """The trail did not take a record or could not be read, so nothing that depends on it may go on."""


@dataclass(slots=True)
class _Job:
    """An entry to record, or what is looked for."""

    work: Entry | tuple[str, ...]
    done: Future[Any] = field(default_factory=Future)
    gone: bool = False
    """Whether nobody waits for it any more."""


class _Writer:
    """The thread and the trail it has open."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self.jobs: SimpleQueue[_Job] = SimpleQueue()
        self.trail: Trail | None = None
        self.using = threading.Lock()
        threading.Thread(target=self._work, name="rxgraph-audit", daemon=True).start()

    def _work(self) -> None:
        while True:
            jobs = [self.jobs.get()]
            while len(jobs) < _TOGETHER:
                try:
                    jobs.append(self.jobs.get_nowait())
                except Empty:
                    break
            with self.using:
                self._do([job for job in jobs if not job.gone])

    def _do(self, jobs: list[_Job]) -> None:
        entries = [(job, job.work) for job in jobs if isinstance(job.work, Entry)]
        try:
            trail = self._opened()
            if entries:
                receipts = trail.append([entry for _, entry in entries], lambda number: entries[number][0].gone)
                for (job, _), receipt in zip(entries, receipts, strict=True):
                    _settle(job, receipt)
            for job in jobs:
                if not isinstance(job.work, Entry):
                    _settle(job, (trail.find(job.work), trail.digest))
        except BaseException as error:
            self.close()
            for job in jobs:
                if not job.done.done():
                    job.done.set_exception(error)

    def _opened(self) -> Trail:
        place = folder()
        if self.trail is not None and (self.trail.place != place or not (place / "trail.sqlite").exists()):
            self.close()
        if self.trail is None:
            self.trail = Trail(place, wait=timeout_seconds())
        return self.trail

    def close(self) -> None:
        if self.trail is not None:
            self.trail.close()
        self.trail = None


def _settle(job: _Job, result: Any) -> None:
    if not job.done.done():
        job.done.set_result(result)


_writer: _Writer | None = None
_starting: Final = threading.Lock()


def timeout_seconds() -> float:
    """Return how long a run waits for its record, in seconds (`RXGRAPH_AUDIT_TIMEOUT_SECONDS`); the default for what is no such number."""
    try:
        chosen = float(os.environ.get(TIMEOUT_SETTING) or TIMEOUT_SECONDS)
    except ValueError:
        return TIMEOUT_SECONDS
    return chosen if 0 < chosen < 3600 else TIMEOUT_SECONDS


async def _done(work: Entry | tuple[str, ...]) -> Any:
    """Let the writer do something, and wait for it, but no longer than that.

    Raises:
        AuditError: If it failed or took too long.
    """
    global _writer
    job = _Job(work)
    try:
        with _starting:
            if _writer is None or _writer.pid != os.getpid():
                _writer = _Writer()
            _writer.jobs.put(job)
        return await asyncio.wait_for(asyncio.wrap_future(job.done), timeout_seconds())
    except TimeoutError as error:
        raise AuditError(f"the audit trail did not answer within {timeout_seconds():g} s: {folder()}") from error
    except TrailError as error:
        raise AuditError(str(error)) from error
    except Exception as error:
        raise AuditError(f"the audit trail {folder()} cannot be used ({type(error).__name__}: {error})") from error
    finally:
        job.gone = not job.done.done() or job.done.cancelled()


async def record(entry: Entry) -> Receipt:
    """Record an entry; it is durable when this returns.

    Args:
        entry: What to record.

    Returns:
        The receipt.

    Raises:
        AuditError: If it was not recorded; nothing that it speaks of may be given out then.
    """
    try:
        canonical([entry.what, entry.who, entry.more])
    except (TypeError, ValueError) as error:
        raise AuditError(f"what was to be recorded is no JSON: {error}") from error
    receipt = await _done(entry)
    if not (isinstance(receipt, Receipt) and isinstance(receipt.seq, int) and receipt.seq > 0 and len(str(receipt.hash)) == 64):
        raise AuditError("the audit trail gave no receipt")
    return receipt


async def recorded(about: tuple[str, ...], **texts: str) -> tuple[dict[str, Any] | None, dict[str, str]]:
    """Return what the trail holds about something, and the digests under which it would hold some texts.

    Args:
        about: As in the entry.
        texts: Texts to compare with those that were recorded.

    Returns:
        The last record, None when there is none; and the digests by name.

    Raises:
        AuditError: If the trail cannot be read.
    """
    found = await _done(about)
    if not (isinstance(found, tuple) and len(found) == 2 and isinstance(found[0], dict | None)):
        raise AuditError("the audit trail gave no record")
    return found[0], {name: found[1](text) for name, text in texts.items()}


@atexit.register
def close() -> None:
    """Close this process's trail; the next use opens it again. One that hangs is left."""
    writer = _writer
    if writer is not None and writer.pid == os.getpid() and writer.using.acquire(timeout=1):
        try:
            writer.close()
        finally:
            writer.using.release()
