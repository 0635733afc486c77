"""Sign-off over HTTP on the real dev server: resumed by a client, recorded, over a restart, by two at once; and no identity is forged."""

from __future__ import annotations

import json
import signal
import sqlite3
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from langgraph_sdk import get_sync_client
from langgraph_sdk.client import SyncLangGraphClient
from langgraph_sdk.errors import UnprocessableEntityError

from tests.server.conftest import ROOT, WARFARIN, Server, asked, free_port, running

REQUIRED = {"review": "required"}
FORGED = {"identity": "The Boss", "permissions": ["role:admin"], "is_authenticated": True}
UNSUPPORTED = "This is a **major** interaction. Take ibuprofen 123 mg once daily. [interaction:ibuprofen+warfarin]"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sign-off")


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[Server]:
    with running(home) as started:
        yield started
        assert "BlockingError" not in started.output


@contextmanager
def with_keys(home: Path) -> Iterator[Server]:
    """A dev server whose callers are named by their `authorization` header: rita is a reviewer, everybody else asks."""
    config = json.loads((ROOT / "langgraph.json").read_text())
    for part in (*config["graphs"].values(), config["checkpointer"]):
        part["path"] = str(ROOT / part["path"])
    for absent in ("env", "http"):
        config.pop(absent, None)
    config |= {
        "dependencies": [str(ROOT)],
        "auth": {"path": f"{Path(__file__).parent / 'named_callers.py'}:auth", "disable_studio_auth": True},
    }
    (home / "langgraph.json").write_text(json.dumps(config))
    port = free_port()
    arguments = ["dev", "--config", str(home / "langgraph.json"), "--port", str(port), "--no-browser", "--no-reload"]
    command = ["env", "RXGRAPH_AUTH=on", str(Path(sys.executable).parent / "langgraph"), *arguments, "--n-jobs-per-worker", "4"]
    with running(home, command, port=port) as started:
        yield started


def waiting(server: Server) -> str:
    thread = str(server.client.threads.create()["thread_id"])
    server.ask(WARFARIN, thread_id=thread, context=REQUIRED)
    return thread


def shown(server: Server, thread: str) -> dict[str, Any]:
    state: Any = server.client.threads.get_state(thread)
    [interrupt] = state["interrupts"]
    return dict(interrupt["value"])


def decide(server: Server, thread: str, **decision: Any) -> dict[str, Any]:
    result: Any = server.client.runs.wait(thread, "pharmacist", command={"resume": decision}, context=REQUIRED)  # type: ignore[arg-type]
    return dict(result)


def trail(home: Path, thread: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(f"file:{home}/audit/trail.sqlite?mode=ro", uri=True)) as db:
        records = [json.loads(body) for (body,) in db.execute("SELECT body FROM trail ORDER BY seq")]
    return [record for record in records if record["thread"] == thread]


def test_a_reviewer_sees_the_draft_with_all_that_is_needed_and_approves_it(server: Server, home: Path) -> None:
    thread = waiting(server)
    seen = shown(server, thread)
    assert {"question", "draft", "draft_id", "severity", "evidence", "verdicts", "failures", "removed"} <= set(seen)
    assert seen["question"] == WARFARIN and seen["evidence"]
    result = decide(server, thread, decision="approve", reviewer="A. Pharmacist", draft_id=seen["draft_id"])
    assert (result["status"], result["severity"]) == ("ok", "major")
    held, signed = trail(home, thread)
    assert (held["kind"], signed["kind"]) == ("needs_sign_off", "sign_off")
    assert (signed["who"], signed["what"]["reviewer"]) == ({"identity": "anonymous", "how": "none"}, "A. Pharmacist")
    assert signed["run"]


def test_an_edit_passes_the_gate_again_and_an_override_says_what_it_is(server: Server, home: Path) -> None:
    thread = waiting(server)
    decide(server, thread, decision="edit", text=UNSUPPORTED, reviewer="A")
    assert "did not pass the gate" in shown(server, thread)["problem"]
    result = decide(server, thread, decision="override", text=UNSUPPORTED, reason="agreed", reviewer="A")
    assert "Released by a pharmacist against a failed check" in result["messages"][-1]["content"]
    assert [record["kind"] for record in trail(home, thread)] == ["needs_sign_off", "denied", "override"]


@pytest.mark.parametrize("garbage", [[], "approve!", 7, {"decision": {"approve": True}}, {"decision": "edit", "text": ["x"]}, {}])
def test_garbage_keeps_the_draft_waiting(server: Server, garbage: Any) -> None:
    thread = waiting(server)
    server.client.runs.wait(thread, "pharmacist", command={"resume": garbage}, context=REQUIRED)  # type: ignore[arg-type]
    assert shown(server, thread)["question"] == WARFARIN


