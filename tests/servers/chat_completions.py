"""A chat-completions server that speaks OpenAI's HTTP protocol, answers from a script, and breaks on request."""

from __future__ import annotations

import json
import re
import threading
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from tests.servers import LoopbackHandler, LoopbackServer, Received, Response, Where

Request = dict[str, Any]
"""A parsed chat-completions request."""

_CREATED = 1_767_225_600
_COMPLETIONS = "/v1/chat/completions"


@dataclass(frozen=True, slots=True)
class Usage:
    """Token counts; `cached_tokens` are part of the prompt's, `reasoning_tokens` of the completion's."""

    prompt_tokens: int = 10
    completion_tokens: int = 5
    cached_tokens: int = 0
    reasoning_tokens: int = 0


@dataclass(frozen=True, slots=True)
class ToolCall:
    """One tool call; arguments given as a string travel as they are, so they may be bad JSON."""

    name: str
    arguments: Mapping[str, Any] | str = field(default_factory=dict)
    id: str = field(default_factory=lambda: f"call_{uuid.uuid4().hex[:24]}")


@dataclass(frozen=True, slots=True)
class Reply:
    """A model's turn, sent whole or streamed as the request asks."""

    content: str | Mapping[str, Any] | None = None
    """The text; a mapping is sent as its JSON, for structured output."""
    tool_calls: Sequence[ToolCall] = ()
    finish_reason: str | None = None
    """None computes it: `tool_calls` if there are any, else `stop`. An empty string sends null."""
    usage: Usage | None = field(default_factory=Usage)
    """None reports no usage, as some compatible servers do."""
    refusal: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    """Seconds before the first byte."""
    chunk_delay: float = 0.0
    """Seconds between the chunks of a stream."""


@dataclass(frozen=True, slots=True)
class ErrorReply:
    """An error body in OpenAI's shape; `mid_stream` sends it as an event in the middle of a stream instead."""

    status: int
    message: str = "The server had an error while processing your request. Sorry about that!"
    code: str | None = None
    type: str | None = None
    """None computes it from the status, as OpenAI does."""
    param: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    mid_stream: bool = False


_HALVED = Reply("The first half of this answer arrives, and the second half of it never does.")


@dataclass(frozen=True, slots=True)
class Hang:
    """Silence, until the server closes; `keepalive` sends an SSE comment that often, in seconds, meanwhile."""

    where: Where = "before_headers"
    reply: Reply = _HALVED
    keepalive: float | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """The connection closes with no reply, or with half of one."""

    where: Where = "mid_stream"
    reply: Reply = _HALVED


@dataclass(frozen=True, slots=True)
class EmptyChoices:
    """A reply whose `choices` is an empty list, or null."""

    null: bool = False


@dataclass(frozen=True, slots=True)
class TruncatedJson:
    """Well-formed HTTP around JSON that stops half way."""

    reply: Reply = _HALVED


@dataclass(frozen=True, slots=True)
class NoFinish:
    """A reply with no `finish_reason` and no usage that otherwise ends cleanly; `done=False` leaves `[DONE]` out as well."""

    reply: Reply = Reply("Half an answer that nobody")
    done: bool = True


@dataclass(frozen=True, slots=True)
class NullContent:
    """A finished turn with null content and no tool calls."""


@dataclass(frozen=True, slots=True)
class Raw:
    """Any bytes, such as a proxy's HTML page."""

    body: str
    content_type: str = "text/html"
    status: int = 200


AnyReply = Reply | ErrorReply | Hang | Cut | EmptyChoices | TruncatedJson | NoFinish | NullContent | Raw
Responder = Callable[[Request], AnyReply]


class Script:
    """A responder that gives its replies one after the other, to whichever thread asks next."""

    def __init__(self, replies: Iterable[AnyReply]) -> None:
        """Take the replies in order."""
        self._replies = deque(replies)
        self._lock = threading.Lock()

    @property
    def remaining(self) -> int:
        """How many replies are left."""
        with self._lock:
            return len(self._replies)

    def __call__(self, request: Request) -> AnyReply:
        """Give the next reply.

        Raises:
            LookupError: None is left; the client gets it as a 500.
        """
        with self._lock:
            if not self._replies:
                raise LookupError(f"script exhausted by a request that ends with {str(request['messages'][-1])[:200]}")
            return self._replies.popleft()


def rate_limited(retry_after: str | None = "1") -> ErrorReply:
    """OpenAI's 429, with a `Retry-After` header unless it is None."""
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    return ErrorReply(429, "Rate limit reached for requests", code="rate_limit_exceeded", type="requests", headers=headers)


