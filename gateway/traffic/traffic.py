"""What both doors share in one process: settings, limits, permits, counters and the log."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Final

from gateway.traffic.attempts import Attempts
from gateway.traffic.exchange import Exchange
from gateway.traffic.limits import Limits
from gateway.traffic.log_file import Log, log_of
from gateway.traffic.metrics import Metrics, breaker_states
from gateway.traffic.permits import Permits
from gateway.traffic.refusal import Refusal
from gateway.traffic.settings import Settings
from gateway.traffic.starting import owner_of, unfinished
from gateway.traffic.who import Scope, logged
from graphs.run_log import Run, watch

log = logging.getLogger("rxgraph.traffic")

_OWED: Final = 10_000
"""Runs whose tokens wait for the request that started them to tell whose they are."""


class Traffic:
    """The state of the doors. Make it with the process, `open` it with its event loop, `close` it at the end."""

    def __init__(self, settings: Settings) -> None:
        """Prepare; nothing is written and nobody is watched before `open`.

        Args:
            settings: What the doors let through.
        """
        self.settings = settings
        self.limits = Limits(settings)
        self.attempts = Attempts(self.limits, settings.failed_logins_per_minute)
        self.permits = Permits(settings.concurrent_runs, unfinished)
        self.metrics = Metrics()
        self._log: Log | None = None
        self._unwatch: Callable[[], None] | None = None
        self._work: set[asyncio.Task[None]] = set()
        self._owed: dict[str, int] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def open(self) -> None:
        """Begin to write the log and to hear of runs."""
        self._loop = asyncio.get_running_loop()
        self._log = log_of(self.settings)
        self._unwatch = watch(self._run_ended)

    async def close(self) -> None:
        """Stop hearing of runs, and write what is left."""
        if self._unwatch is not None:
            self._unwatch()
        await asyncio.sleep(0)  # what other threads have told is taken in first
        await asyncio.gather(*self._work, return_exceptions=True)
        await self.limits.close()
        if self._log is not None:
            await asyncio.to_thread(self._log.close)

    def request_ended(self, scope: Scope, exchange: Exchange) -> None:
        """Count a request and log it; an error in that is said, and hurts nobody."""
        try:
            line = exchange.line(scope, _now(), logged(exchange.caller))
            self.metrics.request(line["method"], exchange.status, line["seconds"], exchange.refused)
            self._write(line)
        except Exception as error:
            log.error("A request could not be logged: %s", type(error).__name__)

    def began(self, caller: str, number: int, run_id: str) -> None:
        """Take in that the server made a run for a permit."""
        self.permits.bind(caller, number, run_id)
        if (tokens := self._owed.pop(run_id, 0)) > 0:
            self._begin(self._charge(caller, tokens))

    def _run_ended(self, run: Run) -> None:
        """Hear of the end of a run, on whichever thread it ran."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._settle, run)

    def _settle(self, run: Run) -> None:
        """Give the permit of a run that has ended back, and see to the rest."""
        caller = self.permits.caller_of(run.run_id)
        self.permits.ended(run.run_id)
        self._begin(self._account(run, caller))

    async def _account(self, run: Run, caller: str | None) -> None:
        """Charge, count and log a run that has ended."""
        if caller is None and (owner := await owner_of(run.run_id)):  # a cron's, or one that ended before its request was answered
            caller = f"identity:{owner}"
        if caller is not None:
            await self._charge(caller, run.tokens)
        elif run.tokens:
            self._owed[run.run_id] = run.tokens
            while len(self._owed) > _OWED:
                del self._owed[next(iter(self._owed))]
        self.metrics.run(run)
        facts: dict[str, Any] = {name: value for name, value in asdict(run).items() if name != "who"}
        opened = {name: state for name, state in breaker_states().items() if state != "closed"}
        # A trace has the id of its root, which is the run's.
        line = {"at": _now(), "kind": "run", "who": logged(caller) if caller else None, **facts, "trace_id": run.run_id, "breakers": opened}
        self._write(line)

    async def _charge(self, caller: str, tokens: int) -> None:
        try:
            await self.limits.charge(caller, tokens)
        except Refusal as refusal:  # the next request finds the storage closed by itself
            log.error("Tokens were not charged: %s", refusal.detail)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something beside the requests; `close` waits for it."""
        task = asyncio.get_running_loop().create_task(work)
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    def _write(self, line: dict[str, Any]) -> None:
        if self._log is not None:
            self._log.write(line)

    def health(self) -> tuple[int, dict[str, Any]]:
        """Return status and body of `/health`: 503 while nothing can be let through."""
        closed = self.limits.failing
        log_state = "failing" if self._log is not None and self._log.failing else "ok"
        storage = "unreachable" if closed else "ok"
        return (503 if closed else 200), {"ok": not closed, "request_log": log_state, "rate_storage": storage}

    def metrics_text(self) -> str:
        """Return the counters for Prometheus."""
        lost, failing = (self._log.lost, bool(self._log.failing)) if self._log is not None else (0, False)
        return self.metrics.text(held=self.permits.total(), log_lost=lost, log_failing=failing, storage_failing=self.limits.failing)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
