"""Real HTTP servers on the loopback interface, for tests that drive the real clients."""

from __future__ import annotations

import contextlib
import json
import socket
import socketserver
import sys
import threading
import uuid
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Literal, Self
from urllib.parse import urlsplit

Where = Literal["before_headers", "mid_stream"]
"""Where a response breaks: before its first byte, or half way through its body (of an unstreamed one too)."""

Then = Literal["finish", "hang", "cut"]
"""How a response ends."""

_JOIN_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Received:
    """One request as it arrived; header names are lower case, the path has no query and no trailing slash."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Parse the body.

        Raises:
            ValueError: The body is not JSON.
        """
        return json.loads(self.body)

    def json_object(self) -> dict[str, Any] | None:
        """Parse the body; None if it is not a JSON object."""
        try:
            value = json.loads(self.body)
        except ValueError:
            return None
        return value if isinstance(value, dict) else None


@dataclass(frozen=True, slots=True)
class Response:
    """What goes on the wire, in what pieces, and how it ends."""

    parts: Sequence[bytes]
    """One part with a `length`, or the chunks of a `chunked` body."""
    chunked: bool = False
    content_type: str = "application/json"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int = 0
    started: bool = True
    """False sends not even the status line."""
    delay: float = 0.0
    chunk_delay: float = 0.0
    then: Then = "finish"
    keepalive: float | None = None
    """While it hangs, send an SSE comment that often, in seconds."""

    @classmethod
    def of(cls, body: bytes | str | Mapping[str, Any], status: int = 200, **rest: Any) -> Response:
        """A whole response; a mapping is sent as JSON."""
        text = json.dumps(body) if isinstance(body, Mapping) else body
        data = text.encode() if isinstance(text, str) else text
        return cls([data], length=len(data), status=status, **rest)

    def broken(self, where: Where, then: Then, keepalive: float | None = None) -> Response:
        """Half of this response, or none of it, and then `hang` or `cut`."""
        if where == "before_headers":
            return replace(self, parts=(), started=False, then=then)
        if self.chunked:
            return replace(self, parts=self.parts[: len(self.parts) // 2], then=then, keepalive=keepalive)
        return replace(self, parts=[self.parts[0][: self.length // 2]], then=then)


class LoopbackHandler(BaseHTTPRequestHandler):
    """Reads a request whole, records it on the server, and leaves the reply to `answer`."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _HTTPServer

    @abstractmethod
    def answer(self, received: Received) -> None:
        """Reply to one request; a subclass says how."""

    def send(self, response: Response) -> None:
        """Put a response on the wire; one that hangs holds this thread until the server closes."""
        closing = self.server.app.closing
        closing.wait(response.delay)
        if response.started:
            self.send_response(response.status)
            framing = ("Transfer-Encoding", "chunked") if response.chunked else ("Content-Length", str(response.length))
            for name, value in [("Content-Type", response.content_type), _request_id(), *response.headers.items(), framing]:
                self.send_header(name, value)
            self.end_headers()
        for number, part in enumerate(response.parts):
            closing.wait(response.chunk_delay if number else 0)
            self._write(part, response.chunked)
        if response.then == "hang":
            while not closing.wait(response.keepalive):
                self._write(b": keepalive\n\n", response.chunked)
        if response.then != "finish":
            self.close_connection = True
        elif response.chunked:
            self._write(b"", chunked=True)

    def do_GET(self) -> None:
        """Serve GET."""
        self._serve()

    def do_POST(self) -> None:
        """Serve POST."""
        self._serve()

    def do_PATCH(self) -> None:
        """Serve PATCH."""
        self._serve()

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""

    def _write(self, part: bytes, chunked: bool) -> None:
        self.wfile.write(b"%x\r\n%b\r\n" % (len(part), part) if chunked else part)

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if len(body) < length:  # the client left, or the server is closing
            self.close_connection = True
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        received = Received(self.command, urlsplit(self.path).path.rstrip("/"), headers, body)
        self.server.app.record(received)
        self.answer(received)


def _request_id() -> tuple[str, str]:
    return "x-request-id", f"req_{uuid.uuid4().hex}"


class LoopbackServer:
    """An HTTP/1.1 keep-alive server on 127.0.0.1 and a free port, one thread a connection.

    It listens from `start()`, or from entering the `with` block, until `close()`. Closing sets `closing`, cuts every
    open connection and joins the threads, so nothing outlives the test. Leaving the block cleanly raises the first
    exception that broke a handler.
    """

    handler: type[LoopbackHandler]

    closing: threading.Event
    """Set by `close()`. Whatever waits inside a handler waits on this."""

    changed: threading.Condition
    """Guards all that is recorded, and is notified when something is added. Its lock is re-entrant."""

    def __init__(self) -> None:
        """Prepare; nothing listens yet."""
        self.closing = threading.Event()
        self.changed = threading.Condition()
        self.failures: list[BaseException] = []
        self._received: list[Received] = []
        self._http: _HTTPServer | None = None

    @property
    def url(self) -> str:
        """The server's origin, such as `http://127.0.0.1:41234`.

        Raises:
            RuntimeError: The server was never started.
        """
        if self._http is None:
            raise RuntimeError(f"{type(self).__name__} is not started: use it in a with block, or call start()")
        return f"http://127.0.0.1:{self._http.server_port}"

    @property
    def received(self) -> list[Received]:
        """Every request so far, in order of arrival."""
        with self.changed:
            return list(self._received)

    def record(self, received: Received) -> None:
        """Keep one request, and wake whoever waits for it."""
        with self.changed:
            self._received.append(received)
            self.changed.notify_all()

    def wait_until(self, condition: Callable[[], bool], timeout: float, what: Callable[[], str]) -> None:
        """Block until `condition` holds; it is asked again whenever something is recorded.

        Raises:
            TimeoutError: It did not come to hold in time; `what` says what was there instead.
        """
        with self.changed:
            if not self.changed.wait_for(condition, timeout):
                raise TimeoutError(f"after {timeout} s: {what()}")

    def start(self) -> Self:
        """Listen, in a daemon thread."""
        self._http = _HTTPServer(self)
        self._http.start()
        return self

    def close(self) -> None:
        """Stop at once, also when replies are hanging; safe to call twice."""
        self.closing.set()
        if self._http is not None:
            self._http.stop()

    def __enter__(self) -> Self:
        """Start."""
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close, then raise what broke a handler, unless the block raised already."""
        self.close()
        if error is None and self.failures:
            raise self.failures[0]


class _HTTPServer(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True

    def __init__(self, app: LoopbackServer) -> None:
        self.app = app
        self._open: dict[Any, threading.Thread] = {}
        self._lock = threading.Lock()
        self._accepting = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        super().__init__(("127.0.0.1", 0), app.handler)

    def server_bind(self) -> None:
        socketserver.TCPServer.server_bind(self)  # HTTPServer's own would look the host name up
        self.server_name, self.server_port = "127.0.0.1", int(self.server_address[1])

    def start(self) -> None:
        self._accepting.start()

    def stop(self) -> None:
        if not self._accepting.is_alive():
            return
        self.shutdown()
        self._accepting.join()
        with self._lock:
            connections = list(self._open.items())
        for connection, _ in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for _, thread in connections:
            thread.join(_JOIN_SECONDS)
        self.server_close()

    def process_request(self, request: Any, client_address: Any) -> None:
        thread = threading.Thread(target=self.process_request_thread, args=(request, client_address), daemon=True)
        with self._lock:
            self._open[request] = thread
        thread.start()

    def shutdown_request(self, request: Any) -> None:
        super().shutdown_request(request)
        with self._lock:
            self._open.pop(request, None)

    def handle_error(self, request: Any, client_address: Any) -> None:
        error = sys.exc_info()[1]
        if error is not None and not isinstance(error, ConnectionError) and not self.app.closing.is_set():
            self.app.failures.append(error)
