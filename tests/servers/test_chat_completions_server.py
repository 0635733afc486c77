"""The chat-completions server, driven by the real ChatOpenAI."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import openai
import pytest
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, ToolMessage
from langchain_openai import ChatOpenAI, StreamChunkTimeoutError
from pydantic import BaseModel, SecretStr

from tests.servers.chat_completions import (
    AnyReply,
    ChatServer,
    Cut,
    EmptyChoices,
    ErrorReply,
    Hang,
    NoFinish,
    NullContent,
    Raw,
    Reply,
    Request,
    Script,
    ToolCall,
    TruncatedJson,
    Usage,
    rate_limited,
)

PAIR = {"drug_a": "warfarin", "drug_b": "aspirin"}
CALLS = (ToolCall("lookup_interaction", PAIR), ToolCall("get_dosing", {"drug": "metformin", "egfr": 28}))


class Verdict(BaseModel):
    """A structured answer."""

    severity: str
    rating: int


def model(server: ChatServer, **settings: Any) -> ChatOpenAI:
    """The real client, without retries."""
    settings = {"api_key": SecretStr("test"), "timeout": 5.0} | settings
    return ChatOpenAI(model="test-model", base_url=server.base_url, max_retries=0, **settings)


def always(reply: AnyReply) -> Callable[[Request], AnyReply]:
    """A responder with one reply."""
    return lambda request: reply


def streamed(chat: ChatOpenAI) -> AIMessageChunk:
    """All chunks of one streamed answer, added up."""
    whole = AIMessageChunk(content="")
    for chunk in chat.stream("hello"):
        assert isinstance(chunk, AIMessageChunk)
        whole += chunk
    return whole


def lookup_interaction(drug_a: str, drug_b: str) -> str:
    """Look an interaction up."""
    return f"{drug_a} {drug_b}"


def get_dosing(drug: str, egfr: float) -> str:
    """Look a dose up."""
    return f"{drug} {egfr}"


def test_plain_reply_carries_text_usage_and_request() -> None:
    """The client sees text, usage and finish reason; the server keeps body and headers."""
    usage = Usage(prompt_tokens=100, completion_tokens=20, cached_tokens=60, reasoning_tokens=7)
    with ChatServer(always(Reply("Take it with food.", usage=usage))) as server:
        message = model(server, temperature=0).invoke([("system", "Be brief."), ("human", "How?")])
    assert isinstance(message, AIMessage)
    assert message.content == "Take it with food."
    assert message.response_metadata["finish_reason"] == "stop"
    assert message.usage_metadata is not None
    assert message.usage_metadata["total_tokens"] == 120
    assert message.usage_metadata["input_token_details"] == {"audio": 0, "cache_read": 60}
    assert message.usage_metadata["output_token_details"] == {"audio": 0, "reasoning": 7}
    (request,) = server.requests
    assert [turn["role"] for turn in request["messages"]] == ["system", "user"]
    assert request["temperature"] == 0
    assert server.completions[0].headers["authorization"] == "Bearer test"


def test_reply_without_usage() -> None:
    """A server that reports no usage leaves none on the message."""
    with ChatServer(always(Reply("Yes.", usage=None))) as server:
        assert model(server).invoke("hello").usage_metadata is None


def test_stream_ends_with_finish_reason_and_asked_usage() -> None:
    """Text comes in pieces; usage comes only when the client asks."""
    with ChatServer(always(Reply("One two\nthree ", usage=Usage(3, 4)))) as server:
        assert [chunk.text for chunk in model(server).stream("hello") if chunk.text] == ["One", " two", "\nthree", " "]
        without = streamed(model(server, stream_usage=False))
        whole = streamed(model(server, stream_usage=True))
    assert whole.content == "One two\nthree "
    assert whole.response_metadata["finish_reason"] == "stop"
    assert without.usage_metadata is None
    assert whole.usage_metadata is not None
    assert (whole.usage_metadata["input_tokens"], whole.usage_metadata["output_tokens"]) == (3, 4)


@pytest.mark.parametrize("stream", [False, True])
def test_parallel_tool_calls_and_their_results(stream: bool) -> None:
    """Two calls in one turn arrive whole, also from fragments, and their tool messages go back."""
    with ChatServer(Script([Reply("Let me look.", tool_calls=CALLS), Reply("Major.")])) as server:
        chat = model(server, streaming=stream).bind_tools([lookup_interaction, get_dosing])
        turn = chat.invoke("warfarin and aspirin?")
        results = [ToolMessage(call["name"], tool_call_id=call["id"]) for call in turn.tool_calls]
        answer = chat.invoke([HumanMessage("warfarin and aspirin?"), turn, *results])
    assert [(call["name"], call["args"], call["id"]) for call in turn.tool_calls] == [(c.name, c.arguments, c.id) for c in CALLS]
    assert turn.content == "Let me look."
    assert turn.response_metadata["finish_reason"] == "tool_calls"
    assert answer.content == "Major."
    assert [tool["function"]["name"] for tool in server.requests[0]["tools"]] == ["lookup_interaction", "get_dosing"]
    assert [message["role"] for message in server.requests[1]["messages"]] == ["user", "assistant", "tool", "tool"]


@pytest.mark.parametrize("stream", [False, True])
def test_unparsable_arguments_travel_as_they_are(stream: bool) -> None:
    """Broken arguments become an invalid tool call."""
    with ChatServer(always(Reply(tool_calls=[ToolCall("get_dosing", "metformin, please")]))) as server:
        turn = model(server, streaming=stream).invoke("dose?")
    assert turn.tool_calls == []
    assert [call["args"] for call in turn.invalid_tool_calls] == ["metformin, please"]


def test_truncated_arguments_are_repaired_only_in_streams() -> None:
    """LangChain closes the quotes and braces of streamed arguments, so a cut value looks like a whole one."""
    cut = Reply(tool_calls=[ToolCall("get_dosing", '{"drug": "met')], finish_reason="length")
    with ChatServer(always(cut)) as server:
        assert model(server).invoke("dose?").tool_calls == []
        turn = streamed(model(server))
    assert [call["args"] for call in turn.tool_calls] == [{"drug": "met"}]
    assert turn.response_metadata["finish_reason"] == "length"


def test_broken_history_is_refused() -> None:
    """An unanswered tool call, and an answer without a call, are 400s that name the culprit."""
    call = {"name": "get_dosing", "args": {}, "id": "call_1"}
    with ChatServer(always(Reply("never"))) as server:
        with pytest.raises(openai.BadRequestError, match="did not have response messages: call_1"):
            model(server).invoke([HumanMessage("a"), AIMessage("", tool_calls=[call]), HumanMessage("b")])
        with pytest.raises(openai.BadRequestError, match="preceeding message"):
            model(server).invoke([HumanMessage("a"), ToolMessage("x", tool_call_id="call_1")])


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
@pytest.mark.parametrize("stream", [False, True])
def test_structured_output(stream: bool) -> None:
    """A json_schema request carries the schema, and the reply is parsed into it."""
    with ChatServer(always(Reply({"severity": "major", "rating": 4}))) as server:
        chat = model(server, streaming=stream).with_structured_output(Verdict, method="json_schema")
        assert chat.invoke("judge") == Verdict(severity="major", rating=4)
    wanted = server.requests[0]["response_format"]
    assert (wanted["type"], wanted["json_schema"]["name"]) == ("json_schema", "Verdict")


@pytest.mark.filterwarnings("ignore:This model does not support OpenAI's structured output")
def test_refused_json_schema_leaves_tools_working() -> None:
    """json_schema is a 400; the same server still answers by function calling."""
    with ChatServer(always(Reply(tool_calls=[ToolCall("Verdict", {"severity": "minor", "rating": 1})])), refuse_json_schema=True) as server:
        with pytest.raises(openai.BadRequestError, match="json_schema") as caught:
            model(server).with_structured_output(Verdict, method="json_schema").invoke("judge")
        chat = model(server).with_structured_output(Verdict, method="function_calling")
        assert chat.invoke("judge") == Verdict(severity="minor", rating=1)
    assert caught.value.type == "invalid_request_error"


def test_no_tools() -> None:
    """A request that offers tools is a 400, one that does not is answered."""
    with ChatServer(always(Reply("Plain.")), no_tools=True) as server:
        with pytest.raises(openai.BadRequestError, match="does not support tools"):
            model(server).bind_tools([get_dosing]).invoke("dose?")
        assert model(server).invoke("dose?").content == "Plain."


def test_wrong_key() -> None:
    """A wrong key is OpenAI's 401, a right one passes, and the server kept both."""
    with ChatServer(always(Reply("In.")), api_key="sk-right") as server:
        with pytest.raises(openai.AuthenticationError, match=r"sk-wrong\*+-end") as caught:
            model(server, api_key=SecretStr("sk-wrong-and-very-long-end")).invoke("hello")
        assert model(server, api_key=SecretStr("sk-right")).invoke("hello").content == "In."
        with openai.OpenAI(base_url=server.base_url, api_key="sk-right") as client:
            assert [listed.id for listed in client.models.list()] == ["test-model"]
    assert caught.value.code == "invalid_api_key"
    keys = [received.headers["authorization"] for received in server.completions]
    assert keys == ["Bearer sk-wrong-and-very-long-end", "Bearer sk-right"]


