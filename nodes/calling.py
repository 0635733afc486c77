"""How nodes call a model: within the run's deadline, counted, and with errors in words."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Sequence
from typing import Any, Literal, TypeVar

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.runnables import Runnable
from pydantic import BaseModel

from models.cost import Usage, of_call
from models.errors import ModelError, explain
from models.factory import chat_model
from models.structured import StructureError, structured
from nodes.context import Context

Result = TypeVar("Result")
Schema = TypeVar("Schema", bound=BaseModel)


class DeadlineError(ModelError):
    """The run has no time left for another call."""


async def within(call: Awaitable[Result], limit: float, deadline: float, model: str) -> Result:
    """Wait for a model call, for the smaller of its own limit and what the run has left.

    Args:
        call: The call.
        limit: Its own limit in seconds.
        deadline: The run's end in seconds since the epoch.
        model: The model's name, for the message.

    Returns:
        What the call returns.

    Raises:
        DeadlineError: If the run has no time left.
        ModelError: If the call fails or takes too long, in words that say what to do.
    """
    left = deadline - time.time()
    if left <= 0:
        if hasattr(call, "close"):
            call.close()
        raise DeadlineError("the run's deadline has passed")
    try:
        async with asyncio.timeout(min(limit, left)):
            return await call
    except StructureError:
        raise
    except Exception as error:
        raise ModelError(explain(error, model)) from error


async def ask(
    messages: Sequence[BaseMessage],
    context: Context,
    deadline: float,
    *,
    name: str | None = None,
    tools: Sequence[Any] = (),
    temperature: float | None = None,
) -> tuple[AIMessage, Usage]:
    """Ask a model for a message.

    Args:
        messages: The prompt.
        context: The run's settings.
        deadline: The run's end in seconds since the epoch.
        name: The model's name; the main model when left out.
        tools: Tools to bind.
        temperature: Sampling temperature; the context's when left out.

    Returns:
        The message and what it used.

    Raises:
        ModelError: If the model cannot be used.
    """
    chosen = name or context.model
    model = chat_model(chosen, temperature=context.temperature if temperature is None else temperature)
    runnable: Runnable[Any, AIMessage] = model.bind_tools(list(tools)) if tools else model
    message = await within(runnable.ainvoke(list(messages)), context.model_timeout_seconds, deadline, chosen)
    if not tools and message.response_metadata.get("finish_reason") == "length":
        raise ModelError(f"{chosen} was cut off by its token limit; half a text is not used.")
    return message, of_call(chosen, message)


async def ask_structured(
    schema: type[Schema],
    messages: Sequence[BaseMessage],
    context: Context,
    deadline: float,
    *,
    name: str | None = None,
    lenient: Any = None,
) -> tuple[Schema, Usage]:
    """Ask a model for an instance of a schema, in the mode that the context sets.

    Args:
        schema: A pydantic model.
        messages: The prompt.
        context: The run's settings.
        deadline: The run's end in seconds since the epoch.
        name: The model's name; the main model when left out.
        lenient: Reads a plain-text reply that is not JSON.

    Returns:
        The instance and what it used.

    Raises:
        ModelError: If the model cannot be used.
        StructureError: If its reply does not fit.
    """
    chosen = name or context.model
    model: BaseChatModel = chat_model(chosen, temperature=context.temperature)
    mode: Literal["auto", "json_schema", "tool", "text"] = context.structured_mode
    call = structured(model, schema, messages, mode=mode, lenient=lenient)
    found, message = await within(call, context.model_timeout_seconds, deadline, chosen)
    return found, of_call(chosen, message)
