"""What to do about a failure: one classifier for every exception and every bad reply of a model or a tool call.

| action | meaning |
|---|---|
| `retry_now` | passing trouble: ask the same again, after a short backoff |
| `retry_later` | passing trouble, and the server said how many seconds to wait |
| `fall_back` | this model will not answer it, another one may |
| `give_up` | the request itself is at fault: no model will answer it, and asking again only costs |
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage

Action = Literal["retry_now", "retry_later", "fall_back", "give_up"]
Reason = Literal[
    "key_refused", "forbidden", "not_found", "misconfigured", "bad_request", "context_length", "rate_limit", "quota", "timeout", "conflict",
    "server_error", "connection", "malformed_reply", "empty_reply", "unfinished_reply", "unfit_reply", "cut_off", "refusal", "breaker_open", "deadline", "busy",
    "bad_arguments", "unexpected",
]  # fmt: skip

PHRASES: Final[dict[Reason, str]] = {
    "key_refused": "refused the API key (401)",
    "forbidden": "refused access (403)",
    "not_found": "was not found on the server (404)",
    "misconfigured": "is not set up",
    "bad_request": "refused the request (400)",
    "context_length": "cannot take a text of this length",
    "rate_limit": "is over its rate limit (429)",
    "quota": "is out of quota (429)",
    "timeout": "did not answer in time",
    "conflict": "was busy with a conflicting request (409)",
    "server_error": "failed on its side (5xx)",
    "connection": "cannot be reached",
    "malformed_reply": "gave a reply that cannot be read",
    "empty_reply": "gave an empty reply",
    "unfinished_reply": "broke off in the middle of its reply",
    "unfit_reply": "gave a reply that does not fit what was asked for",
    "cut_off": "was cut off by its token limit",
    "refusal": "declined to answer",
    "breaker_open": "is left alone after repeated failures",
    "deadline": "had no time left",
    "busy": "was busy",
    "bad_arguments": "was called with bad arguments",
    "unexpected": "failed",
}
"""Each reason as the end of a sentence that begins with the model's name."""

MISCONFIGURATION: Final[frozenset[Reason]] = frozenset({"key_refused", "forbidden", "not_found", "misconfigured"})
"""What the user has to mend: said plainly, and answered by another model only where the user has named one."""

_ANSWERED: Final[frozenset[Reason]] = frozenset(
    {"bad_request", "context_length", "cut_off", "unfit_reply", "refusal", "key_refused", "forbidden", "not_found"}
)


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong with a call, and what to do about it."""

    action: Action
    """What to do."""
    reason: Reason
    """Why, as one of the fixed names."""
    after: float | None = None
    """Seconds that the server asks to wait; only with `retry_later`."""

    @property
    def retried(self) -> bool:
        """Whether the same call may be made again."""
        return self.action in ("retry_now", "retry_later")

    @property
    def counts(self) -> bool:
        """Whether it speaks against the provider's health. The user's own bad requests and settings never do."""
        return self.retried or self.reason == "quota"

    @property
    def answered(self) -> bool:
        """Whether the provider is well all the same: it read the request and said no."""
        return self.reason in _ANSWERED

    @property
    def phrase(self) -> str:
        """The reason as the end of a sentence that begins with the model's name."""
        return PHRASES[self.reason]


