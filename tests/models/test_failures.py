"""What is done about each failure, as the real client raises it over a loopback server, and as tools raise it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from pydantic import BaseModel, SecretStr

from models.breaker import BreakerOpenError
from models.errors import BadReplyError, DeadlineError, MisconfiguredError, explain
from models.failures import PHRASES, Failure, classify, classify_reply, retry_after
from models.structured import StructureError
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
    ToolCall,
    TruncatedJson,
    rate_limited,
)

_QUOTA = {"code": "insufficient_quota", "type": "insufficient_quota"}
NOW, LATER, FALL, GIVE = "retry_now", "retry_later", "fall_back", "give_up"

FAULTS: dict[str, tuple[AnyReply, str, str, float | None]] = {
    "400": (ErrorReply(400, "no"), GIVE, "bad_request", None),
    "401": (ErrorReply(401, "no"), FALL, "key_refused", None),
    "402": (ErrorReply(402, "pay"), FALL, "quota", None),
    "403": (ErrorReply(403, "no"), FALL, "forbidden", None),
    "404": (ErrorReply(404, "no"), FALL, "not_found", None),
    "408": (ErrorReply(408, "slow"), NOW, "timeout", None),
    "409": (ErrorReply(409, "busy"), NOW, "conflict", None),
    "413": (ErrorReply(413, "too large"), FALL, "context_length", None),
    "422": (ErrorReply(422, "no"), GIVE, "bad_request", None),
    "429 for rate": (rate_limited(None), NOW, "rate_limit", None),
    "429 for rate with a wait": (rate_limited("7"), LATER, "rate_limit", 7.0),
    "429 with an unreadable wait": (rate_limited("soon"), NOW, "rate_limit", None),
    "429 for quota": (ErrorReply(429, "no", **_QUOTA), FALL, "quota", None),
    "429 for quota with a wait": (ErrorReply(429, "no", headers={"Retry-After": "7"}, **_QUOTA), FALL, "quota", None),
    "500": (ErrorReply(500), NOW, "server_error", None),
    "502 with a proxy's page": (Raw("<html>bad gateway</html>", status=502), NOW, "server_error", None),
    "503 with a wait": (ErrorReply(503, headers={"Retry-After": "3"}), LATER, "server_error", 3.0),
    "529": (ErrorReply(529, "overloaded"), NOW, "server_error", None),
    "too long by code": (ErrorReply(400, "no", code="context_length_exceeded"), FALL, "context_length", None),
    "too long by words": (ErrorReply(400, "This model's maximum context length is 10 tokens."), FALL, "context_length", None),
    "cut before headers": (Cut("before_headers"), NOW, "connection", None),
    "cut in the middle": (Cut(), NOW, "connection", None),
    "hang before headers": (Hang(), NOW, "timeout", None),
    "hang in the middle": (Hang("mid_stream"), NOW, "timeout", None),
    "a page instead of a reply": (Raw("<html>hello</html>"), NOW, "malformed_reply", None),
    "half a JSON": (TruncatedJson(), NOW, "malformed_reply", None),
}


def client(server: ChatServer, connections: httpx.AsyncClient, *, streaming: bool) -> ChatOpenAI:
    """The real client on connections of the test's own: those that it would share with every other are never closed."""
    return ChatOpenAI(
        model="m", api_key=SecretStr("k"), base_url=server.base_url, max_retries=0, timeout=0.3, streaming=streaming, stream_usage=True,
        http_async_client=connections,
    )  # fmt: skip


async def failure_of(reply: AnyReply, streaming: bool) -> Failure | None:
    with ChatServer(lambda request: reply) as server:
        async with httpx.AsyncClient() as connections:
            try:
                message = await client(server, connections, streaming=streaming).ainvoke("hi")
            except Exception as error:
                return classify(error)
    return classify_reply(message)