@pytest.mark.parametrize("stream", [False, True])
def test_rate_limit_and_retry_after(stream: bool) -> None:
    """A 429 carries Retry-After to the caller; the next request is answered."""
    with ChatServer(Script([rate_limited("7"), Reply("Now.")])) as server:
        with pytest.raises(openai.RateLimitError) as caught:
            model(server, streaming=stream).invoke("hello")
        assert model(server, streaming=stream).invoke("hello").content == "Now."
    assert caught.value.response.headers["retry-after"] == "7"
    assert caught.value.code == "rate_limit_exceeded"


def test_error_inside_a_stream() -> None:
    """An error event after a 200 is an APIError."""
    with ChatServer(always(ErrorReply(500, "engine overloaded", mid_stream=True))) as server:
        with pytest.raises(openai.APIError, match="engine overloaded"):
            streamed(model(server))
        with pytest.raises(openai.InternalServerError, match="engine overloaded"):
            model(server).invoke("hello")


@pytest.mark.parametrize("reply", [Cut("before_headers"), Cut("mid_stream")])
@pytest.mark.parametrize("stream", [False, True])
def test_cut(reply: Cut, stream: bool) -> None:
    """A closed connection is a connection error, not a timeout, and not half an answer."""
    with ChatServer(always(reply)) as server, pytest.raises(openai.APIConnectionError) as caught:
        model(server, streaming=stream).invoke("hello")
    assert not isinstance(caught.value, openai.APITimeoutError)


