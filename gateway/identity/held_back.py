"""What waits for sign-off is kept from who asked: the server shows a thread's whole state, and every step of a run, to its owner.

Answers of the server are read on their way out, JSON and event streams alike, and what a draft may stand in is taken out of them by name.
"""

from __future__ import annotations

import ast
import json
import logging
import os
import re
from typing import Any, Final

from starlette.types import Message, Send

from nodes.guards.closing import SAID

log = logging.getLogger("rxgraph.guards")

HELD_BACK: Final = frozenset(
    {"draft", "parts", "verdicts", "failures", "checks", "removed", "restated", "readability", "sign_off", "extracted"}
)
"""Keys of the graphs' state, and of what a search extracts, whose values a draft may stand in."""
_OF_A_MESSAGE: Final = "kind"
"""What each part of an A2A message has; those of the graphs' state have a specialist."""
_OF_A_TASK: Final = frozenset({"state", "result"})
"""Keys of a step in a thread's state: what an inner graph holds, and what the step gave."""
_INTERRUPTS: Final = frozenset({"interrupts", "__interrupt__"})
SHOWN_EVENTS: Final = frozenset({"metadata", "values", "updates", "error", "end", "heartbeat"})
"""Events of a stream that an asker gets; the others carry what models write, word by word, or inner graphs."""
UNREAD: Final = re.compile(r"/threads/[^/]+/(?:stream/events|commands)")
"""Routes of the server's event protocol, whose envelopes are not read here; `/runs/stream` serves instead."""
UNREAD_HERE: Final = "answers are signed off here, so this stream is not open to who asks: take /runs/stream, or /runs/wait"
_A2A_STREAMS: Final = frozenset({"message/stream", "tasks/resubscribe"})
"""Calls of A2A that stream what models write."""
WAITING: Final[dict[str, Any]] = {"waiting": True, "notice": "The answer waits for a reviewer's sign-off."}
"""What stands in the place of a draft."""
_BLANK: Final = re.compile(rb"\r?\n\r?\n")


def holds_back() -> bool:
    """Say whether answers are signed off here, so that drafts are kept from who asks: `RXGRAPH_REVIEW`."""
    return (os.environ.get("RXGRAPH_REVIEW") or "off") != "off"


def unread(path: str, body: bytes) -> bool:
    """Say whether a request asks for a stream that cannot be read for what is held back.

    Args:
        path: Of the request.
        body: Of the request; only that of A2A counts.
    """
    if not path.startswith("/a2a/"):
        return bool(UNREAD.fullmatch(path))
    try:
        call = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return any(isinstance(one, dict) and one.get("method") in _A2A_STREAMS for one in (call if isinstance(call, list) else [call]))


def released(found: Any) -> Any:
    """Return a JSON value without what is held back.

    Args:
        found: What the server answers: a thread, a state, a history, a run's output, or a list of these; a text that holds such a value is read too.
    """
    if isinstance(found, list):
        return [released(item) for item in found]
    if isinstance(found, dict):
        kept = {key: value for key, value in found.items() if key not in HELD_BACK or key == "parts" and _is_message(value)}
        if "interrupts" in found and "name" in found:
            kept = {key: value for key, value in kept.items() if key not in _OF_A_TASK}
        return {key: _waiting(value) if key in _INTERRUPTS else released(value) for key, value in kept.items()}
    return _written(found) if isinstance(found, str) and found[:1] in ("{", "[") else found


def _written(text: str) -> str:
    """Return a text that holds a value, as JSON or as Python writes it, without what is held back; MCP's answers are of the second kind."""
    try:
        return json.dumps(released(json.loads(text)), ensure_ascii=False)
    except ValueError:
        pass
    try:
        return repr(released(ast.literal_eval(text)))
    except (ValueError, SyntaxError, MemoryError):
        return str(WAITING["notice"]) if any(re.search(rf"['\"]{key}['\"]", text) for key in (*_INTERRUPTS, *HELD_BACK)) else text


def _is_message(parts: Any) -> bool:
    return isinstance(parts, list) and all(isinstance(p, dict) and _OF_A_MESSAGE in p and "specialist" not in p for p in parts)


def _waiting(found: Any) -> Any:
    """Return interrupts without what they show: by task in a thread, as a list elsewhere."""
    if isinstance(found, dict):
        return {key: _waiting(value) for key, value in found.items()}
    if isinstance(found, list):
        return [{**{k: v for k, v in item.items() if k == "id"}, "value": WAITING} for item in found if isinstance(item, dict)]
    return []


def holding_back(send: Send) -> Send:
    """Return a `send` that takes out of an answer what is held back; what cannot be read is not sent.

    Args:
        send: The server's own.
    """
    kind = ""
    held = b""

    async def sending(message: Message) -> None:
        nonlocal kind, held
        if message["type"] == "http.response.start":
            headers = [(name, value) for name, value in message.get("headers", ()) if name.lower() != b"content-length"]
            kind = next((value.decode("latin-1") for name, value in headers if name.lower() == b"content-type"), "")
            if _is_json(kind) or _is_stream(kind):
                message = {**message, "headers": headers}
        elif message["type"] == "http.response.body" and (_is_json(kind) or _is_stream(kind)):
            held += message.get("body", b"")
            more = message.get("more_body", False)
            if _is_stream(kind):
                *whole, held = _BLANK.split(held)
                body = b"".join(map(_event, whole)) + (b"" if more else _event(held))
            elif more:
                body, held = (held, b"") if not held.strip() else (b"", held)  # blanks keep a connection alive
            else:
                body = _body(held)
            message = {**message, "body": body}
        await send(message)

    return sending


def _is_json(kind: str) -> bool:
    return "json" in kind


def _is_stream(kind: str) -> bool:
    return kind.startswith("text/event-stream")


def _body(body: bytes) -> bytes:
    if not body.strip():
        return body
    try:
        return json.dumps(released(json.loads(body)), ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        log.error("An answer could not be read for what is held back (%s); it was not sent", type(error).__name__)
        return json.dumps({"detail": SAID}).encode()


def _event(event: bytes) -> bytes:
    """Return one event of a stream as an asker gets it; nothing when it is not theirs."""
    lines = event.splitlines()
    name = next((line[6:].strip().decode("utf-8", "replace") for line in lines if line.startswith(b"event:")), "")
    data = b"\n".join(line[5:].strip() for line in lines if line.startswith(b"data:"))
    if not data:
        return event + b"\n\n" if all(line.startswith(b":") for line in lines) and lines else b""
    if name and name not in SHOWN_EVENTS:
        return b""
    kept = [line for line in lines if not line.startswith(b"data:")]
    return b"\n".join([*kept, b"data: " + _body(data)]) + b"\n\n"
