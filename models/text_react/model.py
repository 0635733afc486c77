"""`TextReActModel`: gives any plain chat model tool calls, so that nothing above it knows the difference."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import Any, Final
from uuid import uuid4

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.messages.ai import add_usage
from langchain_core.messages.tool import invalid_tool_call, tool_call
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool

from models.errors import MisconfiguredError
from models.text_react.messages import as_text, reprompt
from models.text_react.parser import Reading, parse

STOP: Final = ("\nObservation:",)
"""Where a model that observes such things stops writing; one that does not has the rest cut off."""
_CUT: Final = ("length", "max_tokens", "content_filter")


class PlainTextOnlyError(MisconfiguredError, NotImplementedError):
    """A structure was asked for in another way than as text."""


class TextReActModel(BaseChatModel):
    """A chat model with tool calls over one that has none.

    The tools' schemas go into the system prompt, tool messages become `Observation` lines, and the reply is read into
    `tool_calls`. A turn that neither acts nor answers is asked for once more; `usage_metadata` is the sum of both, and
    `response_metadata["model_calls"]` counts them. Structured output is not offered by schema or tool call: ask for it
    as text. It does not stream.
    """

    inner: BaseChatModel
    """The plain model."""
    reprompts: int = 1
    """How often a turn that cannot be used is asked for again."""
    stop_at_observation: bool = True
    """Whether to send the stop sequence; some servers refuse stop sequences."""

    @property
    def _llm_type(self) -> str:
        return "rxgraph-text-react"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {**self.inner._identifying_params, "tool_calling": "text"}

    @property
    def model_name(self) -> str:
        """The plain model's name."""
        return str(getattr(self.inner, "model_name", ""))

    @property
    def openai_api_base(self) -> str | None:
        """The plain model's server, where it has one."""
        return getattr(self.inner, "openai_api_base", None)

    def _get_ls_params(self, stop: list[str] | None = None, **kwargs: Any) -> Any:
        return self.inner._get_ls_params(stop, **_without_tools(kwargs))

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | dict[str, Any] | bool | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Bind tools.

        Args:
            tools: Tools in any shape that LangChain takes.
            tool_choice: A tool's name, `any`, `required` or True to insist on a call; `none` to leave the tools out.
            kwargs: Settings for the plain model; those that only concern native tool calls are dropped.

        Returns:
            The model with the tools.
        """
        return self.bind(tools=[convert_to_openai_tool(tool) for tool in tools], tool_choice=tool_choice, **_without_tools(kwargs))

    def with_structured_output(self, schema: Any, *, include_raw: bool = False, **kwargs: Any) -> Runnable[LanguageModelInput, Any]:
        """Refuse: a plain model is asked for a structure as text.

        Raises:
            PlainTextOnlyError: Always.
        """
        raise PlainTextOnlyError(
            f"{self.model_name or 'the model'} is used as plain text: ask for structured output in the mode 'text' or 'auto'"
        )

    def _generate(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: CallbackManagerForLLMRun | None = None, **kwargs: Any
    ) -> ChatResult:
        turn, settings, stops = self._turn(messages, kwargs), _without_tools(kwargs), self._stops(stop, kwargs)
        prompt = next(turn)
        while True:
            try:
                prompt = turn.send(self.inner._generate(prompt, stops, run_manager, **settings))
            except StopIteration as end:
                return _result(end.value)

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        turn, settings, stops = self._turn(messages, kwargs), _without_tools(kwargs), self._stops(stop, kwargs)
        prompt = next(turn)
        while True:
            result = await self.inner._agenerate(prompt, stops, run_manager, **settings)
            try:
                prompt = turn.send(result)
            except StopIteration as end:
                return _result(end.value)

    def _stops(self, stop: list[str] | None, kwargs: dict[str, Any]) -> list[str] | None:
        return [*(stop or ()), *STOP] if self.stop_at_observation and _tools(kwargs) else stop

    def _turn(self, messages: list[BaseMessage], kwargs: dict[str, Any]) -> Generator[list[BaseMessage], ChatResult, ChatResult]:
        """Take one turn: yield what the plain model is to be asked, receive what it says, and return the whole."""
        tools, required = _tools(kwargs), _required(kwargs.get("tool_choice"))
        prompt = as_text(messages, tools, required)
        result = yield prompt
        if not tools:
            return result
        order = {f["name"]: list(f.get("parameters", {}).get("properties", {})) for f in (tool["function"] for tool in tools)}
        results = [result]
        while (text := str(result.generations[0].message.text)).strip() and not _cut(result):
            reading = parse(text, order)
            problem = _problem(reading, bool(required))
            if not problem or len(results) > self.reprompts:
                return _merged(results, _message(reading, bool(required), problem))
            said = [AIMessage(reading.kept)] if reading.kept else []
            result = yield as_text([*prompt, *said, reprompt(problem)], ())
            results.append(result)
        return _merged(results, AIMessage(text))


def _tools(kwargs: dict[str, Any]) -> list[dict[str, Any]]:
    return [] if kwargs.get("tool_choice") == "none" else kwargs.get("tools") or []


def _without_tools(kwargs: dict[str, Any]) -> dict[str, Any]:
    """Leave out what a plain model does not know."""
    native = ("tools", "tool_choice", "parallel_tool_calls", "strict", "ls_structured_output_format")
    return {name: value for name, value in kwargs.items() if name not in native}


def _required(choice: Any) -> str:
    """Read a tool choice: a tool's name, `any`, or empty when it is left open."""
    if isinstance(choice, dict):
        return str(choice.get("function", {}).get("name", "any"))
    if choice in (True, "any", "required"):
        return "any"
    return choice if isinstance(choice, str) and choice not in ("auto", "none") else ""