@pytest.mark.parametrize("reply", [Hang("before_headers"), Hang("mid_stream")])
@pytest.mark.parametrize("stream", [False, True])
def test_hang(reply: Hang, stream: bool) -> None:
    """Silence is the client's timeout, and the server still stops at once."""
    with ChatServer(always(reply)) as server:
        with pytest.raises(openai.APITimeoutError):
            model(server, streaming=stream, timeout=0.3).invoke("hello")
        started = time.monotonic()
    assert time.monotonic() - started < 2


async def _fails_by_chunk_timeout(server: ChatServer) -> None:
    chat = model(server, stream_chunk_timeout=0.3)
    with pytest.raises(StreamChunkTimeoutError):
        async for _ in chat.astream("hello"):
            pass


@pytest.mark.asyncio
async def test_hang_with_keepalives_trips_only_the_chunk_timeout() -> None:
    """SSE comments keep the socket alive, so only the chunk timeout ends the wait."""
    with ChatServer(always(Hang("mid_stream", keepalive=0.02))) as server:
        await _fails_by_chunk_timeout(server)


@pytest.mark.asyncio
async def test_cancel_while_the_server_hangs() -> None:
    """A cancelled call ends although the server never answers."""
    with ChatServer(always(Hang())) as server:
        call = asyncio.create_task(model(server).ainvoke("hello"))
        await asyncio.to_thread(server.wait_for_requests, 1)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (EmptyChoices(), IndexError),
        (EmptyChoices(null=True), TypeError),
        (TruncatedJson(), ValueError),
        (Raw("<html>502 Bad Gateway</html>"), ValueError),
        (Raw("<html>502 Bad Gateway</html>", status=502), openai.InternalServerError),
    ],
)
def test_malformed_replies(reply: AnyReply, error: type[Exception]) -> None:
    """What ChatOpenAI makes of each malformed reply."""
    with ChatServer(always(reply)) as server, pytest.raises(error):
        model(server).invoke("hello")


