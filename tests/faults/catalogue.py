"""The faults, each by name, with what must be done about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Literal

from tests.servers.chat_completions import (
    AnyReply,
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

Role = Literal["routing", "specialist", "critic", "summariser"]
ROLES: Final[tuple[Role, ...]] = ("routing", "specialist", "critic", "summariser")

WRONG_TYPES: Final[dict[Role, dict[str, object]]] = {
    "routing": {"assignments": "drug_interaction_specialist"},
    "specialist": {"drug_a": {"name": 5}, "drug_b": ["warfarin", None]},
    "critic": {"criteria": 4},
    "summariser": {"bullets": 7},
}
"""What the model writes in each role, with values of the wrong types."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to break."""

    name: str
    make: Callable[[Role, Reply], AnyReply]
    """Makes the reply from the role and the reply that a well model would give."""
    retried: bool | None
    """Whether the same call must be made again; None where the reply is read and the graph decides."""
    told: bool = False
    """Whether the server says how long to wait."""
    streamed: bool = False
    """Whether the run streams its tokens, as chat clients ask for."""
    hangs: bool = False


def _always(name: str, reply: AnyReply, retried: bool | None, **kinds: bool) -> Fault:
    return Fault(name, lambda role, well: reply, retried, **kinds)


def _wrong_types(role: Role, well: Reply) -> Reply:
    if role == "specialist":
        return Reply(tool_calls=[ToolCall("lookup_interaction", WRONG_TYPES[role])])
    return Reply(WRONG_TYPES[role])


def _half_arguments(role: Role, well: Reply) -> Reply:
    if role == "specialist":
        return Reply(tool_calls=[ToolCall("lookup_interaction", '{"drug_a": "ibuprofen", "drug_b"')])
    return Reply('{"' + next(iter(WRONG_TYPES[role])) + '": [')


_QUOTA: Final = ErrorReply(429, "You exceeded your current quota, please check your plan and billing details.", code="insufficient_quota")
_TOO_LONG: Final = ErrorReply(400, "This model's maximum context length is 8192 tokens.", code="context_length_exceeded")

FAULTS: Final[tuple[Fault, ...]] = (
    _always("400", ErrorReply(400, "Invalid value."), False),
    _always("400, the context is too long", _TOO_LONG, False),
    _always("401", ErrorReply(401, "Incorrect API key provided."), False),
    _always("403", ErrorReply(403, "Country, region, or territory not supported."), False),
    _always("404", ErrorReply(404, "The model does not exist."), False),
    _always("408", ErrorReply(408), True),
    _always("409", ErrorReply(409), True),
    _always("429 with Retry-After", rate_limited("2"), True, told=True),
    _always("429 with a Retry-After of an hour", rate_limited("3600"), False),
    _always("429 without Retry-After", rate_limited(None), True),
    _always("429, the quota is spent", _QUOTA, False),
    _always("500", ErrorReply(500), True),
    _always("502", ErrorReply(502), True),
    _always("503", ErrorReply(503), True),
    _always("503 with Retry-After", ErrorReply(503, headers={"Retry-After": "2"}), True, told=True),
    _always("529", ErrorReply(529), True),
    _always("a hang before the headers", Hang(), True, hangs=True),
    _always("a hang in the middle of the body", Hang("mid_stream"), True, hangs=True),
    _always("a hang in the middle of a stream", Hang("mid_stream"), True, hangs=True, streamed=True),
    _always("the connection closes before the headers", Cut("before_headers"), True),
    _always("the connection closes in the middle of the body", Cut(), True),
    _always("a cut stream", Cut(), True, streamed=True),
    _always("an error event in a stream", ErrorReply(500, mid_stream=True), True, streamed=True),
    _always("a stream that ends with no finish_reason", NoFinish(), True, streamed=True),
    _always("an empty choice", EmptyChoices(), True),
    _always("choices that are null", EmptyChoices(null=True), True),
    _always("truncated JSON", TruncatedJson(), True),
    _always("truncated JSON in a stream", TruncatedJson(), True, streamed=True),
    _always("a proxy's page instead of JSON", Raw("<html><body>Bad gateway</body></html>"), True),
    _always("an empty turn", NullContent(), None),
    _always("a call of a tool that does not exist", Reply(tool_calls=[ToolCall("prescribe", {"drug": "warfarin"})]), None),
    Fault("wrong argument types", _wrong_types, None),
    Fault("half arguments", _half_arguments, None),
    _always("a refusal", Reply(None, refusal="I cannot help with that."), None),
    _always("finish_reason length", Reply("It is safe to", finish_reason="length"), None),
    Fault("usage missing", lambda role, well: replace(well, usage=None), None),
)
"""Every fault of the matrix."""