@pytest.mark.parametrize("streaming", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize(("reply", "action", "reason", "after"), FAULTS.values(), ids=FAULTS.keys())
async def test_faults_of_the_real_client(reply: AnyReply, action: str, reason: str, after: float | None, streaming: bool) -> None:
    assert await failure_of(reply, streaming) == Failure(action, reason, after)  # type: ignore[arg-type]


@pytest.mark.parametrize("streaming", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize("reply", [EmptyChoices(), EmptyChoices(null=True)], ids=["empty", "null"])
async def test_empty_and_null_choices_are_retried(reply: AnyReply, streaming: bool) -> None:
    failure = await failure_of(reply, streaming)
    assert failure and failure.action == NOW
    assert failure.reason == ("unfinished_reply" if streaming else "malformed_reply")


REPLIES: dict[str, tuple[AnyReply, str | None]] = {
    "null content": (NullContent(), "empty_reply"),
    "an empty text": (Reply(""), "empty_reply"),
    "spaces": (Reply(" \n"), "empty_reply"),
    "no finish reason": (NoFinish(), "unfinished_reply"),
    "no finish reason and no end": (NoFinish(done=False), "unfinished_reply"),
    "half a tool call without a finish reason": (NoFinish(Reply(tool_calls=[ToolCall("f", '{"a": 1')])), "unfinished_reply"),
    "filtered": (Reply("I", finish_reason="content_filter"), "refusal"),
    "a text": (Reply("Hello."), None),
    "a tool call": (Reply(tool_calls=[ToolCall("f", {"a": 1})]), None),
    "cut by the length limit": (Reply("Hel", finish_reason="length"), None),
    "nothing but thought before the length limit": (Reply("", finish_reason="length"), None),
}


@pytest.mark.parametrize("streaming", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize(("reply", "reason"), REPLIES.values(), ids=REPLIES.keys())
async def test_replies_that_come_without_an_exception(reply: AnyReply, reason: str | None, streaming: bool) -> None:
    failure = await failure_of(reply, streaming)
    assert (failure and failure.reason) == reason
    assert failure is None or failure.retried == (reason != "refusal")


async def test_a_refusal_is_not_asked_again() -> None:
    assert await failure_of(Reply(None, refusal="I will not."), streaming=False) == Failure("fall_back", "refusal")


IN_STREAM = {
    "server": (ErrorReply(500, mid_stream=True), NOW, "server_error"),
    "rate": (ErrorReply(429, "slow down", code="rate_limit_exceeded", mid_stream=True), NOW, "rate_limit"),
    "quota": (ErrorReply(429, "no", code="insufficient_quota", mid_stream=True), FALL, "quota"),
    "bad request": (ErrorReply(400, "no", mid_stream=True), GIVE, "bad_request"),
    "too long": (ErrorReply(400, "no", code="context_length_exceeded", mid_stream=True), FALL, "context_length"),
}


@pytest.mark.parametrize(("reply", "action", "reason"), IN_STREAM.values(), ids=IN_STREAM.keys())
async def test_an_error_inside_a_stream_is_sorted_by_its_type(reply: AnyReply, action: str, reason: str) -> None:
    assert await failure_of(reply, streaming=True) == Failure(action, reason)  # type: ignore[arg-type]


async def test_an_address_that_is_none_is_a_setting_to_mend() -> None:
    model = ChatOpenAI(model="m", api_key=SecretStr("k"), base_url="gopher://nowhere", max_retries=0)
    with pytest.raises(Exception) as caught:
        await model.ainvoke("hi")
    assert classify(caught.value) == Failure("fall_back", "misconfigured")


def test_our_own_errors_decide_for_themselves() -> None:
    assert classify(BreakerOpenError("m", 3)).reason == "breaker_open"
    assert classify(DeadlineError("late")).action == "give_up"
    assert classify(MisconfiguredError("no key")).action == "fall_back"
    assert classify(StructureError("no")).answered
    assert classify(BadReplyError(Failure("retry_now", "empty_reply"))).retried


class Arguments(BaseModel):
    drug: str


def raised(error: Exception) -> Exception:
    """The error with a traceback, raised here and not in a client."""
    try:
        raise error
    except Exception as caught:
        return caught


def invalid() -> Exception:
    with pytest.raises(ValueError) as caught:
        Arguments.model_validate({})
    return caught.value


TOOLS: dict[str, tuple[Exception, str, str]] = {
    "took too long": (TimeoutError(), NOW, "timeout"),
    "connection reset": (ConnectionResetError(), NOW, "connection"),
    "read timeout": (httpx.ReadTimeout("x"), NOW, "timeout"),
    "a server that is not there": (httpx.ConnectError("x"), NOW, "connection"),
    "a locked file": (sqlite3.OperationalError("database is locked"), NOW, "busy"),
    "a broken statement": (sqlite3.OperationalError("no such table: x"), GIVE, "unexpected"),
    "JSON that is none": (json.JSONDecodeError("x", "", 0), NOW, "malformed_reply"),
    "bad arguments": (invalid(), GIVE, "bad_arguments"),
    "a fault of its own": (raised(KeyError("x")), GIVE, "unexpected"),
    "a value of its own": (raised(ValueError("x")), GIVE, "unexpected"),
    "a text that cannot be sent": (UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates"), GIVE, "bad_request"),
}


@pytest.mark.parametrize(("error", "action", "reason"), TOOLS.values(), ids=TOOLS.keys())
def test_what_tools_raise(error: Exception, action: str, reason: str) -> None:
    assert classify(error) == Failure(action, reason)  # type: ignore[arg-type]


async def test_a_tools_fault_stays_its_own_inside_langchain() -> None:
    @tool
    def broken(drug: str) -> str:
        """Break."""
        raise IndexError(drug)

    with pytest.raises(IndexError) as caught:
        await broken.ainvoke({"drug": "x"})
    assert classify(caught.value).action == "give_up"


def test_what_speaks_against_a_provider_and_what_does_not() -> None:
    counted = {f.reason for f in (Failure(a, r, w) for _, a, r, w in FAULTS.values()) if f.counts}  # type: ignore[arg-type]
    assert counted == {"timeout", "conflict", "rate_limit", "server_error", "connection", "malformed_reply", "quota"}


HEADERS: list[tuple[Mapping[str, str], float | None]] = [
    ({}, None), ({"Retry-After": "5"}, 5.0), ({"retry-after": "0.5"}, 0.5), ({"Retry-After": "-4"}, 0.0), ({"Retry-After": "nan"}, None),
    ({"Retry-After": "inf"}, None), ({"Retry-After": ""}, None), ({"Retry-After": "tomorrow"}, None),
    ({"retry-after-ms": "250", "retry-after": "1"}, 0.25), ({"retry-after-ms": "x", "retry-after": "1"}, 1.0),
    ({"Retry-After": format_datetime(datetime.fromtimestamp(1000, UTC), usegmt=True)}, 40.0),
    ({"Retry-After": format_datetime(datetime.fromtimestamp(900, UTC), usegmt=True)}, 0.0),
]  # fmt: skip


@pytest.mark.parametrize(("headers", "seconds"), HEADERS)
@pytest.mark.parametrize("kind", [dict, httpx.Headers])
def test_how_long_a_server_asks_to_wait(headers: Mapping[str, str], seconds: float | None, kind: Any) -> None:
    assert retry_after(kind(headers), now=960.0) == seconds


@given(st.text())
def test_any_header_is_read_or_left(text: str) -> None:
    seconds = retry_after({"Retry-After": text}, now=0.0)
    assert seconds is None or seconds >= 0


@given(st.integers(400, 599), st.text(max_size=40), st.text(max_size=10))
def test_every_status_has_one_action_and_words(status: int, said: str, wait: str) -> None:
    request = httpx.Request("POST", "http://127.0.0.1/")
    response = httpx.Response(status, headers={"Retry-After": wait.encode("ascii", "ignore").decode().replace("\n", "").replace("\r", "")})
    failure = classify(httpx.HTTPStatusError(said, request=request, response=response))
    assert failure.reason in PHRASES
    assert (failure.after is not None) == (failure.action == "retry_later")
    assert not failure.retried or status in (408, 409, 425, 429) or status >= 500


def test_a_finish_reason_is_required() -> None:
    failure = classify_reply(AIMessage("x"))
    assert failure and failure.reason == "unfinished_reply"


@pytest.mark.parametrize("reply", [ErrorReply(429, "sk-secret", **_QUOTA), ErrorReply(401, "sk-secret"), NoFinish(), Raw("sk-secret")])
async def test_each_is_told_in_words_that_hold_no_secret(reply: AnyReply) -> None:
    with ChatServer(lambda request: reply) as server:
        async with httpx.AsyncClient() as connections:
            try:
                message = await client(server, connections, streaming=False).ainvoke("hi")
                failure = classify_reply(message)
                assert failure
                error: Exception = BadReplyError(failure)
            except Exception as raised_error:
                error = raised_error
    text = explain(error, "openai:m")
    assert text.startswith(f"openai:m {classify(error).phrase}")
    assert "RXGRAPH_MODEL=embedded" in text
    assert "sk-secret" not in text
