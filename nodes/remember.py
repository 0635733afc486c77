"""`remember`: compress working memory into an episode when it has grown long. What was learned is in state already."""

from __future__ import annotations

from typing import Any

from langchain_core.messages import HumanMessage, RemoveMessage, SystemMessage
from langgraph.runtime import Runtime
from pydantic import BaseModel, Field

from models.errors import ModelError
from models.structured import StructureError
from nodes.calling import ask_structured
from nodes.context import Context, context_of
from nodes.memory import Episode, now
from nodes.prompts import system, task
from nodes.state import PharmacistState

_SHORT = 600


class Summary(BaseModel):
    """A conversation in a few points."""

    bullets: list[str] = Field(min_length=3, max_length=5)


async def remember(state: PharmacistState, runtime: Runtime[Context]) -> dict[str, Any]:
    """Summarise the oldest messages by the cheaper model and let them go. A failing summary loses nothing: it is tried again next time."""
    context, messages = context_of(runtime), state["messages"]
    if len(messages) <= context.working_limit:
        return {}
    old = messages[: -context.working_keep]
    transcript = "\n".join(f"{m.type}: {str(m.text)[:_SHORT]}" for m in old)
    earlier = state.get("episodes", [])
    if earlier:
        transcript = "\n".join(f"earlier: {b}" for b in earlier[-1]["bullets"]) + "\n" + transcript
    prompt = [SystemMessage(system("summarise")), HumanMessage(task("summarise", transcript=transcript))]
    try:
        summary, usage = await ask_structured(Summary, prompt, context, max(state["deadline"], 0.0), name=context.cheap_model)
    except (ModelError, StructureError):
        return {}
    episode: Episode = {"at": now(), "bullets": summary.bullets, "messages": len(old)}
    return {"episodes": [*earlier, episode], "messages": [RemoveMessage(id=m.id or "") for m in old], "usage": usage}
