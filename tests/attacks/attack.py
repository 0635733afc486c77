"""What an attack is, and how it is sent: over a socket, byte for byte, because clients mend what they are given."""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from tests.attacks.world import World

WAIT_SECONDS: Final = 30.0
"""How long an answer may take to its end; a stream that goes on has let somebody in."""
EMPTY: Final = (b"[]", b"0", b"null", b'{"items":[]}', b'{"namespaces":[]}')
"""Bodies that tell nothing."""


@dataclass(frozen=True)
class Answer:
    """What the server said.

    Attributes:
        status: The HTTP status; 0 when the connection was closed without one.
        body: The body, as it came.
        note: What the table says beside the status.
    """

    status: int
    body: bytes = b""
    note: str = ""

    @property
    def told(self) -> str:
        """The cell of the table."""
        if self.note:
            return f"{self.status}, {self.note}"
        if 200 <= self.status < 300:
            return f"{self.status}, {'nothing' if self.empty else 'SOMETHING'}"
        return str(self.status) if self.status else "connection closed"

    @property
    def empty(self) -> bool:
        """Whether a success told nothing."""
        return self.body.strip() in EMPTY


@dataclass(frozen=True)
class Attack:
    """One row.

    Attributes:
        group: The table's section.
        name: What is tried.
        sent: What is sent, for the table.
        act: Sends it.
        holds: Says whether the answer lets nobody in; by default, a client error or an empty success.
    """

    group: str
    name: str
    sent: str
    act: Callable[[World], Answer]
    holds: Callable[[Answer], bool] = lambda answer: (
        answer.status == 0 or 400 <= answer.status < 500 or answer.status < 300 and answer.empty
    )


def exchange(port: int, request: bytes) -> Answer:
    """Send bytes, and read the answer to its end.

    Raises:
        TimeoutError: If it has none.
    """
    end = time.monotonic() + WAIT_SECONDS
    with socket.create_connection(("127.0.0.1", port), timeout=WAIT_SECONDS) as connection:
        connection.sendall(request)
        received = b""
        try:
            while part := connection.recv(65_536):
                received += part
                if time.monotonic() > end:
                    raise TimeoutError(received[:500])
        except ConnectionResetError:
            pass
    head, _, body = received.partition(b"\r\n\r\n")
    status = re.match(rb"HTTP/1\.[01] (\d{3})", head)
    if b"transfer-encoding: chunked" in head.lower():
        body = b"".join(re.split(rb"(?:^|\r\n)[0-9a-fA-F]+\r\n", body))
    return Answer(int(status[1]) if status else 0, body)


def http(method: str, path: str, headers: list[tuple[str, str]], body: Any = None) -> bytes:
    """Write a request; a body that is no bytes is sent as JSON."""
    content = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    given = {name.lower() for name, _ in headers}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers), "Connection: close"]
    if "host" not in given:
        lines.append("Host: 127.0.0.1")
    if "content-type" not in given and content:
        lines.append("Content-Type: application/json")
    if "content-length" not in given and "transfer-encoding" not in given:
        lines.append(f"Content-Length: {len(content)}")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + content


def request(group: str, name: str, method: str, path: str, who: str = "mallory", body: Any = None, **headers: str) -> Attack:
    """Make an attack of one HTTP request.

    Args:
        group: The table's section.
        name: What is tried.
        method: The HTTP method.
        path: The path; `{thread}` and the like are filled in from the world's things.
        who: Whose key is sent, or which credential; `nobody` for none.
        body: The JSON body; texts in it are filled in too.
        headers: More headers; `_` in a name stands for a hyphen.
    """
    extra = [(key.replace("_", "-"), value) for key, value in headers.items()]
    shown = "".join(f", {key}: {value}" for key, value in extra)
    what = f"`{method} {path}`" + (f" {json.dumps(body)[:110]}" if body is not None and not isinstance(body, bytes) else "")

    def act(world: World) -> Answer:
        sent = [*world.credentials(who), *((key, world.filled(value)) for key, value in extra)]
        return exchange(world.port, http(method, world.filled(path), sent, world.filled(body)))

    return Attack(group, name, f"{who}: {what}{shown}", act)


def only_own(attack: Attack, note: str) -> Attack:
    """Say that an attack gets an answer, and nothing but one's own things in it."""

    def act(world: World) -> Answer:
        answer = attack.act(world)
        return replace(answer, note=note if answer.status == 200 else "")

    return replace(attack, act=act, holds=lambda answer: answer.status == 200)
