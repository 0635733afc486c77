"""A chain of models behind one: the real ChatOpenAI client against a loopback server that breaks, and the embedded engine at the end."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from langchain_core.callbacks import AsyncCallbackHandler
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from langchain_core.tools import tool
from pydantic import BaseModel

from models import structured as structured_module
from models.breaker import Breakers, Rules
from models.errors import DeadlineError, ModelError
from models.factory import Chain, breaker_name
from models.fallback import FallbackModel
from models.retry import RetryPolicy
from models.structured import StructureError
from nodes.calling import ask, ask_structured
from nodes.context import Context
from nodes.supervise import Routing
from tests.models.test_breaker import Clock
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
    ToolCall,
    TruncatedJson,
    Usage,
    rate_limited,
)

FIRST, SECOND = "openai:first", "openai:second"
QUESTION = "<question>\nCan I take ibuprofen with warfarin?\n</question>"
SPECIALIST = f"<specialist>drug_interaction_specialist</specialist>\n{QUESTION}"


class Models:
    """A server where each model gives its own replies in order; the last one stays."""

    def __init__(self, **replies: AnyReply | list[AnyReply]) -> None:
        self.replies = {name: deque(r if isinstance(r, list) else [r]) for name, r in replies.items()}
        self.server = ChatServer(self._reply)

    def _reply(self, request: Request) -> AnyReply:
        left = self.replies[request["model"]]
        return left.popleft() if len(left) > 1 else left[0]

    @property
    def asked(self) -> list[str]:
        return [r["model"] for r in self.server.requests]


Serving = Callable[..., Models]


@pytest.fixture
def serving(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serving]:
    """Start the server and point the settings at it."""
    monkeypatch.setattr(structured_module, "_worked", {})
    started: list[Models] = []

    def start(**replies: Any) -> Models:
        models = Models(**replies)
        models.server.start()
        started.append(models)
        monkeypatch.setenv("OPENAI_BASE_URL", models.server.base_url)
        monkeypatch.setenv("OPENAI_API_KEY", "test-key")
        return models

    yield start
    for models in started:
        models.server.close()
        assert models.server.responder_errors == []


class Waits(list[float]):
    """Waits that are recorded and not made."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


def chained(*names: str, chosen: bool = True, waits: Waits | None = None, clock: Clock | None = None, **more: Any) -> FallbackModel:
    policy = RetryPolicy(sleep=waits if waits is not None else Waits())
    breakers = Breakers(Rules(), clock=clock or Clock())
    return FallbackModel(**{"chain": Chain(names, chosen), "retry": policy, "breakers": breakers, **more})


def tried(message: AIMessage) -> list[tuple[str, str, int]]:
    return [(t["model"], t["reason"], t["attempts"]) for t in message.response_metadata.get("rxgraph_tried", [])]


async def test_a_primary_that_is_well_answers_and_is_named(serving: Serving) -> None:
    models = serving(first=Reply("Hello."))
    message = await chained(FIRST, SECOND, "embedded").ainvoke("hi")
    assert (message.text, message.response_metadata["rxgraph_engine"], message.response_metadata["model_name"]) == (
        "Hello.",
        FIRST,
        "first",
    )
    assert (tried(message), models.asked) == ([], ["first"])
    assert message.usage_metadata and message.usage_metadata["input_tokens"] == 10


RETRIED: dict[str, AnyReply] = {
    "408": ErrorReply(408), "409": ErrorReply(409), "429": rate_limited(None), "500": ErrorReply(500), "503": ErrorReply(503), "529": ErrorReply(529),
    "cut before headers": Cut("before_headers"), "cut in the middle": Cut(), "empty choices": EmptyChoices(), "null choices": EmptyChoices(null=True),
    "half a JSON": TruncatedJson(), "a page": Raw("<html>"), "null content": NullContent(), "an empty text": Reply(""), "no finish": NoFinish(),
}  # fmt: skip


@pytest.mark.parametrize("fault", RETRIED.values(), ids=RETRIED.keys())
async def test_passing_trouble_is_retried_on_the_same_model(serving: Serving, fault: AnyReply) -> None:
    models, waits = serving(first=[fault, fault, Reply("Hello.")], second=Reply("No.")), Waits()
    message = await chained(FIRST, SECOND, waits=waits).ainvoke("hi")
    assert (message.text, message.response_metadata["rxgraph_engine"]) == ("Hello.", FIRST)
    assert (models.asked, len(waits), tried(message)) == (["first"] * 3, 2, [])