class ChatServer(LoopbackServer):
    """Serves `POST /v1/chat/completions` and `GET /v1/models` on a free loopback port.

    What a responder raises reaches the client as a 500 that quotes it, and is kept in `responder_errors`. As OpenAI
    does, it answers 400 to a tool call without its tool message, and to a tool message without its call.
    """

    def __init__(
        self,
        responder: Responder,
        *,
        api_key: str | None = None,
        refuse_json_schema: bool = False,
        no_tools: bool = False,
        models: Sequence[str] = ("test-model",),
    ) -> None:
        """Prepare the server.

        Args:
            responder: Turns a parsed request into a reply; called from many threads at once.
            api_key: The only key that is let in; None lets every key in, and none.
            refuse_json_schema: Answer 400 to a `response_format` of type `json_schema`.
            no_tools: Answer 400 to a request that offers tools.
            models: What `GET /v1/models` lists; a completion may ask for any model.
        """
        super().__init__()
        self.handler = _Handler
        self.responder = responder
        self.api_key = api_key
        self.refuse_json_schema = refuse_json_schema
        self.no_tools = no_tools
        self.models = tuple(models)
        self.responder_errors: list[Exception] = []

    @property
    def base_url(self) -> str:
        """What a client takes as its `base_url`; ends in `/v1`."""
        return f"{self.url}/v1"

    @property
    def completions(self) -> list[Received]:
        """Every chat-completions request as it arrived, refused ones too."""
        return [received for received in self.received if received.path == _COMPLETIONS]

    @property
    def requests(self) -> list[Request]:
        """The parsed bodies of `completions`; `{}` for one that is not a JSON object."""
        return [received.json_object() or {} for received in self.completions]

    def wait_for_requests(self, count: int, timeout: float = 5.0) -> list[Request]:
        """Block until `count` chat-completions requests have arrived, answered or not, and return them.

        Raises:
            TimeoutError: Fewer arrived in time.
        """
        self.wait_until(lambda: len(self.completions) >= count, timeout, lambda: f"{len(self.completions)} of {count} requests")
        return self.requests

    def decide(self, request: Request | None) -> AnyReply:
        """Validate a chat-completions request (None: not JSON) and ask the responder for the reply."""
        if request is None:
            return ErrorReply(400, "We could not parse the JSON body of your request.")
        if refused := self._refusal(request):
            return refused
        try:
            return self.responder(request)
        except Exception as error:
            with self.changed:
                self.responder_errors.append(error)
            return ErrorReply(500, f"the test's responder raised {type(error).__name__}: {error}")

    def unauthorized(self, headers: Mapping[str, str]) -> ErrorReply | None:
        """The 401 for a wrong or missing key, or None."""
        key = headers.get("authorization", "").removeprefix("Bearer ").strip()
        if self.api_key is None or key == self.api_key:
            return None
        if not key:
            return ErrorReply(401, "You didn't provide an API key. You need to provide it in an Authorization header using Bearer auth.")
        shown = key if len(key) <= 12 else f"{key[:8]}{'*' * (len(key) - 12)}{key[-4:]}"
        message = f"Incorrect API key provided: {shown}. You can find your API key at https://platform.openai.com/account/api-keys."
        return ErrorReply(401, message, code="invalid_api_key")

    def _refusal(self, request: Request) -> ErrorReply | None:
        for name in ("model", "messages"):
            if not request.get(name):
                return ErrorReply(400, f"Missing required parameter: '{name}'.", code="missing_required_parameter", param=name)
        if self.no_tools and request.get("tools"):
            return ErrorReply(400, f"{request['model']} does not support tools", param="tools")
        if self.refuse_json_schema and request.get("response_format", {}).get("type") == "json_schema":
            return ErrorReply(400, "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.")
        return _broken_history(request["messages"])


class _Handler(LoopbackHandler):
    def answer(self, received: Received) -> None:
        app = cast(ChatServer, self.server.app)
        route = (received.method, received.path)
        if refused := app.unauthorized(received.headers):
            self.send(_respond(refused, {}))
        elif route == ("POST", _COMPLETIONS):
            request = received.json_object()
            self.send(_respond(app.decide(request), request or {}))
        elif route == ("GET", "/v1/models"):
            models = [{"id": name, "object": "model", "created": _CREATED, "owned_by": "tests"} for name in app.models]
            self.send(Response.of({"object": "list", "data": models}))
        else:
            self.send(_respond(ErrorReply(404, f"Invalid URL ({received.method} {received.path})"), {}))


