"""Runs without a thread, many at once: each deletes the thread it had, and no other's."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.attacks.traffic import serving
from tests.server.conftest import DEADLINE_SECONDS, Server

_ROUNDS = 120
_AT_ONCE = 40
_TOO_LONG = "x" * 9000
"""Refused at once, so that many runs end at the same time."""


def test_every_run_ends_and_no_other_thread_goes(tmp_path: Path) -> None:
    with serving(tmp_path, {"RXGRAPH_CONCURRENT_RUNS": "inf", "RXGRAPH_RATE_REQUESTS_PER_MINUTE": "inf"}) as server:
        kept = {server.client.threads.create()["thread_id"] for _ in range(20)}

        def ask(number: int) -> str:
            if number % 6 == 0:
                kept.add(server.client.threads.create()["thread_id"])
            return str(server.ask(_TOO_LONG, thread_id=None)["status"])

        pool = ThreadPoolExecutor(_AT_ONCE)
        try:
            assert set(pool.map(ask, range(_ROUNDS), timeout=DEADLINE_SECONDS)) == {"refused"}
        finally:
            pool.shutdown(wait=False, cancel_futures=True)  # a run that never ends would hold its caller until the server is gone
        assert left(server) == kept
        assert "Unexpected missing thread" not in server.output


def left(server: Server) -> set[str]:
    """The threads that the server lists."""
    return {thread["thread_id"] for thread in server.client.threads.search(limit=1000)}