@pytest.mark.parametrize("fault", RETRIED.values(), ids=RETRIED.keys())
async def test_an_outage_goes_to_the_next_model(serving: Serving, fault: AnyReply) -> None:
    models = serving(first=fault, second=Reply("Hello."))
    message = await chained(FIRST, SECOND, chosen=False).ainvoke("hi")
    assert (message.text, message.response_metadata["rxgraph_engine"]) == ("Hello.", SECOND)
    assert models.asked == ["first"] * 3 + ["second"]
    assert [(t[0], t[2]) for t in tried(message)] == [(FIRST, 3)]


async def test_a_server_that_hangs_goes_to_the_next_model(serving: Serving) -> None:
    models = serving(first=Hang(), second=Reply("Hello."))
    message = await chained(FIRST, SECOND, call_timeout=0.05).ainvoke("hi")
    assert (tried(message), models.asked[-1]) == ([(FIRST, "timeout", 3)], "second")


@pytest.mark.parametrize(("status", "code"), [(429, "insufficient_quota"), (400, "context_length_exceeded")])
async def test_what_only_another_model_can_do_is_asked_of_it_at_once(serving: Serving, status: int, code: str) -> None:
    models = serving(first=ErrorReply(status, "no", code=code), second=Reply("Hello."))
    message = await chained(FIRST, SECOND, chosen=False).ainvoke("hi")
    assert (message.response_metadata["rxgraph_engine"], models.asked) == (SECOND, ["first", "second"])


@pytest.mark.parametrize("status", [401, 403, 404])
async def test_a_wrong_setting_is_told_unless_the_user_named_stand_ins(serving: Serving, status: int) -> None:
    models = serving(first=ErrorReply(status, "no"), second=Reply("Hello."))
    with pytest.raises(ModelError, match=rf"openai:first .*\({status}\)"):
        await chained(FIRST, "embedded", chosen=False).ainvoke("hi")
    assert models.asked == ["first"]
    message = await chained(FIRST, SECOND, "embedded", chosen=True).ainvoke("hi")
    assert message.response_metadata["rxgraph_engine"] == SECOND
    assert [(t[0], t[2]) for t in tried(message)] == [(FIRST, 1)]


@pytest.mark.parametrize("status", [400, 422])
async def test_a_bad_request_is_an_error_whoever_stands_in(serving: Serving, status: int) -> None:
    models = serving(first=ErrorReply(status, "no"), second=Reply("Hello."))
    with pytest.raises(ModelError, match="openai:first refused the request"):
        await chained(FIRST, SECOND, "embedded").ainvoke("hi")
    assert models.asked == ["first"]


async def test_a_missing_key_is_told_unless_the_user_named_stand_ins() -> None:
    with pytest.raises(ModelError, match="needs OPENAI_API_KEY"):
        await chained(FIRST, "embedded", chosen=False).ainvoke(QUESTION)
    message = await chained("acme:x", "embedded", chosen=True).ainvoke(QUESTION)
    assert (tried(message), message.response_metadata["rxgraph_engine"]) == ([("acme:x", "misconfigured", 0)], "embedded")


async def test_when_nobody_answers_the_first_ones_trouble_is_told(serving: Serving) -> None:
    serving(first=ErrorReply(500), second=rate_limited(None))
    with pytest.raises(ModelError, match="openai:first failed on its side"):
        await chained(FIRST, SECOND).ainvoke("hi")


async def test_retry_after_is_honoured_and_a_wait_that_is_too_long_goes_to_the_next_model(serving: Serving) -> None:
    waits, models = Waits(), serving(first=[rate_limited("7"), Reply("Hello.")], second=Reply("Hello."))
    assert (await chained(FIRST, SECOND, waits=waits).ainvoke("hi")).response_metadata["rxgraph_engine"] == FIRST
    assert 7 <= waits[0] <= 7.7
    models.replies["first"] = deque([rate_limited("60")])
    model = chained(FIRST, SECOND, waits=waits)
    model.deadline = model.retry.clock() + 100
    message = await model.ainvoke("hi")
    assert (tried(message), len(waits)) == ([(FIRST, "rate_limit", 1)], 1)


async def test_a_spent_deadline_asks_nobody(serving: Serving) -> None:
    models = serving(first=Reply("Hello."))
    with pytest.raises(DeadlineError):
        await chained(FIRST, "embedded", deadline=0.0).ainvoke("hi")
    assert models.asked == []


async def test_a_hanging_primary_leaves_time_for_the_stand_in_and_does_not_bear_the_runs_haste(serving: Serving) -> None:
    serving(first=Hang())
    model = chained(FIRST, "embedded", chosen=False)
    model.deadline = model.retry.clock() + 0.4
    message = await model.ainvoke(QUESTION)
    assert message.response_metadata["rxgraph_engine"] == "embedded"
    assert tried(message)[0][1:] == ("timeout", 1)
    assert [(s.state, s.failures) for s in model.breakers.states()] == [("closed", 0)]