_STATUS: Final[dict[int, tuple[Action, Reason]]] = {
    401: ("fall_back", "key_refused"),
    402: ("fall_back", "quota"),
    403: ("fall_back", "forbidden"),
    404: ("fall_back", "not_found"),
    408: ("retry_now", "timeout"),
    409: ("retry_now", "conflict"),
    413: ("fall_back", "context_length"),
    425: ("retry_now", "conflict"),
    429: ("retry_now", "rate_limit"),
}
_BY_NAME: Final[dict[str, tuple[Action, Reason]]] = {
    "ContextOverflowError": ("fall_back", "context_length"),
    "AuthenticationError": _STATUS[401],
    "PermissionDeniedError": _STATUS[403],
    "NotFoundError": _STATUS[404],
    "ConflictError": _STATUS[409],
    "RateLimitError": _STATUS[429],
    "BadRequestError": ("give_up", "bad_request"),
    "UnprocessableEntityError": ("give_up", "bad_request"),
    "InternalServerError": ("retry_now", "server_error"),
    "APITimeoutError": ("retry_now", "timeout"),
    "TimeoutError": ("retry_now", "timeout"),
    "TimeoutException": ("retry_now", "timeout"),
    "APIConnectionError": ("retry_now", "connection"),
    "TransportError": ("retry_now", "connection"),
    "ConnectionError": ("retry_now", "connection"),
    "LengthFinishReasonError": ("fall_back", "cut_off"),
    "ContentFilterFinishReasonError": ("fall_back", "refusal"),
    "OpenAIRefusalError": ("fall_back", "refusal"),
}
"""By the name of an exception's class or of one it derives from, the more telling first; importing the clients takes seconds."""
_BAD_SETTINGS: Final = frozenset({"UnsupportedProtocol", "InvalidURL", "LocalProtocolError"})
_QUOTA: Final = ("insufficient_quota", "billing_hard_limit_reached", "exceeded your current quota")
_TOO_LONG: Final = ("context_length_exceeded", "maximum context length", "exceeds the context window", "prompt is too long")
_CLIENTS: Final = ("openai", "langchain_openai", "langchain_core", "httpx", "httpcore")
_UNREADABLE: Final = (TypeError, LookupError, AttributeError, ValueError)
"""What clients raise over a reply of the wrong shape: null or empty choices, a proxy's page, a chunk that is no JSON."""


def classify(error: BaseException) -> Failure:
    """Say what to do about an exception of a model or tool call.

    Args:
        error: What was raised.

    Returns:
        The failure. An exception that carries one as its `failure` attribute decides for itself.
    """
    if isinstance(own := getattr(error, "failure", None), Failure):
        return own
    names = [kind.__name__ for kind in type(error).__mro__]
    if any(kind.__name__ in _BAD_SETTINGS for cause in _causes(error) for kind in type(cause).__mro__):
        return Failure("fall_back", "misconfigured")
    said = _said(error)
    if "ContextOverflowError" in names or any(mark in said for mark in _TOO_LONG):
        return Failure("fall_back", "context_length")
    status = _status(error)
    if status is not None and status >= 400:
        return _of_status(status, said, _headers(error))
    for name in names:
        if name in _BY_NAME:
            return _limited(*_BY_NAME[name], said, _headers(error))
    if "APIError" in names:
        return _in_stream(error, said)
    return _of_python(error, names)


def classify_reply(message: AIMessage, *, whole: bool = False) -> Failure | None:
    """Say what is wrong with a reply that came without an exception.

    Args:
        message: A model's turn.
        whole: Take a turn that the token limit cut, and one with unreadable tool arguments, for a failure too; left out, that is for the
            caller, who may ask once more in other words.

    Returns:
        The failure; None for a turn that can be used.
    """
    finish = message.response_metadata.get("finish_reason")
    if whole and (finish == "length" or message.invalid_tool_calls):
        return Failure("fall_back", "cut_off" if finish == "length" else "malformed_reply")
    if finish == "content_filter" or message.additional_kwargs.get("refusal"):
        return Failure("fall_back", "refusal")
    if not finish:
        return Failure("retry_now", "unfinished_reply")
    said = str(message.text).strip() or message.tool_calls or message.invalid_tool_calls
    return None if said or finish == "length" else Failure("retry_now", "empty_reply")


