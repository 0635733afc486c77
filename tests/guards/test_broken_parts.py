"""Guards that no HTTP request to the dev server meets: those of commands over a WebSocket, and the fetching of a key set."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
from starlette.types import Message

from gateway.identity import token_keys
from gateway.identity.token_keys import KeySetUrl, TokenKeysError
from gateway.traffic import commands, run_config
from gateway.traffic.commands import CommandGate
from gateway.traffic.settings import Settings
from gateway.traffic.traffic import Traffic
from gateway.traffic.turnstile import Turnstile
from nodes.guards import closing

SECRET = "zyzzyva"
GARBAGE: list[Any] = [None, "nonsense", 2.5, [], {}, [True]]
WAYS = ["raises", "hangs", *map(repr, GARBAGE)]


@pytest.fixture
async def traffic() -> AsyncIterator[Traffic]:
    opened = Traffic(Settings(log="off", concurrent_runs=2, requests_per_minute=50))
    opened.open()
    yield opened
    await opened.close()


@pytest.fixture
def released() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()
    for thread in list(closing._hung):
        thread.join(10)
    closing._hung.clear()


def broken(way: str, released: threading.Event, *, awaited: bool) -> Callable[..., Any]:
    async def later(*_: Any, **__: Any) -> Any:
        if way == "hangs":
            await asyncio.Event().wait()
        return now()

    def now(*_: Any, **__: Any) -> Any:
        if way == "hangs":
            released.wait(60)
        if way in ("hangs", "raises"):
            raise RuntimeError(SECRET)
        return GARBAGE[WAYS.index(way) - 2]

    return later if awaited else now


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("guard", ["read", "settings", "starts", "requests", "tokens", "permits"])
async def test_a_command_that_cannot_be_checked_never_reaches_the_server(
    guard: str, way: str, traffic: Traffic, released: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    places: dict[str, tuple[Any, str]] = {
        "read": (commands, "_read"),
        "settings": (run_config, "check"),
        "starts": (commands, "command_starts"),
        "requests": (traffic.limits, "hit"),
        "tokens": (traffic.limits, "test"),
        "permits": (traffic.permits, "take"),
    }
    if (guard, way) == ("read", "{}"):
        pytest.skip("that is an answer of its kind")
    monkeypatch.setattr(*places[guard], broken(way, released, awaited=guard in ("requests", "tokens", "permits")))
    if way == "hangs":
        monkeypatch.setattr(closing, "SECONDS", 0.2)
    sent: list[Message] = []
    start = {"type": "websocket.receive", "text": json.dumps({"id": 1, "method": "run.start"})}
    waiting = iter([start, {"type": "websocket.disconnect", "code": 1000}])

    async def receive() -> Message:
        return next(waiting)

    async def send(message: Message) -> None:
        sent.append(message)

    async def nothing(*_: Any) -> None:
        raise AssertionError

    gate = CommandGate(traffic, "/threads/t/stream/events", "ada", "ada", [], Turnstile(nothing, traffic).admitted)
    assert (await gate.receiving(receive, send)())["type"] == "websocket.disconnect"
    [said] = [json.loads(message["text"]) for message in sent]
    assert (said["type"], said["error"]) == ("error", "guard")
    assert SECRET not in str(said)


class Issuer(threading.Thread):
    """Serves what is no key set, as an issuer that is broken does."""

    def __init__(self, answer: bytes, *, drips: bool = False) -> None:
        super().__init__()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/jwks.json"
        self._answer, self._drips, self.over = answer, drips, threading.Event()

    def run(self) -> None:
        connection, _ = self._listener.accept()
        with self._listener, connection:
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\nconnection: close\r\n\r\n" + self._answer)
            try:
                while self._drips and not self.over.wait(0.05):
                    connection.sendall(b" ")
            except OSError:
                return
            if not self._answer and not self._drips:
                self.over.wait(30)


@pytest.mark.parametrize(
    ("answer", "drips"), [(b"", False), (b"", True), (b"<html>", False), (b" " * 1000, False), (b'{"keys": 7}'.ljust(1000), False)]
)
async def test_a_key_set_that_hangs_drips_or_is_garbage_gives_no_key(answer: bytes, drips: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(token_keys, "_TIMEOUT_SECONDS", 0.5)
    issuer = Issuer(answer, drips=drips)
    issuer.start()
    try:
        with pytest.raises(TokenKeysError):
            async with asyncio.timeout(10):
                await KeySetUrl(issuer.url).keys()
    finally:
        issuer.over.set()
        issuer.join(10)
