"""Ctrl-C and SIGTERM stop a run between two steps, or its hanging call soon after; what was done is saved, and `resume` goes on."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from langgraph.runtime import RunControl

from graphs import run as running
from graphs.run import Answer, NothingToResumeError, RunStoppedError, aresume, astream, opened
from nodes.context import Context
from nodes.journal import journal
from tests.graphs.conftest import Serve
from tests.servers.chat_completions import Hang, Reply
from tests.servers.pharmacist_script import plays_pharmacist

QUESTION = "Can I take ibuprofen with warfarin?"
SCRIPT = str(Path(sys.executable).parent / "rxgraph")


@pytest.mark.parametrize("how, code", [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=lambda v: getattr(v, "name", str(v)))
def test_a_signal_saves_the_present_step_and_resume_goes_on(home: Path, serve: Serve, how: signal.Signals, code: int) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def responder(request: dict[str, Any]) -> Reply:
        if len(server.requests) == 2:
            asked.set()
            go_on.wait(60)
        return plays_pharmacist(request)

    server = serve(responder)
    env = {**os.environ, "RXGRAPH_HOME": str(home)}
    with subprocess.Popen([SCRIPT, "ask", "--quiet", "--thread", "t", QUESTION], env=env, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert asked.wait(60)
        process.send_signal(how)
        said = ""
        while "saving the present step" not in said:
            said += process.stderr.readline()
        go_on.set()
        said += process.stderr.read()
    assert process.returncode == code, said
    assert "rxgraph threads resume t" in said and "Traceback" not in said
    assert len(server.requests) == 2, "the step that ran was ended, and no other begun"
    answer = running.resume("t")
    assert (answer.status, answer.severity) == ("ok", "major")
    assert len(server.requests) == 4, "routing and the first turn were not asked again"


def test_a_stopped_batch_keeps_its_answers_and_goes_on(home: Path, serve: Serve, tmp_path: Path) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def responder(request: dict[str, Any]) -> Reply:
        if "lisinopril" in json.dumps(request["messages"]) and not go_on.is_set():
            asked.set()
            go_on.wait(60)
        return plays_pharmacist(request)

    serve(responder)
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    questions = [QUESTION, "Can I take ibuprofen with lisinopril?", "Can I take aspirin with warfarin?"]
    source.write_text("".join(json.dumps({"question": q}) + "\n" for q in questions))
    command, env = [SCRIPT, "batch", str(source), str(target)], {**os.environ, "RXGRAPH_HOME": str(home)}
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert asked.wait(60)
        process.send_signal(signal.SIGTERM)
        said = ""
        while "stopping" not in said:
            said += process.stderr.readline()
        go_on.set()
        said += process.stderr.read()
    assert process.returncode == 143, said
    assert "2 lines to go. Run the same command again" in said and "Traceback" not in said
    assert [json.loads(line)["line"] for line in target.read_text().splitlines()] == [1]
    assert subprocess.run(command, env=env, capture_output=True, check=True).returncode == 0
    assert [json.loads(line)["status"] for line in target.read_text().splitlines()] == ["ok", "ok", "ok"]


async def test_a_drain_stops_both_parallel_specialists_and_loses_neither() -> None:
    question = "Can a 70-year-old woman, 62 kg, creatinine 2.2, take apixaban 5 mg with clarithromycin?"
    control = RunControl()
    async with opened() as graph:
        with pytest.raises(RunStoppedError, match="threads resume t") as stopped:
            async for event in astream(graph, question, thread_id="t", control=control):
                if not isinstance(event, Answer) and event.node == "calling":
                    control.request_drain("deploy")
    assert stopped.value.reason == "deploy"
    whole, resumed = await running.aask(question), await aresume("t")
    assert {**resumed.as_json(), "thread_id": "", "seconds": 0} == {**whole.as_json(), "thread_id": "", "seconds": 0}


async def test_a_cancelled_run_gives_the_thread_back_and_goes_on(serve: Serve) -> None:
    replies = iter([False, True])
    server = serve(lambda request: Hang() if next(replies, False) else plays_pharmacist(request))
    task = asyncio.create_task(running.aask(QUESTION, thread_id="t"))
    await asyncio.to_thread(server.wait_for_requests, 2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await aresume("t")).severity == "major"
    assert len(server.requests) == 5, "the call that was cancelled is the only one made twice"


async def test_a_run_goes_on_with_the_settings_it_began_with() -> None:
    control = RunControl()
    control.request_drain("deploy")
    async with opened() as graph:
        with pytest.raises(RunStoppedError):
            async for _ in astream(graph, QUESTION, thread_id="t", context=Context(review="required"), control=control):
                raise AssertionError("a drained run takes no step")
    assert (await aresume("t")).status == "needs_sign_off"


async def test_a_run_that_was_stopped_for_longer_than_its_deadline_has_its_time_anew() -> None:
    async with opened() as graph:
        control = RunControl()
        with pytest.raises(RunStoppedError):
            async for event in astream(graph, QUESTION, thread_id="t", context=Context(deadline_seconds=1e-6), control=control):
                if not isinstance(event, Answer) and event.node == "intake":
                    control.request_drain("deploy")
        events = [event async for event in astream(graph, None, thread_id="t", context=Context())]
    assert isinstance(events[-1], Answer) and events[-1].status == "ok"


async def test_a_thread_whose_run_has_ended_gives_its_answer_again() -> None:
    first = await running.aask(QUESTION, thread_id="t")
    assert (await aresume("t")).answer == first.answer
    assert journal().unfinished() == []


async def test_a_thread_that_does_not_exist_is_said() -> None:
    with pytest.raises(NothingToResumeError, match="no thread 'nobody'"):
        await aresume("nobody")


async def test_a_new_question_over_a_stopped_run_is_answered() -> None:
    control = RunControl()
    async with opened() as graph:
        with pytest.raises(RunStoppedError):
            async for event in astream(graph, QUESTION, thread_id="t", control=control):
                if not isinstance(event, Answer) and event.node == "calling":
                    control.request_drain("deploy")
    assert (await running.aask("Can I take simvastatin with clarithromycin?", thread_id="t")).severity == "contraindicated"
    assert journal().unfinished() == []
