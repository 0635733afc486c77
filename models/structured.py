"""Structured output in three modes: the server's JSON schema, a tool call, or JSON in plain text.

A server that refuses one mode is asked in the next, and the mode that worked is remembered for the process.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final, Literal, TypeVar, get_args

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from pydantic import BaseModel, ValidationError

from models.errors import BadReplyError
from models.failures import Failure, classify, classify_reply

Mode = Literal["json_schema", "tool", "text"]
MODES: Final[tuple[Mode, ...]] = get_args(Mode)
Schema = TypeVar("Schema", bound=BaseModel)

_UNREADABLE: Final = frozenset({"ValidationError", "OutputParserException", "LengthFinishReasonError", "NotImplementedError"})
"""What clients raise when they lack a mode, or when a reply is not what the mode must give."""
_REFUSED: Final = frozenset({"BadRequestError", "UnprocessableEntityError", "NotFoundError"})
"""What clients raise when a server does not take a request, its mode among other reasons."""
_OF_THE_MODE: Final = re.compile(
    r"response_?format|json[_ ]?(?:schema|object|mode)|structured[_ ]output|\bschema\b|\btools?\b|tool_(?:choice|call)|\bfunctions?\b|function_call|"
    r"\bstrict\b|unsupported|not support|unrecogni[sz]ed|unexpected (?:field|keyword|parameter|argument)|unknown (?:field|parameter|argument)|"
    r"extra (?:inputs|fields)|not permitted|not implemented|grammar",
    re.I,
)
"""Words by which a server says that it is the mode which it does not take; any other bad request is not asked again."""

_worked: dict[tuple[str, str], Mode] = {}


class StructureError(ValueError):
    """A model's reply that does not fit the schema in any mode."""

    failure = Failure("give_up", "unfit_reply")


async def structured(
    model: BaseChatModel,
    schema: type[Schema],
    messages: Sequence[BaseMessage],
    *,
    mode: Mode | Literal["auto"] = "auto",
    lenient: Callable[[str], Schema | None] | None = None,
) -> tuple[Schema, AIMessage]:
    """Ask a model for an instance of a schema.

    Args:
        model: The model.
        schema: A pydantic model.
        messages: The prompt.
        mode: One mode, or `auto` to start with the best and fall back when it is refused.
        lenient: Reads a plain-text reply that is not JSON, such as `ROUTE_TO:` lines; None when it cannot.

    Returns:
        The instance and the message it was read from.

    Raises:
        StructureError: If no mode gave a reply that fits.
        Exception: What the client raised, when it was not a refusal of the mode.
    """
    key = (type(model).__name__, f"{getattr(model, 'openai_api_base', '') or ''}{getattr(model, 'model_name', '')}")
    first = _worked.get(key, "json_schema") if mode == "auto" else mode
    tried: list[str] = []
    unusable: Failure | None = None
    for chosen in MODES[MODES.index(first) :] if mode == "auto" else (first,):
        try:
            found, message = await _MODES[chosen](model, schema, list(messages), lenient)
        except Exception as error:
            if mode != "auto" or chosen == "text" or not _refusal(error):
                raise
            tried.append(f"{chosen}: {type(error).__name__}")
            continue
        if found is not None:
            _worked[key] = chosen
            return found, message
        tried.append(f"{chosen}: the reply does not fit")
        unusable = classify_reply(message)
    if unusable:  # nothing in any mode: a model that is silent or declines, and not one that writes something else
        raise BadReplyError(replace(unusable, action="fall_back"))
    raise StructureError(f"no {schema.__name__} in the reply ({'; '.join(tried)})")


def _refusal(error: Exception) -> bool:
    """Say whether a server refused the mode itself, or answered in a way that only this mode cannot read."""
    if classify(error).reason == "context_length":
        return False
    names = {kind.__name__ for kind in type(error).__mro__}  # clients raise subclasses of their documented errors
    return bool(names & _UNREADABLE or names & _REFUSED and _OF_THE_MODE.search(f"{error} {getattr(error, 'body', '')}"))


async def _schema(model: BaseChatModel, schema: type[Schema], messages: list[BaseMessage], lenient: Any) -> tuple[Schema | None, AIMessage]:
    if model._llm_type == "rxgraph-embedded":
        message = await model.bind(response_schema=schema.__name__).ainvoke(messages)
        return schema.model_validate_json(str(message.content)), _ai(message)
    # A plain schema, not the class: a streamed message that holds an instance of a class makes pydantic warn when it is serialized.
    reply = await model.with_structured_output(schema.model_json_schema(), method="json_schema", strict=True, include_raw=True).ainvoke(
        messages
    )
    return _checked(schema, reply)


async def _tool(model: BaseChatModel, schema: type[Schema], messages: list[BaseMessage], lenient: Any) -> tuple[Schema | None, AIMessage]:
    reply = await model.with_structured_output(schema, method="function_calling", include_raw=True).ainvoke(messages)
    return _checked(schema, reply)


async def _text(model: BaseChatModel, schema: type[Schema], messages: list[BaseMessage], lenient: Any) -> tuple[Schema | None, AIMessage]:
    shape = json.dumps(schema.model_json_schema(), separators=(",", ":"))
    ask = HumanMessage(f"Answer with one JSON object and nothing else. It must fit this JSON schema: {shape}")
    message = await model.ainvoke([*messages, ask])
    text = str(message.text)
    found = from_text(schema, text)
    return (found if found is not None or lenient is None else lenient(text)), _ai(message)


_MODES: Final[dict[Mode, Any]] = {"json_schema": _schema, "tool": _tool, "text": _text}


def _checked(schema: type[Schema], reply: Any) -> tuple[Schema | None, AIMessage]:
    parsed = reply["parsed"]
    if isinstance(parsed, dict):
        parsed = from_text(schema, json.dumps(parsed))
    if parsed is None and reply["raw"].content:
        parsed = from_text(schema, str(reply["raw"].text))
    return (parsed if isinstance(parsed, schema) else None), _ai(reply["raw"])


def _ai(message: BaseMessage) -> AIMessage:
    if not isinstance(message, AIMessage):
        raise StructureError(f"the model returned a {message.type} message")
    return message


def from_text(schema: type[Schema], text: str) -> Schema | None:
    """Find the first JSON object in a text that fits a schema: fenced, bare, or with prose around it."""
    decoder = json.JSONDecoder()
    for match in re.finditer(r"\{", text):
        try:
            value, _ = decoder.raw_decode(text, match.start())
            return schema.model_validate(value)
        except (ValueError, ValidationError):
            continue
    return None
