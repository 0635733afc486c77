"""`remember`: compress working memory into an episode when it has grown long. What was learned is in state already."""

from __future__ import annotations

from typing import Any, Final

from langchain_core.messages import AnyMessage, HumanMessage, RemoveMessage, SystemMessage
from langgraph.runtime import Runtime
from pydantic import BaseModel, Field

from models.cost import NOTHING, Usage, add
from models.errors import ModelError
from models.structured import StructureError
from nodes.calling import ask_structured
from nodes.context import Context, context_of
from nodes.memory import Episode, merge_episodes, now
from nodes.patients import episodes_of_present, first_of_present
from nodes.prompts import system, task
from nodes.redaction import redacted_text
from nodes.state import PharmacistState

_SHORT: Final = 600
"""How much of a message a summary sees, in characters."""
_CHUNK: Final = 60
"""How many messages one summary stands for at most; a backlog is caught up in several."""
_ANSWERED: Final = 2
"""The question and its answer always stay: the answer is what the run returns."""
_ROUNDS: Final = 4
"""How many summaries one question may ask for; what is left waits for the next."""
_BULLET: Final = 300


class Summary(BaseModel):
    """A conversation in a few points."""

    bullets: list[str] = Field(min_length=3, max_length=5)


async def remember(state: PharmacistState, runtime: Runtime[Context]) -> dict[str, Any]:
    """Summarise the oldest messages by the cheaper model and let them go.

    The answer is in state, and with whoever streams, before this begins. A summary that fails, or a process that dies in it, loses nothing:
    the messages stay, and the next question's `remember` catches up. The profile and the facts never pass through a summary.
    """
    context, messages = context_of(runtime), list(state["messages"])
    if len(messages) <= context.working_limit:
        return {}
    episodes: list[Episode] = list(state.get("episodes", []))
    spare = max(0, len(messages) - max(context.working_keep, _ANSWERED))
    gone, used, turned = 0, NOTHING, first_of_present(messages, state.get("patient_from", ""))
    for _ in range(_ROUNDS):
        of_earlier = gone < turned  # no summary tells of two patients
        old = messages[gone : min(gone + _CHUNK, spare, turned if of_earlier else spare)]
        if not old:
            break
        before = episodes if of_earlier else episodes_of_present(episodes)
        try:
            bullets, usage = await _summarised(old, before, context, state["deadline"], add(state.get("usage") or NOTHING, used))
        except (ModelError, StructureError):
            break
        episode: Episode = {"at": now(), "bullets": bullets, "messages": len(old)}
        episodes.append({**episode, "earlier_patient": True} if of_earlier else episode)
        gone, used = gone + len(old), add(used, usage)
    if not gone:
        return {}
    return {"episodes": merge_episodes(episodes), "messages": [RemoveMessage(id=m.id or "") for m in messages[:gone]], "usage": used}


async def _summarised(
    old: list[AnyMessage], episodes: list[Episode], context: Context, deadline: float, used: Usage
) -> tuple[list[str], Usage]:
    """Summarise messages together with the episode before them, so that the last summary tells the whole story in short."""
    lines = [f"earlier: {bullet}" for bullet in (episodes[-1]["bullets"] if episodes else ())]
    lines += [f"{m.type}: {str(m.text)[:_SHORT]}" for m in old]
    prompt = [SystemMessage(system("summarise")), HumanMessage(task("summarise", transcript="\n".join(lines)))]
    summary, usage = await ask_structured(Summary, prompt, context, deadline, name=context.cheap_model, used=used)
    # A summary outlives what it sums up, and needs no name to do so.
    return [redacted_text(bullet)[:_BULLET] for bullet in summary.bullets], usage