async def test_an_open_breaker_asks_the_next_model_at_once_and_the_primary_again_when_it_is_well(serving: Serving) -> None:
    models, clock = serving(first=ErrorReply(500), second=Reply("Hello.")), Clock()
    model = chained(FIRST, SECOND, clock=clock)
    assert tried(await model.ainvoke("hi")) == [(FIRST, "server_error", 3)]
    assert tried(await model.ainvoke("hi")) == [(FIRST, "breaker_open", 2)], "it opens at the fifth failure, and the retry stops there"
    assert tried(await model.ainvoke("hi")) == [(FIRST, "breaker_open", 0)]
    assert Counter(models.asked) == {"first": 5, "second": 3}
    status = {s.name: s.state for s in model.breakers.states()}
    assert status == {breaker_name(FIRST): "open", breaker_name(SECOND): "closed"}
    models.replies["first"] = deque([Reply("I am back.")])
    clock.now += 30
    assert (await model.ainvoke("hi")).text == "I am back."
    assert {s.name: s.state for s in model.breakers.states()}[breaker_name(FIRST)] == "closed"


async def test_one_probe_among_many_questions(serving: Serving) -> None:
    models, clock = serving(first=ErrorReply(500), second=Reply("Hello.")), Clock()
    model = chained(FIRST, SECOND, clock=clock)
    for _ in range(2):
        await model.ainvoke("hi")
    before = models.asked.count("first")
    clock.now += 30
    models.replies["first"] = deque([Reply("I am back.", delay=0.3)])
    answers = await asyncio.gather(*(model.ainvoke("hi") for _ in range(20)))
    assert Counter(a.text for a in answers) == {"I am back.": 1, "Hello.": 19}
    assert models.asked.count("first") == before + 1


async def test_bad_keys_never_open_the_breaker(serving: Serving) -> None:
    models = serving(first=ErrorReply(401, "no"))
    model = chained(FIRST, "embedded", chosen=False)
    for _ in range(8):
        with pytest.raises(ModelError, match="401"):
            await model.ainvoke(QUESTION)
    assert len(models.asked) == 8


@tool
def lookup_interaction(drug_a: str, drug_b: str) -> str:
    """Look up an interaction."""
    return f"{drug_a} {drug_b}"


async def test_tools_and_temperature_reach_every_model(serving: Serving) -> None:
    call = ToolCall("lookup_interaction", {"drug_a": "a", "drug_b": "b"})
    models = serving(first=ErrorReply(500), second=Reply(tool_calls=[call]))
    message = await chained(FIRST, SECOND, temperature=0.7).bind_tools([lookup_interaction], tool_choice="auto").ainvoke("hi")
    assert message.tool_calls[0]["args"] == {"drug_a": "a", "drug_b": "b"}
    for request in models.server.requests:
        assert [t["function"]["name"] for t in request["tools"]] == ["lookup_interaction"]
        assert (request["temperature"], request["tool_choice"]) == (0.7, "auto")


async def test_the_embedded_engine_goes_on_with_tools_that_the_primary_began(serving: Serving) -> None:
    serving(first=[ErrorReply(500)])
    model = chained(FIRST, "embedded", chosen=False).bind_tools([lookup_interaction])
    begun = await model.ainvoke([HumanMessage(SPECIALIST)])
    assert begun.response_metadata["rxgraph_engine"] == "embedded"
    assert {c["name"] for c in begun.tool_calls} == {"lookup_interaction"}
    ends = [ToolMessage("found", tool_call_id=c["id"] or "") for c in begun.tool_calls]
    assert (await model.ainvoke([HumanMessage(SPECIALIST), begun, *ends])).tool_calls == []


class Colour(BaseModel):
    name: str


async def test_structured_output_reaches_every_model(serving: Serving) -> None:
    models = serving(first=ErrorReply(500), second=Reply({"name": "blue"}))
    runnable = chained(FIRST, SECOND).with_structured_output(Colour, include_raw=True)
    found = await runnable.ainvoke("which?")
    assert (found["parsed"], found["parsing_error"]) == (Colour(name="blue"), None)
    assert found["raw"].response_metadata["rxgraph_engine"] == SECOND
    assert models.server.requests[-1]["response_format"]["json_schema"]["name"]
    with pytest.raises(TypeError, match="pydantic"):
        chained(FIRST).with_structured_output({"type": "object"})


