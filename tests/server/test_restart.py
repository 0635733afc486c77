"""Threads outlive the server: a graceful stop, and kill −9 the moment a run has ended."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest

from tests.server.conftest import PATIENT, WARFARIN, Server, running


def state_of(server: Server, thread: str) -> dict[str, Any]:
    values = server.client.threads.get_state(thread)["values"]
    assert isinstance(values, dict)
    return values


@dataclass(frozen=True)
class Restarted:
    """A server that was stopped and started, and what it held before.

    Attributes:
        server: The second server.
        code: Exit code of the first.
        how: The signal that ended it.
        empty: A thread made before the others; with kill −9, its run came after the list's last flush.
        answered: A thread with an answered question, and its state.
        pending: A thread that waits for sign-off, and the interrupt.
        react: A thread of the `react` graph.
        followed: A thread with the same answered question, for a follow-up.
    """

    server: Server
    code: int
    how: signal.Signals
    empty: str
    answered: tuple[str, dict[str, Any]]
    pending: tuple[str, list[Any]]
    react: str
    followed: str


@pytest.fixture(scope="module", params=[signal.SIGTERM, signal.SIGINT, signal.SIGKILL], ids=lambda how: how.name)
def restarted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Restarted]:
    how: signal.Signals = request.param
    home = tmp_path_factory.mktemp("restart")
    with ExitStack() as servers:
        second = servers.enter_context(running(home))
        empty = second.client.threads.create()["thread_id"]
        if how is signal.SIGKILL:
            # The list is flushed by a graceful stop: after it, `empty` is listed without a graph.
            second.stop(signal.SIGTERM)
            second = servers.enter_context(running(home))
        react, answered, pending, followed = (second.client.threads.create()["thread_id"] for _ in range(4))
        second.ask(WARFARIN, thread_id=empty)
        second.ask(WARFARIN, thread_id=react, graph="react")
        second.ask(WARFARIN, thread_id=pending, context={"review": "required"})
        interrupts = list(second.client.threads.get_state(pending)["interrupts"])  # type: ignore[typeddict-item]
        second.ask(PATIENT, thread_id=followed)
        second.ask(PATIENT, thread_id=answered)
        before = state_of(second, answered)
        code = second.stop(how)
    with running(home) as third:
        yield Restarted(third, code, how, empty, (answered, before), (pending, interrupts), react, followed)
        assert "BlockingError" not in third.output


def test_the_server_ended_as_it_was_told(restarted: Restarted) -> None:
    # uvicorn raises a SIGTERM again once it has shut down; `langgraph dev` ends a SIGINT with 0.
    assert restarted.code == {signal.SIGINT: 0, signal.SIGTERM: -signal.SIGTERM, signal.SIGKILL: -signal.SIGKILL}[restarted.how]


def test_threads_are_found_and_listed_with_their_graph(restarted: Restarted) -> None:
    pharmacist = (restarted.empty, restarted.answered[0], restarted.pending[0], restarted.followed)
    expected = {**dict.fromkeys(pharmacist, "pharmacist"), restarted.react: "react"}
    listed = {t["thread_id"]: (t["metadata"] or {}).get("graph_id") for t in restarted.server.client.threads.search(limit=100)}
    assert listed == expected
    assert {restarted.server.client.threads.get(t)["thread_id"] for t in expected} == set(expected)


def test_the_state_is_what_it_was(restarted: Restarted) -> None:
    thread, before = restarted.answered
    assert state_of(restarted.server, thread) == before
    assert before["profile"]
    assert state_of(restarted.server, restarted.empty)["severity"] == "major"


def test_a_follow_up_knows_drug_and_patient(restarted: Restarted) -> None:
    result = restarted.server.ask("And what dose, then?", thread_id=restarted.followed)
    assert "apixaban" in result["answer"].lower()
    assert [m["type"] for m in result["messages"]] == ["human", "ai", "human", "ai"]
    profile = state_of(restarted.server, restarted.followed)["profile"]
    # The two threads learned the same, each at its own time.
    assert profile.keys() == restarted.answered[1]["profile"].keys()


def test_a_pending_sign_off_is_still_pending_and_can_be_resumed(restarted: Restarted) -> None:
    thread, interrupts = restarted.pending
    client = restarted.server.client
    now = client.threads.get_state(thread)
    assert len(interrupts) == 1
    assert list(now["interrupts"]) == interrupts  # type: ignore[typeddict-item]
    result: Any = client.runs.wait(thread, "pharmacist", command={"resume": {"decision": "approve", "reviewer": "test"}})
    assert result["status"] == "ok"
    assert result["messages"][-1]["type"] == "ai"
    after = client.threads.get_state(thread)
    assert after["next"] == []
    assert after["values"]["sign_off"]["decision"] == "approve"  # type: ignore[call-overload]
