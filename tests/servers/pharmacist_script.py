"""A loopback model that plays a good pharmacist: it routes, calls tools, cites what they returned, and passes what is sound.

It decides by what a request asks for, as a model does, and keeps no state, so that it serves parallel specialists.
"""

from __future__ import annotations

import re
from typing import Any

from models.embedded.planning import plan
from models.embedded.reading import read
from tests.servers.chat_completions import Reply, ToolCall, Usage

_USAGE = Usage(prompt_tokens=100, completion_tokens=20)


def _tag(request: dict[str, Any], name: str) -> str:
    text = "\n".join(str(m.get("content") or "") for m in request["messages"] if m["role"] in ("system", "user"))
    found = re.findall(rf"<{name}>\n?((?:(?!<{name}>).)*?)\n?</{name}>", text, re.S)
    return str(found[-1]) if found else ""


def plays_pharmacist(request: dict[str, Any]) -> Reply:
    """Answer a chat-completions request as a competent model would."""
    schema = (request.get("response_format") or {}).get("json_schema", {}).get("name")
    question = _tag(request, "question")
    if schema == "Routing":
        routes = [{"specialist": s, "question": question, "reason": "It fits."} for s in read(question).specialists]
        return Reply(content={"assignments": routes}, usage=_USAGE)
    if schema == "Verdict":
        categories = ("clinical_accuracy", "missing_information", "safety", "clarity")
        return Reply(content={"criteria": [{"category": c, "passed": True, "problem": ""} for c in categories]}, usage=_USAGE)
    if schema == "Summary":
        return Reply(content={"bullets": ["One.", "Two.", "Three."]}, usage=_USAGE)
    observed = [str(m["content"]) for m in request["messages"] if m["role"] == "tool"]
    if request.get("tools") and not observed:
        names = [t["function"]["name"] for t in request["tools"]]
        calls = plan(_tag(request, "specialist"), read(question), {}, names)
        return Reply(content=None, tool_calls=[ToolCall(name, args) for name, args in calls], usage=_USAGE)
    if observed:
        lines = [re.match(r"\[(\S+)\] (.*)", line) for text in observed for line in text.splitlines()]
        return Reply(content="\n".join(f"- {m[2]} [{m[1]}]" for m in lines if m), usage=_USAGE)
    return Reply(content=_tag(request, "parts") or _tag(request, "draft") or "Nothing to say.", usage=_USAGE)