async def test_structure_from_the_embedded_engine_when_all_else_is_down(serving: Serving) -> None:
    serving(first=ErrorReply(503))
    found, message = await chained(FIRST, "embedded", chosen=False).structured(Routing, [HumanMessage(QUESTION)])
    assert [r.specialist for r in found.assignments] == ["drug_interaction_specialist"]
    assert message.response_metadata["rxgraph_engine"] == "embedded"


async def test_a_reply_that_does_not_fit_is_no_outage(serving: Serving) -> None:
    serving(first=Reply("I would rather not."), second=Reply({"name": "blue"}))
    model = chained(FIRST, SECOND)
    for _ in range(6):
        with pytest.raises(StructureError):
            await model.structured(Colour, [HumanMessage("which?")])
    assert [(s.state, s.failures) for s in model.breakers.states()] == [("closed", 0)]


class Seen(AsyncCallbackHandler):
    def __init__(self) -> None:
        self.starts: list[Mapping[str, Any]] = []
        self.errors = 0

    async def on_chat_model_start(self, *args: Any, **kwargs: Any) -> None:
        self.starts.append(kwargs["metadata"])

    async def on_llm_error(self, *args: Any, **kwargs: Any) -> None:
        self.errors += 1


@pytest.mark.parametrize("shaped", [False, True], ids=["message", "structured"])
async def test_a_trace_shows_each_attempt_once_with_its_breaker(serving: Serving, shaped: bool) -> None:
    serving(first=ErrorReply(500), second=Reply({"name": "blue"}))
    seen, model = Seen(), chained(FIRST, SECOND)
    runnable: Any = model.with_structured_output(Colour) if shaped else model
    await runnable.ainvoke("hi", {"callbacks": [seen], "metadata": {"mine": 1}})
    assert seen.errors == 3
    told = [(m["rxgraph_engine"], m["rxgraph_attempt"], m["rxgraph_breaker"], m["mine"]) for m in seen.starts]
    assert told == [(FIRST, 1, "closed", 1), (FIRST, 2, "closed", 1), (FIRST, 3, "closed", 1), (SECOND, 1, "closed", 1)]


async def test_cancelling_reaches_the_call_and_speaks_against_nobody(serving: Serving) -> None:
    models = serving(first=Hang())
    model = chained(FIRST, SECOND)
    task = asyncio.create_task(model.ainvoke("hi"))
    await asyncio.to_thread(models.server.wait_for_requests, 1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert models.asked == ["first"]
    assert [(s.state, s.failures) for s in model.breakers.states()] == [("closed", 0)]


def test_from_synchronous_code(serving: Serving) -> None:
    serving(first=ErrorReply(500), second=[Reply("Hello."), Reply({"name": "blue"})])
    model = chained(FIRST, SECOND)
    assert model.invoke("hi").text == "Hello."
    assert model.with_structured_output(Colour).invoke("which?") == Colour(name="blue")


async def test_generate_and_stream_go_down_the_chain_too(serving: Serving) -> None:
    serving(first=ErrorReply(500), second=Reply("Hello."))
    model = chained(FIRST, SECOND)
    result = await model.agenerate([[HumanMessage("hi")]])
    assert result.generations[0][0].text == "Hello."
    assert "".join([str(chunk.text) async for chunk in model.astream("hi")]) == "Hello."


async def test_nodes_count_the_stand_in_at_its_own_price(serving: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    serving(first=ErrorReply(402, "pay"), **{"gpt-4o": Reply("Hello.", usage=Usage(1000, 100))})
    monkeypatch.setenv("RXGRAPH_FALLBACK_MODELS", "openai:gpt-4o")
    context = Context(model=FIRST)
    message, usage = await ask([HumanMessage("hi")], context, 4e9)
    assert message.response_metadata["rxgraph_engine"] == "openai:gpt-4o"
    assert usage["cost_usd"] == pytest.approx(0.0035)
    assert usage["stand_ins"] == {"openai:gpt-4o": {"calls": 1, "why": "is out of quota (429)"}}


async def test_nodes_fall_back_to_the_embedded_engine_and_say_so(serving: Serving) -> None:
    serving(first=ErrorReply(402, "pay"))
    routing, usage = await ask_structured(Routing, [HumanMessage(QUESTION)], Context(model=FIRST), 4e9)
    assert routing.assignments
    assert usage["stand_ins"]["embedded"]["calls"] == 1
    assert usage["cost_usd"] == 0.0


@pytest.mark.parametrize("name", [FIRST, "embedded"])
async def test_nodes_without_an_outage_name_no_stand_in(serving: Serving, name: str) -> None:
    serving(first=Reply("Hello."))
    _, usage = await ask([HumanMessage(QUESTION)], Context(model=name), 4e9)
    assert "stand_ins" not in usage