def test_truncated_json_in_a_stream() -> None:
    """A chunk that is not JSON is a ValueError."""
    with ChatServer(always(TruncatedJson())) as server, pytest.raises(ValueError, match="Unterminated|Expecting"):
        streamed(model(server))


@pytest.mark.parametrize("reply", [NoFinish(), NoFinish(done=False)])
def test_no_finish_raises_nothing(reply: NoFinish) -> None:
    """A stream that ends early but cleanly leaves half an answer with no finish reason."""
    with ChatServer(always(reply)) as server:
        half = streamed(model(server))
        whole = model(server).invoke("hello")
    assert half.content == whole.content == "Half an answer that nobody"
    assert "finish_reason" not in half.response_metadata
    assert whole.response_metadata["finish_reason"] is None


@pytest.mark.parametrize("stream", [False, True])
def test_null_content_looks_finished(stream: bool) -> None:
    """Null content is an empty answer with the finish reason stop."""
    with ChatServer(always(NullContent())) as server:
        message = model(server, streaming=stream).invoke("hello")
    assert (message.content, message.response_metadata["finish_reason"]) == ("", "stop")


def test_script_exhausted_is_a_clear_error() -> None:
    """The request after the last reply is a 500 that says so."""
    script = Script([Reply("Only.")])
    with ChatServer(script) as server:
        assert model(server).invoke("one").content == "Only."
        with pytest.raises(openai.InternalServerError, match="script exhausted .*two"):
            model(server).invoke("two")
    assert script.remaining == 0
    assert [type(error) for error in server.responder_errors] == [LookupError]


def test_script_gives_each_reply_once_to_racing_clients() -> None:
    """Many clients at once share one script, and overlap."""
    together = threading.Barrier(20, timeout=5)
    script = Script([Reply(str(number)) for number in range(20)])

    def respond(request: Request) -> AnyReply:
        together.wait()  # passes only when all twenty are being served at the same time
        return script(request)

    with ChatServer(respond) as server, ThreadPoolExecutor(20) as pool:
        chat = model(server)
        answers = list(pool.map(lambda number: chat.invoke(str(number)).text, range(20)))
    assert sorted(answers, key=int) == [str(number) for number in range(20)]


def test_one_connection_serves_many_requests() -> None:
    """The connection is kept alive, also over errors and streams."""
    ports = set()
    with ChatServer(always(Reply("Yes.")), api_key="test") as server, httpx.Client(base_url=server.base_url) as client:
        for key, stream in [("test", False), ("wrong", False), ("test", True), ("test", False)]:
            body = {"model": "m", "messages": [{"role": "user", "content": "x"}], "stream": stream}
            response = client.post("/chat/completions", json=body, headers={"Authorization": f"Bearer {key}"})
            ports.add(response.extensions["network_stream"].get_extra_info("client_addr"))
        assert client.get("/nothing", headers={"Authorization": "Bearer test"}).status_code == 404
    assert len(ports) == 1
    assert len(server.received) == 5


def test_close_is_prompt_and_leaves_no_thread() -> None:
    """Closing under a hanging request frees it and ends every thread."""
    before = set(threading.enumerate())
    with ThreadPoolExecutor(1) as pool:
        with ChatServer(always(Hang())) as server:
            call = pool.submit(httpx.post, f"{server.base_url}/chat/completions", json={"model": "m", "messages": [{"role": "user"}]})
            server.wait_for_requests(1)
        with pytest.raises(httpx.RemoteProtocolError):
            call.result(timeout=5)
    assert set(threading.enumerate()) <= before
    server.close()


def test_waiting_for_requests_that_never_come() -> None:
    """The wait ends with a count."""
    with ChatServer(always(Reply("Yes."))) as server, pytest.raises(TimeoutError, match="0 of 1 requests"):
        server.wait_for_requests(1, timeout=0.01)
