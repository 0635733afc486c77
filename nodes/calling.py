"""How nodes call a model: within the run's deadline and budget, counted, over the chain of stand-ins, recorded, and with errors in words.

With `RXGRAPH_REDACT_MODEL=on` a model that is not this process's own is sent no identifiers of the patient.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from typing import Any, Final, TypeVar

from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.config import ensure_config, merge_configs
from pydantic import BaseModel

from models.cost import Usage, of_call
from models.errors import DeadlineError, ModelError
from models.factory import EMBEDDED, chain_of
from models.fallback import FallbackModel
from nodes.budget import BudgetError, Spending, budget_of
from nodes.context import Context
from nodes.guards.closing import BrokenGuardError, closed_in_thread
from nodes.guards.leaks import scrubbed_deep
from nodes.journal import deadline_of, journalled_model_call
from nodes.redaction import redacted_for_model

__all__ = ["BudgetError", "DeadlineError", "ask", "ask_structured"]

Schema = TypeVar("Schema", bound=BaseModel)
REDACT: Final = "RXGRAPH_REDACT_MODEL"


def _model(name: str, context: Context, deadline: float, temperature: float | None = None, whole: bool = False) -> FallbackModel:
    return FallbackModel(
        chain=chain_of(name),
        temperature=context.temperature if temperature is None else temperature,
        deadline=deadline_of(deadline),
        call_timeout=context.model_timeout_seconds,
        whole=whole,
    )


def redacts_models() -> bool:
    """Say whether `RXGRAPH_REDACT_MODEL` keeps identifiers from language models.

    Raises:
        ModelError: If it is neither `on` nor `off`: a wrong word must not turn it off in silence.
    """
    chosen = os.environ.get(REDACT, "").strip().lower() or "off"
    if chosen not in ("on", "off"):
        raise ModelError(f"{REDACT}={chosen!r} is not a setting: give on or off")
    return chosen == "on"


async def _shown(messages: Sequence[BaseMessage], model: str) -> Sequence[BaseMessage]:
    """Return the messages as a model is shown them.

    Raises:
        ModelError: If they cannot be redacted and must be; nothing is sent then.
    """
    if model == EMBEDDED or not redacts_models():
        return messages
    # Our own instructions hold no patient data, and are said as they are.
    told = [n for n, message in enumerate(messages) if message.type != "system"]
    redacted = await asyncio.to_thread(redacted_for_model, [messages[n] for n in told])
    if not isinstance(redacted, list):
        raise ModelError(
            f"{model} was not asked, because the question could not be redacted and {REDACT} is on. Set RXGRAPH_MODEL=embedded."
        )
    shown = dict(zip(told, redacted, strict=True))
    return [shown.get(n, message) for n, message in enumerate(messages)]


async def _without_leaks(message: AIMessage) -> AIMessage:
    """Return a model's turn without our prompts and secrets, so that no state, journal, tool call or memory ever holds them."""
    parts = ("content", "tool_calls", "invalid_tool_calls", "additional_kwargs")
    said = {part: getattr(message, part) for part in parts}
    clean = await _scrubbed(said)
    return message if clean == said else message.model_copy(update={part: clean[part] for part in parts if clean[part] != said[part]})


async def _scrubbed(said: dict[str, Any]) -> dict[str, Any]:
    """Return what a model said without our prompts and secrets.

    Raises:
        ModelError: If it could not be checked; nothing of it is used then.
    """
    try:
        clean: dict[str, Any] = await closed_in_thread("leaks", lambda: scrubbed_deep(said), lambda found: _same_shape(found, said))
    except BrokenGuardError:
        raise ModelError("What the model said could not be checked for leaks, so it is not used. Ask again.") from None
    return clean


def _same_shape(found: object, said: dict[str, Any]) -> bool:
    return isinstance(found, dict) and found.keys() == said.keys() and all(isinstance(found[k], type(v)) for k, v in said.items())


def _charged(spending: Spending) -> RunnableConfig:
    """Add the budget's ears to those that the node's calls have."""
    return merge_configs(ensure_config(), {"callbacks": [spending]})


async def ask(
    messages: Sequence[BaseMessage],
    context: Context,
    deadline: float,
    *,
    name: str | None = None,
    tools: Sequence[Any] = (),
    temperature: float | None = None,
    used: Usage | None = None,
    whole: bool = False,
) -> tuple[AIMessage, Usage]:
    """Ask a model for a message, or whoever stands in for it when it is down.

    Args:
        messages: The prompt.
        context: The run's settings.
        deadline: The run's end in seconds since the epoch.
        name: The model's name; the main model when left out.
        tools: Tools to bind.
        temperature: Sampling temperature; the context's when left out.
        used: The usage in the node's state; a run's budget goes on from it in a new process.
        whole: Ask a stand-in when the reply is half a turn. See `FallbackModel.whole`.

    Returns:
        The message and what it used; both say who answered.

    Raises:
        BudgetError: If the run's budget has ended.
        DeadlineError: If the run has no time left.
        ModelError: If no model can be used.
    """
    chosen = name or context.model
    model = _model(chosen, context, deadline, temperature, whole)
    runnable: Runnable[Any, AIMessage] = model.bind_tools(tools) if tools else model

    async def call() -> tuple[AIMessage, Usage]:
        shown = await _shown(messages, chosen)
        with Spending(await budget_of(context, deadline, used), chosen, shown) as spending:
            message = await runnable.ainvoke(list(shown), _charged(spending))
        if not tools and message.response_metadata.get("finish_reason") == "length":
            raise ModelError(f"{chosen} was cut off by its token limit; half a text is not used.")
        return await _without_leaks(message), of_call(chosen, message)

    answered, usage = await journalled_model_call(messages, call, model=chosen, tools=tools)
    return answered, usage


async def ask_structured(
    schema: type[Schema],
    messages: Sequence[BaseMessage],
    context: Context,
    deadline: float,
    *,
    name: str | None = None,
    lenient: Any = None,
    used: Usage | None = None,
) -> tuple[Schema, Usage]:
    """Ask a model for an instance of a schema, in the mode that the context sets, or whoever stands in for it when it is down.

    Args:
        schema: A pydantic model.
        messages: The prompt.
        context: The run's settings.
        deadline: The run's end in seconds since the epoch.
        name: The model's name; the main model when left out.
        lenient: Reads a plain-text reply that is not JSON.
        used: The usage in the node's state; a run's budget goes on from it in a new process.

    Returns:
        The instance and what it used, which says who answered.

    Raises:
        BudgetError: If the run's budget has ended.
        DeadlineError: If the run has no time left.
        ModelError: If no model can be used.
        StructureError: If a model's reply does not fit.
    """
    chosen = name or context.model
    model = _model(chosen, context, deadline)

    async def call() -> tuple[Schema, Usage]:
        shown = await _shown(messages, chosen)
        with Spending(await budget_of(context, deadline, used), chosen, shown) as spending:
            found, message = await model.structured(schema, shown, mode=context.structured_mode, lenient=lenient, config=_charged(spending))
        said = found.model_dump()
        clean = await _scrubbed(said)
        return found if clean == said else schema.model_validate(clean), of_call(chosen, message)

    answered, usage = await journalled_model_call(messages, call, model=chosen, schema=schema)
    return answered, usage