def _respond(reply: AnyReply, request: Request) -> Response:
    stream = bool(request.get("stream"))
    match reply:
        case Reply():
            return _sse([*_chunks(reply, request), "[DONE]"], reply) if stream else _whole(_completion(reply, request), reply)
        case ErrorReply(mid_stream=True) if stream:
            return _sse([*_chunks(_HALVED, request)[:4], {"error": _error(reply)}], _HALVED)
        case ErrorReply():
            return Response.of({"error": _error(reply)}, reply.status, headers=reply.headers)
        case Hang():
            return _respond(reply.reply, request).broken(reply.where, "hang", reply.keepalive)
        case Cut():
            return _respond(reply.reply, request).broken(reply.where, "cut")
        case EmptyChoices():
            empty: dict[str, Any] = {"choices": None if reply.null else []}
            if stream:
                return _sse([_head(request, chunk=True) | empty, "[DONE]"], _HALVED)
            return _whole(_completion(_HALVED, request) | empty, _HALVED)
        case TruncatedJson():
            text = json.dumps(_completion(reply.reply, request))
            half = text[: len(text) // 2]
            return _sse([*_chunks(reply.reply, request)[:3], half, "[DONE]"], reply.reply) if stream else _whole(half, reply.reply)
        case NoFinish():
            unfinished = replace(reply.reply, usage=None, finish_reason="")
            if stream:
                return _sse([*_chunks(unfinished, request), *(["[DONE]"] if reply.done else [])], unfinished)
            return _whole(_completion(unfinished, request), unfinished)
        case NullContent():
            return _respond(Reply(content=None), request)
        case Raw():
            return Response.of(reply.body, reply.status, content_type=reply.content_type)


def _whole(body: Mapping[str, Any] | str, reply: Reply) -> Response:
    return Response.of(body, headers=reply.headers, delay=reply.delay)


def _sse(events: Iterable[Mapping[str, Any] | str], reply: Reply) -> Response:
    """A stream of events; a string goes out as it is."""
    parts = [f"data: {event if isinstance(event, str) else json.dumps(event)}\n\n".encode() for event in events]
    kind = "text/event-stream; charset=utf-8"
    return Response(parts, chunked=True, content_type=kind, headers=reply.headers, delay=reply.delay, chunk_delay=reply.chunk_delay)


def _head(request: Request, chunk: bool = False) -> dict[str, Any]:
    kind = "chat.completion.chunk" if chunk else "chat.completion"
    name = f"chatcmpl-{uuid.uuid4().hex}"
    return {"id": name, "object": kind, "created": _CREATED, "model": request.get("model"), "system_fingerprint": "fp_tests"}


def _completion(reply: Reply, request: Request) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": _text(reply.content), "refusal": reply.refusal}
    if reply.tool_calls:
        message["tool_calls"] = [_call(call, call.arguments) for call in reply.tool_calls]
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": _finish_reason(reply)}
    return {**_head(request), "choices": [choice], **({"usage": _usage(reply.usage)} if reply.usage else {})}


def _chunks(reply: Reply, request: Request) -> list[dict[str, Any]]:
    """The chunks of a stream; the one with the finish reason is the last but for the usage."""
    text = _text(reply.content)
    deltas: list[dict[str, Any]] = [{"role": "assistant", "content": None if text is None else "", "refusal": None}]
    deltas += [{"content": piece} for piece in re.findall(r"\s*\S+|\s+", text or "")]
    deltas += [{"refusal": reply.refusal}] if reply.refusal else []
    for index, call in enumerate(reply.tool_calls):
        deltas.append({"tool_calls": [{"index": index, **_call(call, "")}]})
        fragments = re.findall(r"(?s).{1,7}", _text(call.arguments) or "")
        deltas += [{"tool_calls": [{"index": index, "function": {"arguments": fragment}}]} for fragment in fragments]
    include_usage = bool((request.get("stream_options") or {}).get("include_usage"))
    head = _head(request, chunk=True) | ({"usage": None} if include_usage else {})
    choices: list[dict[str, Any]] = [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": None} for delta in [*deltas, {}]]
    choices[-1]["finish_reason"] = _finish_reason(reply)
    chunks = [{**head, "choices": [choice]} for choice in choices]
    if include_usage and reply.usage:
        chunks.append({**head, "choices": [], "usage": _usage(reply.usage)})
    return chunks


def _call(call: ToolCall, arguments: str | Mapping[str, Any]) -> dict[str, Any]:
    return {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": _text(arguments)}}


def _text(value: str | Mapping[str, Any] | None) -> str | None:
    return json.dumps(value) if isinstance(value, Mapping) else value


def _finish_reason(reply: Reply) -> str | None:
    if reply.finish_reason is None:
        return "tool_calls" if reply.tool_calls else "stop"
    return reply.finish_reason or None


def _usage(usage: Usage) -> dict[str, Any]:
    return {
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "total_tokens": usage.prompt_tokens + usage.completion_tokens,
        "prompt_tokens_details": {"cached_tokens": usage.cached_tokens, "audio_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": usage.reasoning_tokens, "audio_tokens": 0},
    }


def _error(reply: ErrorReply) -> dict[str, Any]:
    kind = reply.type or ("server_error" if reply.status >= 500 else "requests" if reply.status == 429 else "invalid_request_error")
    return {"message": reply.message, "type": kind, "param": reply.param, "code": reply.code}


def _broken_history(messages: Sequence[Mapping[str, Any]]) -> ErrorReply | None:
    """OpenAI's 400 for tool calls and tool messages that do not pair up, or None."""
    open_ids: list[str] = []
    for number, message in enumerate([*messages, {"role": "end"}]):
        if message.get("role") == "tool":
            if message.get("tool_call_id") not in open_ids:
                text = "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'."
                return ErrorReply(400, text, param=f"messages.[{number}].role")
            open_ids.remove(message["tool_call_id"])
        elif open_ids:
            must = "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'."
            missing = f"The following tool_call_ids did not have response messages: {', '.join(open_ids)}"
            return ErrorReply(400, f"{must} {missing}", param="messages")
        else:
            open_ids = [call["id"] for call in message.get("tool_calls") or ()]
    return None
