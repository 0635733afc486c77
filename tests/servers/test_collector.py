"""The LangSmith collector, driven by the real client and a traced LangGraph graph."""

from __future__ import annotations

import operator
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import httpx
import pytest
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from langgraph.graph import END, START, StateGraph
from langgraph.types import Send
from langsmith import Client, tracing_context
from langsmith.schemas import BatchIngestConfig
from pydantic import SecretStr
from typing_extensions import TypedDict

from tests.servers.chat_completions import ChatServer, Reply, Usage
from tests.servers.collector import Collector, complete

SPECIALIST = """\
specialist (chain)
  react (chain)
    ask (chain)
      ChatOpenAI (llm)
    look (chain)
      lookup_interaction (tool)"""
SECRET = "Jane Roe, born 1950"


class Parts(TypedDict, total=False):
    """What a specialist hands back."""

    parts: Annotated[list[str], operator.add]


class State(Parts, total=False):
    """The state of the traced graph."""

    question: str


@tool
def lookup_interaction(pair: str) -> str:
    """Look a pair up."""
    return f"{pair}: major"


def traced_graph(chat: ChatOpenAI) -> Any:
    """A root that fans out to two subgraphs, each of which calls the model and a tool."""

    def ask(state: State) -> State:
        return {"parts": [chat.invoke(state["question"]).text]}

    def look(state: State) -> State:
        return {"parts": [lookup_interaction.invoke({"pair": state["question"]})]}

    specialist = StateGraph(State, output_schema=Parts).add_node("ask", ask).add_node("look", look)
    specialist.add_edge(START, "ask").add_edge("ask", "look").add_edge("look", END)
    root = StateGraph(State).add_node("specialist", specialist.compile(name="react"))
    root.add_conditional_edges(START, lambda state: [Send("specialist", {"question": f"{state['question']} {n}"}) for n in (1, 2)])
    return root.compile(name="pharmacist")


@pytest.fixture
def collector() -> Iterator[Collector]:
    """A collector that stops with the test."""
    with Collector() as running:
        yield running


@contextmanager
def client_of(collector: Collector, **settings: Any) -> Iterator[Client]:
    """The real client, flushed and closed at the end."""
    client = Client(api_url=collector.url, api_key="test", **settings)
    try:
        yield client
    finally:
        client.close(timeout=10)


def run_traced(collector: Collector, **settings: Any) -> None:
    """Run the graph against a scripted model, traced into the collector."""
    with ChatServer(lambda request: Reply("Major.", usage=Usage(30, 12))) as server, client_of(collector, **settings) as client:
        chat = ChatOpenAI(model="test-model", base_url=server.base_url, api_key=SecretStr("test"), max_retries=0)
        with tracing_context(enabled=True, client=client, project_name="tests"):
            traced_graph(chat).invoke({"question": f"warfarin for {SECRET}?"})


@pytest.mark.parametrize("options", [{}, {"multipart": False}, {"zstd": True}])
def test_graph_trace_resolves_to_one_tree(options: dict[str, bool]) -> None:
    """Every run of a fan-out arrives, closed, under its parent, by each of the client's three ways."""
    with Collector(**options) as collector:
        run_traced(collector)
        runs = collector.wait_for(complete)
    assert collector.orphans() == []
    (root,) = collector.tree()
    assert {node.run["id"] for node in root.walk()} == set(runs)
    assert {run["trace_id"] for run in runs.values()} == {root.run["id"]}
    assert (root.name, root.run["run_type"], root.run["session_name"]) == ("pharmacist", "chain", "tests")
    assert [child.outline() for child in root.children if child.name == "specialist"] == [SPECIALIST] * 2
    models = collector.named("ChatOpenAI")
    assert [runs[model["parent_run_id"]]["name"] for model in models] == ["ask", "ask"]
    assert [child["run_type"] for look in collector.named("look") for child in collector.children(look["id"])] == ["tool", "tool"]
    usage = [run["extra"]["metadata"]["usage_metadata"] for run in models]
    assert [(tokens["input_tokens"], tokens["output_tokens"]) for tokens in usage] == [(30, 12)] * 2
    assert sorted(root.run["outputs"]["parts"])[0] == "Major."
    writes = {(received.method, received.path) for received in collector.received} - {("GET", "/info")}
    assert writes == {("POST", "/runs/batch" if options == {"multipart": False} else "/runs/multipart")}
    compressed = {received.headers.get("content-encoding") for received in collector.received if received.method == "POST"}
    assert compressed == ({"zstd"} if options.get("zstd") else {None})


@pytest.mark.parametrize("zstd", [False, True])
def test_bodies_show_what_was_sent(zstd: bool) -> None:
    """The raw bodies hold the question, and not after redaction."""
    with Collector(zstd=zstd) as plain:
        run_traced(plain)
        plain.wait_for(complete)
    assert SECRET.encode() in b"".join(plain.bodies)
    with Collector(zstd=zstd) as redacted:
        run_traced(redacted, anonymizer=lambda data: {})
        redacted.wait_for(complete)
    assert SECRET.encode() not in b"".join(redacted.bodies)