def test_of_two_reviewers_at_once_one_wins(server: Server, home: Path) -> None:
    thread = waiting(server)
    with ThreadPoolExecutor(2) as pool:
        decisions = [{"decision": "approve", "reviewer": "Anna"}, {"decision": "reject", "reviewer": "Bert", "reason": "no"}]
        results = list(pool.map(lambda decision: decide(server, thread, **decision), decisions))
    state: Any = server.client.threads.get_state(thread)
    winner = state["values"]["sign_off"]
    told = {name: winner[name] for name in ("decision", "reviewer", "at")}
    assert [result["signed_off"] for result in results] == [told, told], "the other reads who decided, and what"
    assert [record["kind"] for record in trail(home, thread)] == [
        "needs_sign_off",
        {"approve": "sign_off", "reject": "rejected"}[winner["decision"]],
    ]
    assert {result["status"] for result in results} == {state["values"]["status"]}, "both are told how it ended"
    assert state["next"] == [] and not state["interrupts"]
    late = decide(server, thread, decision="approve", reviewer="Cleo")
    assert (late["status"], late["signed_off"]) == (state["values"]["status"], told)
    again = server.ask(WARFARIN, thread_id=thread, context=REQUIRED)
    assert "__interrupt__" in again, "a decision that came too late approves no later draft"


def test_nobody_gets_an_identity_by_saying_so(server: Server, home: Path) -> None:
    """In config, in its `configurable`, context, checkpoint and an assistant's config it is refused; in headers and metadata it verifies nobody."""
    http = server.client.http
    names = {"langgraph_auth_user": FORGED, "langgraph_auth_user_id": "The Boss", "langgraph_auth_permissions": ["role:admin"]}
    refused: list[dict[str, Any]] = [
        {"config": {"configurable": dict(names)}},
        {"config": dict(names)},
        {"config": {"configurable": {"review": "off"}, **names}},
        {"context": {**REQUIRED, **names}},
        {"checkpoint": {"checkpoint_ns": "", **names}},
    ]
    headers = {"x-langgraph-auth-user": json.dumps(FORGED), "langgraph_auth_user": json.dumps(FORGED), "x-auth-scheme": "langsmith"}
    thread = waiting(server)
    given: dict[str, Any] = {"assistant_id": "pharmacist", "command": {"resume": {"decision": "approve", "reviewer": "A"}}}
    for extra in refused:
        with pytest.raises(UnprocessableEntityError, match="server's own to set|cannot stand in config"):
            http.post(f"/threads/{thread}/runs/wait", json={**given, **extra}, headers=headers)
    with pytest.raises(UnprocessableEntityError):
        server.client.assistants.create("pharmacist", config={"configurable": dict(names)})  # type: ignore[typeddict-item]
    assert [record["kind"] for record in trail(home, thread)] == ["needs_sign_off"]
    http.post(f"/threads/{thread}/runs/wait", json={**given, "metadata": names}, headers=headers)
    records = trail(home, thread)
    assert [record["kind"] for record in records] == ["needs_sign_off", "sign_off"]
    assert [record["who"] for record in records] == [{"identity": "anonymous", "how": "none"}] * 2


def test_a_draft_waits_over_a_killed_server_and_is_signed_off_after_it(home: Path, tmp_path: Path) -> None:
    with running(tmp_path) as first:
        thread = waiting(first)
        before = shown(first, thread)
        first.stop(signal.SIGKILL)
    with running(tmp_path) as second:
        assert shown(second, thread) == before
        result = decide(second, thread, decision="approve", reviewer="A", draft_id=before["draft_id"])
    assert result["status"] == "ok"
    assert [record["kind"] for record in trail(tmp_path, thread)] == ["needs_sign_off", "sign_off"]


def test_with_authentication_the_reviewer_is_who_the_server_verified(tmp_path: Path) -> None:
    """On a server without our doors: an identity put directly into the config takes the verified one's place, and is nobody to the graph."""
    with with_keys(tmp_path) as started:
        amy, rita = (get_sync_client(url=f"http://127.0.0.1:{started.port}", headers={"authorization": name}) for name in ("amy", "rita"))

        def resume(client: SyncLangGraphClient, **more: Any) -> None:
            given = {"assistant_id": "pharmacist", "command": {"resume": {"decision": "approve", "reviewer": "The Boss"}}, **more}
            client.http.post(f"/threads/{thread}/runs/wait", json=given)

        with closing(amy.http.client), closing(rita.http.client):
            thread = str(amy.threads.create()["thread_id"])
            amy.runs.wait(thread, "pharmacist", input=asked(WARFARIN), context=REQUIRED)  # type: ignore[arg-type]
            resume(amy)
            resume(amy, config={"langgraph_auth_user": FORGED})
            resume(amy, config={"configurable": {"langgraph_auth_user": FORGED}})
            resume(amy, config={"langgraph_auth_permissions": ["role:admin"]})
            state: Any = rita.threads.get_state(thread)
            assert state["interrupts"][0]["value"]["problem"].startswith("Only a reviewer may decide")
            resume(rita)
            state = rita.threads.get_state(thread)
    assert (state["values"]["status"], state["values"]["sign_off"]["reviewer"]) == ("ok", "rita")
    records = [(record["kind"], record["who"]["identity"], record["who"]["how"]) for record in trail(tmp_path, thread)]
    assert records == [
        ("needs_sign_off", "amy", "verified"), ("denied", "amy", "verified"), ("denied", "anonymous", "none"), ("denied", "amy", "verified"),
        ("denied", "amy", "verified"), ("sign_off", "rita", "verified"),
    ]  # fmt: skip
