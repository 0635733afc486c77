"""Commands over a WebSocket, where one connection may start many runs: each is counted as a request of its own would be."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from starlette.types import Message, Receive, Send

from gateway.traffic import run_config
from gateway.traffic.refusal import Refusal, passed
from gateway.traffic.starting import command_starts
from gateway.traffic.traffic import Traffic
from nodes.guards.closing import BrokenGuardError, closed, closed_in_thread


class CommandGate:
    """Stands between a WebSocket and the server, which answers each command with the command's id."""

    def __init__(
        self,
        traffic: Traffic,
        path: str,
        counted: str,
        who: str,
        run_ids: list[str],
        admitted: Callable[[str, int], Awaitable[list[int]]],
    ) -> None:
        """Prepare for one connection.

        Args:
            traffic: What is counted.
            path: The path of the connection.
            counted: The name under which requests are counted.
            who: The name under which runs are counted.
            run_ids: Gets the ids of the runs that were started.
            admitted: Takes permits, or raises a refusal.
        """
        self._traffic, self._path, self._counted, self._who = traffic, path, counted, who
        self._run_ids, self._admitted = run_ids, admitted
        self._waiting: dict[str, list[int]] = {}
        """Permits by the id of the command they were taken for; a client may give one id twice."""

    def receiving(self, receive: Receive, send: Send) -> Receive:
        """Return a `receive` that gives the server only the commands that are allowed; the others are answered here."""

        async def allowed() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive":
                    return message
                text = message.get("text") or (message.get("bytes") or b"").decode("utf-8", "replace")
                command: Any = None
                try:
                    if len(text) > self._traffic.settings.body_bytes:
                        raise Refusal(413, "large_body", "The command is too large.")
                    command = await closed_in_thread("command", lambda: _read(text), lambda c: isinstance(c, dict), answers=(Refusal,))  # noqa: B023
                    await closed_in_thread("settings", lambda: run_config.check(self._path, command), passed, answers=(Refusal,))  # noqa: B023
                    limits = self._traffic.limits
                    verdict = await closed(
                        "requests",
                        lambda: limits.hit("requests", self._counted),  # noqa: B023
                        partial(limits.answers, "requests"),
                        answers=(Refusal,),
                    )
                    if verdict is not None and not verdict.allowed:
                        raise verdict.refusal()
                    starts = await closed_in_thread("runs", lambda: command_starts(command), lambda n: type(n) is int)  # noqa: B023
                    if starts:
                        self._waiting.setdefault(str(command.get("id")), []).extend(await self._admitted(self._who, 1))
                    return message
                except (Refusal, BrokenGuardError) as error:
                    refusal = Refusal.of(error)
                    said = {"type": "error", "id": _id(command), "error": refusal.reason, "message": refusal.detail}
                    await send({"type": "websocket.send", "text": json.dumps(said)})

        return allowed

    def sending(self, send: Send) -> Send:
        """Return a `send` that ties permits to the runs which the server's answers name."""

        async def watched(message: Message) -> None:
            text = message.get("text") or (message.get("bytes") or b"").decode("utf-8", "replace")
            if message["type"] == "websocket.send" and self._waiting:
                self._answered(_command(text))
            await send(message)

        return watched

    def _answered(self, reply: Any) -> None:
        waiting = self._waiting.get(str(_id(reply))) if isinstance(reply, dict) and "id" in reply else None
        if not waiting:
            return
        number = waiting.pop(0)
        result = reply.get("result")
        run_id = str(result.get("run_id") or "") if isinstance(result, dict) else ""
        if run_id:
            self._run_ids.append(run_id)
            self._traffic.began(self._who, number, run_id)
        else:
            self._traffic.permits.release(self._who, number)

    def close(self) -> None:
        """Give back what no run was started for: the connection has ended."""
        for number in (number for waiting in self._waiting.values() for number in waiting):
            self._traffic.permits.release(self._who, number)
        self._waiting.clear()


def _command(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _read(text: str) -> dict[str, Any]:
    """Read a command that a client sends.

    Raises:
        Refusal: 400 if it is none: it could not be counted.
    """
    command = _command(text)
    if not isinstance(command, dict):
        raise Refusal(400, "json", "The command is no JSON object.")
    return command


def _id(command: Any) -> Any:
    return command.get("id") if isinstance(command, dict) else None
