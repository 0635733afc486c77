"""A responder that plays a model with no tool calling: it reads tools out of its system prompt and writes text ReAct.

It is as strict as such servers are: 400 to `tools`, to `response_format`, to the `tool` role and to roles that do not alternate.
"""

from __future__ import annotations

import json
import re
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from models.embedded.planning import plan
from models.embedded.reading import read
from tests.graphs.player import role_of, verdict
from tests.servers.chat_completions import AnyReply, ErrorReply, Reply, Request, Usage

Calls = Sequence[tuple[str, dict[str, Any]]]
Acts = Callable[[Calls, int], str]
"""Writes a specialist's turn from its calls and how often it was asked before."""

LIE = "Both are safe together at 7531 mg."
"""What a model makes up in place of an observation."""
_USAGE = Usage(prompt_tokens=100, completion_tokens=20)
_LISTED = re.compile(r"^(?:Observation(?: \d+)?: )?\[([a-z]+:\S+)\] (.+)$", re.M)


def plainly(calls: Calls, turn: int) -> str:
    """Write the calls in the form that was asked for."""
    return "\n".join(["Thought: I look it up.", *(f"Action: {name}({json.dumps(args)})" for name, args in calls)])


def messily(calls: Calls, turn: int) -> str:
    """Write the calls as weak models do: fenced, in single quotes, with a trailing comma and prose around."""
    lines = [f"{name}({{{', '.join(f'{k!r}: {v!r}' for k, v in args.items())},}})" for name, args in calls]
    return "Sure, I will check that.\n\n**Action:**\n```python\n" + "\n".join(lines) + "\n```\nLet me know!"


def lying(calls: Calls, turn: int) -> str:
    """Write the calls, and then make up their observation and an answer."""
    return f"{plainly(calls, turn)}\nObservation: {LIE}\nThought: I know it now.\nFinal Answer: {LIE}"


def hesitating(calls: Calls, turn: int) -> str:
    """Forget to act in the first turn, and act when asked again."""
    return plainly(calls, turn) if turn else "Thought: I should look this interaction up."


def garbled(calls: Calls, turn: int) -> str:
    """Never write an action that can be read."""
    return 'Thought: I look it up.\nAction: lookup_interaction({"drug_a": "ibuprofen", '


@dataclass
class PlainModel:
    """Plays every role of the pharmacist graph in plain text."""

    acts: Acts = plainly
    roles: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, request: Request) -> AnyReply:
        """Reply to one request."""
        if refused := _refusal(request):
            return ErrorReply(400, refused)
        role = role_of(request)
        with self._lock:
            turn = self.roles[role]
            self.roles[role] += 1
        text = getattr(self, f"_{role}")(request, turn)
        return Reply(text, usage=_USAGE)

    def _supervisor(self, request: Request, turn: int) -> str:
        return "\n".join(f"ROUTE_TO: {s}\nREASON: It fits." for s in read(_tag(request, "question")).specialists)

    def _specialist(self, request: Request, turn: int) -> str:
        found = [pair for m in request["messages"] if m["role"] == "user" for pair in _LISTED.findall(m["content"])]
        if found:
            lines = "\n".join(f"- {claim} [{ref}]" for ref, claim in found)
            return f"Thought: I can answer now.\nFinal Answer: {lines}"
        told = request["messages"][0]["content"]
        names = re.findall(r"^(\w+): .*\nArguments, as a JSON schema: \{", told, re.M)
        return self.acts(plan(_tag(request, "specialist"), read(_tag(request, "question")), {}, names), turn)

    def _critic(self, request: Request, turn: int) -> str:
        return f"My verdict:\n```json\n{json.dumps(verdict())}\n```"

    def _merger(self, request: Request, turn: int) -> str:
        return _tag(request, "parts")

    def _reviser(self, request: Request, turn: int) -> str:
        return _tag(request, "draft")


def _refusal(request: Request) -> str:
    for unknown in ("tools", "tool_choice", "functions", "response_format"):
        if unknown in request:
            return f"{request['model']} does not support {unknown}"
    roles = [m["role"] for m in request["messages"]]
    turns = roles[1:] if roles[0] == "system" else roles
    if turns != ["user" if n % 2 == 0 else "assistant" for n in range(len(turns))]:
        return f"Conversation roles must alternate user/assistant/user/assistant/..., not {roles}"
    return ""


def _tag(request: Request, name: str) -> str:
    asked = "\n".join(str(m["content"]) for m in request["messages"] if m["role"] == "user")
    return str(re.findall(rf"<{name}>\n?(.*?)\n?</{name}>", asked, re.S)[-1])
