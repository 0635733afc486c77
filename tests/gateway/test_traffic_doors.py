"""The doors around an app of the test: what no real server can be brought to do."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from gateway.traffic.commands import CommandGate
from gateway.traffic.door import Door
from gateway.traffic.settings import Settings
from gateway.traffic.traffic import Traffic
from gateway.traffic.turnstile import Turnstile

RUN = "/threads/t/runs/0199c0de-0000-7000-8000-00000000000"


@pytest.fixture
async def traffic() -> AsyncIterator[Traffic]:
    opened = Traffic(Settings(log="off", concurrent_runs=2, requests_per_minute=50))
    opened.open()
    yield opened
    await opened.close()


def client_of(app: Any) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=app, client=("127.0.0.1", 5000), raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1")


async def starting(request: Request) -> Response:
    """Answer as the server does to a run that was made, or was not."""
    what = (await request.json())["what"]
    if what == "breaks":
        raise RuntimeError("before any answer")
    if what == "refuses":
        return JSONResponse({"detail": "no"}, 422, headers={"Content-Location": f"{RUN}1"})
    if what == "names none":
        return JSONResponse({})
    return JSONResponse({}, headers={"Content-Location": f"{RUN}{what}"})


def app_of(traffic: Traffic) -> Door:
    return Door(Turnstile(Starlette(routes=[Route("/runs", starting, methods=["POST"])]), traffic), traffic)


async def test_an_inner_door_without_the_outer_one_is_shut(traffic: Traffic) -> None:
    inside = Turnstile(Starlette(routes=[Route("/runs", starting, methods=["POST"])]), traffic)
    async with client_of(inside) as client:
        assert (await client.post("/runs", json={"what": 1})).status_code == 503


@pytest.mark.parametrize(("what", "status"), [("breaks", 500), ("refuses", 422), ("names none", 200)])
async def test_a_request_that_starts_no_run_gives_its_permit_back(traffic: Traffic, what: str, status: int) -> None:
    async with client_of(app_of(traffic)) as client:
        for _ in range(5):
            assert (await client.post("/runs", json={"what": what})).status_code == status
    assert traffic.permits.total() == 0


async def test_a_run_that_was_started_keeps_its_permit_until_it_ends(traffic: Traffic, monkeypatch: pytest.MonkeyPatch) -> None:
    async def all_alive() -> set[str] | None:
        return {f"{RUN}{n}".rsplit("/", 1)[1] for n in (1, 2, 3)}

    monkeypatch.setattr(traffic.permits, "_unfinished", all_alive)
    async with client_of(app_of(traffic)) as client:
        assert [(await client.post("/runs", json={"what": n})).status_code for n in (1, 2, 3)] == [200, 200, 429]
        traffic.permits.ended(f"{RUN}2".rsplit("/", 1)[1])
        assert (await client.post("/runs", json={"what": 3})).status_code == 200
    text = traffic.metrics_text()
    assert 'rxgraph_refused_total{reason="limit_runs"} 1' in text
    assert "rxgraph_runs_held 2" in text


async def test_a_limit_that_breaks_shuts_the_door(traffic: Traffic, monkeypatch: pytest.MonkeyPatch) -> None:
    async def garbage(*_: object, **__: object) -> Any:
        return "yes"

    monkeypatch.setattr(traffic.limits._moving, "get_window_stats", garbage)
    async with client_of(app_of(traffic)) as client:
        answer = await client.post("/runs", json={"what": 1})
    assert answer.status_code == 503
    assert traffic.health()[0] == 503


async def test_a_websocket_gives_back_what_no_run_was_started_for(traffic: Traffic) -> None:
    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        socket = WebSocket(scope, receive, send)
        await socket.accept()
        await socket.receive_json()
        await socket.receive_json()
        await socket.send_json({"type": "success", "id": 1, "result": {"run_id": "run-1"}})
        await socket.receive_json()

    sent: list[Message] = []
    start = {"type": "websocket.receive", "text": json.dumps({"id": 1, "method": "run.start"})}
    waiting = iter([{"type": "websocket.connect"}, start, start, start, {"type": "websocket.disconnect", "code": 1000}])

    async def receive() -> Message:
        return next(waiting)

    async def send(message: Message) -> None:
        sent.append(message)

    started: list[str] = []
    turnstile = Turnstile(serve, traffic)
    gate = CommandGate(traffic, "/threads/t/stream/events", "ada", "ada", started, turnstile.admitted)
    with pytest.raises(WebSocketDisconnect):
        await serve({"type": "websocket"}, gate.receiving(receive, send), gate.sending(send))
    assert traffic.permits.held("ada") == 2
    refused = [json.loads(m["text"]) for m in sent if "limit_runs" in m.get("text", "")]
    assert [answer["id"] for answer in refused] == [1]
    gate.close()
    assert (traffic.permits.held("ada"), started) == (1, ["run-1"])