def test_info_gives_every_key_that_the_client_reads(collector: Collector) -> None:
    """The client takes the configuration as it is."""
    with client_of(collector) as client:
        assert client.info.batch_ingest_config == collector.info["batch_ingest_config"]
        assert client.info.instance_flags == {"zstd_compression_enabled": False}
    assert set(collector.info["batch_ingest_config"]) == set(BatchIngestConfig.__annotations__)
    assert collector.received[0].headers["x-api-key"] == "test"


def test_single_run_routes_merge(collector: Collector) -> None:
    """POST /runs and PATCH /runs/<id> make one run."""
    id = uuid.uuid4()
    with client_of(collector, auto_batch_tracing=False) as client:
        client.create_run("alone", {"question": "q"}, "chain", id=id)
        assert not complete(collector.runs)
        client.update_run(id, outputs={"answer": "a"}, error="late")
    run = collector.runs[str(id)]
    assert (run["name"], run["inputs"], run["outputs"], run["error"]) == ("alone", {"question": "q"}, {"answer": "a"}, "late")
    assert complete(collector.runs)
    assert [received.method for received in collector.received if received.path.startswith("/runs")] == ["POST", "PATCH"]


def test_attachments_and_feedback_are_kept(collector: Collector) -> None:
    """Binary attachments arrive byte for byte, and feedback beside the runs."""
    blob, id = bytes(range(256)) + b"\r\n\r\n--x", uuid.uuid4()
    placed: dict[str, Any] = {"id": id, "trace_id": id, "dotted_order": f"20260101T000000000000Z{id}"}
    with client_of(collector) as client:
        client.create_run("scan", {}, "chain", attachments={"scan": ("image/png", blob)}, **placed)
        client.create_feedback(id, "score", score=1, trace_id=id, session_id=uuid.uuid4())
        collector.wait_for(lambda runs: "attachments" in runs.get(str(id), {}) and bool(collector.feedback))
    assert collector.runs[str(id)]["attachments"] == {"scan": ("image/png", blob)}
    assert collector.feedback[0]["key"] == "score"


def test_patch_before_post(collector: Collector) -> None:
    """A patch wins over a post that comes late, and null never wins."""
    collector.save("patch", "1", {"end_time": "t", "outputs": {"a": 1}, "error": None})
    collector.save("post", "1", {"name": "n", "end_time": None, "outputs": {}, "error": "e", "parent_run_id": None})
    assert collector.runs == {"1": {"id": "1", "name": "n", "end_time": "t", "outputs": {"a": 1}, "error": "e", "parent_run_id": None}}


def test_waiter_is_woken_by_another_thread(collector: Collector) -> None:
    """The wait ends when the run comes, and says what came when it does not."""
    writer = threading.Thread(target=lambda: httpx.post(f"{collector.url}/runs", json={"id": "1", "name": "lonely", "parent_run_id": "0"}))
    writer.start()
    assert collector.wait_for(lambda runs: "1" in runs)["1"]["name"] == "lonely"
    writer.join()
    assert [run["name"] for run in collector.orphans()] == ["lonely"]
    with pytest.raises(TimeoutError, match=r"1 runs, 1 orphans, still open: \['lonely'\]"):
        collector.wait_for(complete, timeout=0.01)


def test_failing_collector_keeps_nothing() -> None:
    """A refused write is seen and not kept."""
    with Collector(fail_with=503) as collector:
        assert httpx.get(f"{collector.url}/info").status_code == 200
        assert httpx.post(f"{collector.url}/runs", json={"id": "1"}).status_code == 503
    assert collector.runs == {}
    assert [received.path for received in collector.received] == ["/info", "/runs"]


def test_hanging_collector_times_out_and_closes() -> None:
    """A write that hangs is the client's timeout."""
    with Collector(hang=True) as collector, pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{collector.url}/runs", json={"id": "1"}, timeout=0.1)


@pytest.mark.parametrize(
    ("path", "kind", "body"),
    [
        ("/runs", "application/json", b"{"),
        ("/runs/multipart", "multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; name="post.1"\r\n\r\n{}'),
        ("/runs/multipart", "application/json", b"{}"),
    ],
)
def test_unreadable_write_fails_the_test(path: str, kind: str, body: bytes) -> None:
    """Nothing is lost in silence: leaving the block raises."""
    with pytest.raises(ValueError), Collector() as collector:
        with pytest.raises(httpx.RemoteProtocolError):
            httpx.post(f"{collector.url}{path}", content=body, headers={"Content-Type": kind})


def test_unknown_route(collector: Collector) -> None:
    """Anything else is a 404."""
    assert httpx.post(f"{collector.url}/sessions", json={}).status_code == 404