def _problem(reading: Reading, required: bool) -> str:
    """Say what keeps a turn from being used; empty when nothing does."""
    if reading.broken:
        return f"this action could not be read: {reading.broken[0]}"
    if reading.calls or (reading.answer and not required):
        return ""
    return "it calls no tool." if required else "it has neither an Action nor a Final Answer."


def _message(reading: Reading, required: bool, problem: str) -> AIMessage:
    """Turn a reading into a message; what is unusable after all is an invalid call, which no caller takes for an answer."""
    if reading.calls:
        calls = [tool_call(name=call.name, args=call.args, id=_id()) for call in reading.calls]
        return AIMessage(reading.thought, tool_calls=calls)
    # Prose without any form, twice, is how some models answer; the critic and the gate read it like any other answer.
    answer = "" if required or reading.broken else reading.answer or reading.prose
    if answer:
        return AIMessage(answer)
    written = reading.broken or (reading.kept,)
    return AIMessage("", invalid_tool_calls=[invalid_tool_call(name=None, args=text, id=_id(), error=problem) for text in written])


def _id() -> str:
    return f"call_{uuid4().hex[:24]}"


def _cut(result: ChatResult) -> bool:
    """Say whether a turn was cut off; half a turn is neither read nor asked for again here, but left to the caller."""
    generation = result.generations[0]
    reason = (generation.generation_info or {}).get("finish_reason") or generation.message.response_metadata.get("finish_reason")
    return reason in _CUT


def _merged(results: list[ChatResult], message: AIMessage) -> ChatResult:
    """Give a message the metadata of the last result and the usage of all."""
    last = results[-1].generations[0]
    usage = None
    for result in results:
        said = result.generations[0].message
        usage = add_usage(usage, said.usage_metadata if isinstance(said, AIMessage) else None) if usage or _counted(said) else None
    message.usage_metadata = usage
    message.additional_kwargs = {k: v for k, v in last.message.additional_kwargs.items() if k == "refusal"}
    message.response_metadata = {**last.message.response_metadata, "model_calls": len(results)}
    info = dict(last.generation_info or {})
    for described in (info, message.response_metadata):
        if message.tool_calls and described.get("finish_reason"):
            described["finish_reason"] = "tool_calls"
    output = {k: v for k, v in (results[-1].llm_output or {}).items() if k != "token_usage"}
    return ChatResult(generations=[ChatGeneration(message=message, generation_info=info)], llm_output=output)


def _counted(message: BaseMessage) -> bool:
    return isinstance(message, AIMessage) and message.usage_metadata is not None


def _result(value: Any) -> ChatResult:
    assert isinstance(value, ChatResult)
    return value
