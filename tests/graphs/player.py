"""A responder that plays every role of the pharmacist graph by looking at the request, as a well-behaved model would."""

from __future__ import annotations

import json
import re
import threading
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.servers.chat_completions import AnyReply, Reply, Request, ToolCall

INTERACTION, DOSING = "drug_interaction_specialist", "dosing_specialist"
CATEGORIES = ("clinical_accuracy", "missing_information", "safety", "clarity")
_LISTED = re.compile(r"^\[([a-z]+:\S+)\] (.+)$", re.M)


def verdict(problem: str = "") -> dict[str, Any]:
    """A verdict that passes; with a problem, one that fails clinical accuracy."""
    return {
        "criteria": [
            {"category": c, "passed": not (problem and c == CATEGORIES[0]), "problem": problem if c == CATEGORIES[0] else ""}
            for c in CATEGORIES
        ]
    }


def routes(*names: str, question: str = "") -> dict[str, Any]:
    """A routing to the named specialists."""
    return {"assignments": [{"specialist": n, "question": question, "reason": f"{n} knows this."} for n in names]}


@dataclass
class Player:
    """What the model does in each role; `roles` counts the turns that were asked of each."""

    calls: Mapping[str, Sequence[ToolCall]]
    """The tool calls of each specialist; they are also who the supervisor chooses."""
    routing: AnyReply | Mapping[str, Any] | None = None
    """The supervisor's reply; None routes to whoever has calls."""
    verdicts: deque[AnyReply | Mapping[str, Any]] = field(default_factory=deque)
    """The critic's replies in order; the last one stays, and none passes."""
    answers: deque[str] = field(default_factory=deque)
    """Final answers and revisions in order; none writes what the tools said, with citations."""
    roles: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, request: Request) -> AnyReply:
        """Reply to one request."""
        with self._lock:
            role = role_of(request)
            self.roles[role] += 1
            reply = getattr(self, f"_{role}")(request)
        return reply if not isinstance(reply, Mapping) else _shaped(reply, request)

    def _supervisor(self, request: Request) -> AnyReply | Mapping[str, Any]:
        return routes(*self.calls) if self.routing is None else self.routing

    def _critic(self, request: Request) -> AnyReply | Mapping[str, Any]:
        if not self.verdicts:
            return verdict()
        return self.verdicts.popleft() if len(self.verdicts) > 1 else self.verdicts[0]

    def _specialist(self, request: Request) -> AnyReply:
        told = [m["content"] for m in request["messages"] if m["role"] == "tool"]
        if not told:
            return Reply(tool_calls=[ToolCall(c.name, c.arguments) for c in self.calls[_tag(request, "specialist")]])
        found = [pair for text in told for pair in _LISTED.findall(text)]
        return Reply(self._own() or "\n".join(f"- {claim} [{ref}]" for ref, claim in found))

    def _merger(self, request: Request) -> AnyReply:
        return Reply(_tag(request, "parts"))

    def _reviser(self, request: Request) -> AnyReply:
        return Reply(self._own() or _tag(request, "draft"))

    def _own(self) -> str:
        return self.answers.popleft() if self.answers else ""


def role_of(request: Request) -> str:
    """Name the role that a request asks for, by its system prompt."""
    first = request["messages"][0]["content"].split("\n")[0]
    known = {"You join": "merger", "You revise": "reviser", "supervisor": "supervisor", "critic": "critic", "specialist": "specialist"}
    for mark, role in known.items():
        if mark in first:
            return role
    raise LookupError(f"no role begins {first[:60]!r}")


def mode_of(request: Request) -> str:
    """Name how a request asks for structure: `json_schema`, `tool` or `text`."""
    if "response_format" in request:
        return str(request["response_format"]["type"])
    return "tool" if "tools" in request else "text"


def _shaped(value: Mapping[str, Any], request: Request) -> Reply:
    """Send a structure in the way that the request asks for."""
    if mode_of(request) == "tool":
        return Reply(tool_calls=[ToolCall(request["tools"][0]["function"]["name"], value)])
    return Reply(value if mode_of(request) == "json_schema" else f"Here you are:\n```json\n{json.dumps(value)}\n```")


def _tag(request: Request, name: str) -> str:
    found = re.findall(rf"<{name}>\n?(.*?)\n?</{name}>", "\n".join(str(m["content"]) for m in request["messages"]), re.S)
    return str(found[-1])