def retry_after(headers: Mapping[str, str], now: float | None = None) -> float | None:
    """Read how long a server asks to wait.

    Args:
        headers: The response's headers; any case when they are httpx's.
        now: The time in seconds since the epoch; the clock's when left out.

    Returns:
        Seconds, at least 0; None when the server does not say, or says it in no readable way.
    """
    for name, scale in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        text = headers.get(name) or headers.get(name.title()) or ""
        try:
            seconds = float(text) / scale
        except ValueError:
            continue
        return max(0.0, seconds) if math.isfinite(seconds) else None
    try:
        at = parsedate_to_datetime(headers.get("retry-after") or headers.get("Retry-After") or "")
        return max(0.0, at.timestamp() - (time.time() if now is None else now))
    except (ValueError, TypeError, OverflowError, OSError):
        return None


def _of_status(status: int, said: str, headers: Mapping[str, str]) -> Failure:
    if status in _STATUS:
        return _limited(*_STATUS[status], said, headers)
    return _limited("retry_now", "server_error", said, headers) if status >= 500 else Failure("give_up", "bad_request")


def _limited(action: Action, reason: Reason, said: str, headers: Mapping[str, str]) -> Failure:
    """Tell a spent quota from a rate limit, and a wait that the server asked for from one of our own."""
    if reason in ("rate_limit", "forbidden") and any(mark in said for mark in _QUOTA):
        return Failure("fall_back", "quota")
    wait = retry_after(headers) if action == "retry_now" else None
    return Failure(action, reason) if wait is None else Failure("retry_later", reason, wait)


def _in_stream(error: BaseException, said: str) -> Failure:
    """Sort an error that came as an event in the middle of a stream: it has no status, only a type and a code."""
    if any(mark in said for mark in _QUOTA):
        return Failure("fall_back", "quota")
    body = getattr(error, "body", None)
    kind = str(body.get("type") or "") if isinstance(body, Mapping) else ""
    if "invalid_request" in kind:
        return Failure("give_up", "bad_request")
    if "rate_limit" in said or kind in ("requests", "tokens"):
        return Failure("retry_now", "rate_limit")
    status = getattr(error, "status_code", None)
    return Failure("retry_now", "malformed_reply" if isinstance(status, int) else "server_error")


def _of_python(error: BaseException, names: list[str]) -> Failure:
    if isinstance(error, json.JSONDecodeError):
        return Failure("retry_now", "malformed_reply")
    if "OperationalError" in names and any(word in str(error) for word in ("locked", "busy")):
        return Failure("retry_now", "busy")
    if isinstance(error, UnicodeEncodeError):
        return Failure("give_up", "bad_request")
    if isinstance(error, _UNREADABLE) and _raised_in_a_client(error):
        return Failure("retry_now", "malformed_reply")
    return Failure("give_up", "bad_arguments" if "ValidationError" in names else "unexpected")


def _raised_in_a_client(error: BaseException) -> bool:
    """Say whether a plain Python error comes out of a client that read a reply, and not out of our own code or a tool."""
    step, last = error.__traceback__, ""
    while step is not None:
        name = str(step.tb_frame.f_globals.get("__name__", ""))
        last = last if name.partition(".")[0] in ("json", "pydantic", "asyncio", "concurrent") else name
        step = step.tb_next
    return last.partition(".")[0] in _CLIENTS and not last.startswith("langchain_core.tools")


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        yield at
        at = at.__cause__


def _status(error: BaseException) -> int | None:
    for value in (getattr(error, "status_code", None), getattr(getattr(error, "response", None), "status_code", None)):
        if isinstance(value, int):
            return value
    return None


def _headers(error: BaseException) -> Mapping[str, str]:
    headers: Any = getattr(getattr(error, "response", None), "headers", None)
    return headers if isinstance(headers, Mapping) else {}


def _said(error: BaseException) -> str:
    """Return what a client's exception says, in lower case; nothing for other exceptions, whose words mean nothing here."""
    if not any(hasattr(error, name) for name in ("body", "status_code", "response")):
        return ""
    return f"{error} {getattr(error, 'code', '')} {getattr(error, 'body', '')}".lower()
