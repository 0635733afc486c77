"""A model that is a chain of models: the first one that is well answers, call by call.

Each call goes down the chain anew, so the primary is used again as soon as its circuit breaker lets it. Passing trouble is retried on the
same model; an outage goes to the next; a request that is itself at fault, or a setting that the user has to mend, is an error.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, Literal, TypeVar

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda
from langchain_core.runnables.config import ensure_config, merge_configs, set_config_context
from pydantic import BaseModel, Field

from models.breaker import BREAKERS, Breakers
from models.errors import BadReplyError, DeadlineError, ModelError, explain
from models.factory import CALL_TIMEOUT, EMBEDDED, Chain, breaker_name, chat_model, load_client
from models.failures import MISCONFIGURATION, Failure, classify, classify_reply
from models.retry import RetryPolicy, retried
from models.structured import Mode, StructureError, structured

Result = TypeVar("Result")
Schema = TypeVar("Schema", bound=BaseModel)

_FAIR_SECONDS: Final = 10.0
"""A timeout after a shorter wait than this is the run's haste, and does not speak against the provider."""


class _CutShortError(TimeoutError):
    """A call that the run's deadline cut short."""

    failure = Failure("fall_back", "timeout")


class FallbackModel(BaseChatModel):
    """Asks a model, and when it is down, those that stand in for it.

    A reply's `response_metadata` says in `rxgraph_engine` who answered, and in `rxgraph_tried` who was asked before, and why that failed.
    It records no run of its own, so that a trace shows each attempt once, with the state of its breaker.
    """

    chain: Chain
    """Who is asked, in order."""
    temperature: float = 0.0
    """Sampling temperature of each."""
    deadline: float | None = None
    """When the answer must be there, in seconds since the epoch."""
    call_timeout: float = CALL_TIMEOUT
    """Longest wait for one attempt."""
    whole: bool = False
    """Whether another model is asked when a reply is half a turn: cut by the token limit, or with unreadable tool arguments."""
    retry: RetryPolicy = Field(default_factory=RetryPolicy.from_environment)
    """How passing trouble is retried."""
    breakers: Breakers = Field(default=BREAKERS, exclude=True, repr=False)
    """The circuit breakers; the process's own when left out."""

    @property
    def _llm_type(self) -> str:
        return "rxgraph-fallback"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"chain": list(self.chain.names), "temperature": self.temperature}

    async def ainvoke(
        self, input: LanguageModelInput, config: RunnableConfig | None = None, *, stop: list[str] | None = None, **kwargs: Any
    ) -> AIMessage:
        """Ask the chain for a message; tools that are bound are bound on each model in its own way.

        Raises:
            ModelError: If none answers, or the request or the settings are at fault.
            DeadlineError: If there is no time left.
        """
        tools, rest = kwargs.pop("tools", None), kwargs

        async def ask(model: BaseChatModel) -> AIMessage:
            if tools:
                message = await model.bind_tools(tools, **rest).ainvoke(input, stop=stop)
            else:
                message = await model.ainvoke(input, stop=stop, **rest)
            if model._llm_type != "rxgraph-embedded" and (failure := classify_reply(message, whole=self.whole)):
                raise BadReplyError(failure)
            return message

        message, noted = await self._first(ask, config)
        return _with(message, noted)

    async def structured(
        self,
        schema: type[Schema],
        messages: Sequence[BaseMessage],
        *,
        mode: Mode | Literal["auto"] = "auto",
        lenient: Callable[[str], Schema | None] | None = None,
        config: RunnableConfig | None = None,
    ) -> tuple[Schema, AIMessage]:
        """Ask the chain for an instance of a schema; each model in the mode that it knows. See `models.structured.structured`.

        Raises:
            StructureError: If a model answered, and its reply does not fit in any mode.
            ModelError: If none answers.
        """
        (found, message), noted = await self._first(lambda model: structured(model, schema, messages, mode=mode, lenient=lenient), config)
        return found, _with(message, noted)

    async def _first(
        self, ask: Callable[[BaseChatModel], Awaitable[Result]], config: RunnableConfig | None
    ) -> tuple[Result, dict[str, Any]]:
        """Return the first answer down the chain, and who gave it."""
        tried: list[dict[str, Any]] = []
        errors: list[ModelError] = []
        for name in self.chain.names:
            if self._left() <= 0:
                raise DeadlineError("the run's deadline has passed")
            attempts: list[int] = []
            try:
                result = await self._ask_one(name, ask, config, attempts)
            except (StructureError, DeadlineError):
                raise
            except Exception as error:
                failure = classify(error)
                told = ModelError(explain(error, name))
                told.__cause__ = error
                errors.append(told)
                tried.append({"model": name, "reason": failure.reason, "why": failure.phrase, "attempts": len(attempts)})
                if not self._goes_on(failure):
                    break
                continue
            return result, {"rxgraph_engine": name, **({"rxgraph_tried": tried} if tried else {})}
        raise errors[0]

    def _goes_on(self, failure: Failure) -> bool:
        """Say whether another model is asked: never for a bad request, for a wrong setting only where the user named stand-ins."""
        return failure.action != "give_up" and (self.chain.chosen or failure.reason not in MISCONFIGURATION)

    async def _ask_one(
        self, name: str, ask: Callable[[BaseChatModel], Awaitable[Result]], config: RunnableConfig | None, attempts: list[int]
    ) -> Result:
        await load_client(name)
        model = chat_model(name, temperature=self.temperature)
        if name == EMBEDDED:
            attempts.append(1)
            return await self._timed(lambda: self._noted(lambda: ask(model), config, name, 1, "none"), self._left())
        # Half of the time is kept for those who stand in and for the steps after this one.
        last = name == self.chain.names[-1]
        share = self._left() if last else self._left() / 2
        breaker = self.breakers.of(breaker_name(name))

        async def attempt(number: int) -> Result:
            async def call() -> Result:
                attempts.append(number)
                note = self._noted(lambda: ask(model), config, name, number, breaker.status().state)
                return await note

            left = self._left()
            return await breaker.guard(lambda: self._timed(call, left if last else left / 2))

        latest = None if self.deadline is None else self.retry.clock() + share
        return await retried(attempt, self.retry, latest)

    async def _timed(self, call: Callable[[], Awaitable[Result]], left: float) -> Result:
        limit = min(self.call_timeout, left)
        try:
            async with asyncio.timeout(limit) as timer:
                return await call()
        except TimeoutError as error:
            if timer.expired() and limit < min(self.call_timeout, _FAIR_SECONDS):
                raise _CutShortError(f"no answer within {limit:.1f} s, which was all that the run had left") from error
            raise

    async def _noted(
        self, call: Callable[[], Awaitable[Result]], config: RunnableConfig | None, name: str, attempt: int, breaker: str
    ) -> Result:
        """Make a call whose run tells in its metadata which attempt it is, and how the breaker stood."""
        note: RunnableConfig = {"metadata": {"rxgraph_engine": name, "rxgraph_attempt": attempt, "rxgraph_breaker": breaker}}

        async def made() -> Result:
            return await call()

        with set_config_context(merge_configs(ensure_config(config), note)) as context:
            return await asyncio.create_task(made(), context=context)

    def _left(self) -> float:
        return float("inf") if self.deadline is None else self.deadline - self.retry.clock()

    def bind_tools(self, tools: Sequence[Any], *, tool_choice: Any = None, **kwargs: Any) -> Runnable[LanguageModelInput, AIMessage]:
        """Bind tools, as they are; each model of the chain gets them in its own format when it is asked."""
        return self.bind(tools=list(tools), **({"tool_choice": tool_choice} if tool_choice is not None else {}), **kwargs)

    def with_structured_output(self, schema: Any, *, include_raw: bool = False, **kwargs: Any) -> Runnable[LanguageModelInput, Any]:
        """Return a runnable that gives an instance of a schema, from whichever model answers.

        Args:
            schema: A pydantic model.
            include_raw: Return `raw`, `parsed` and `parsing_error` instead.
            kwargs: `method` and `strict` are taken and not needed: each model is asked in the mode that it knows.

        Raises:
            TypeError: If the schema is no pydantic model.
        """
        if not (isinstance(schema, type) and issubclass(schema, BaseModel)):
            raise TypeError(f"a schema is a pydantic model, not {schema!r}")

        async def asked(input: LanguageModelInput, config: RunnableConfig) -> Any:
            found, message = await self.structured(schema, self._convert_input(input).to_messages(), config=config)
            return {"raw": message, "parsed": found, "parsing_error": None} if include_raw else found

        def asked_here(input: LanguageModelInput, config: RunnableConfig) -> Any:
            return _run(asked(input, config))

        return RunnableLambda(asked_here, asked)

    def invoke(
        self, input: LanguageModelInput, config: RunnableConfig | None = None, *, stop: list[str] | None = None, **kwargs: Any
    ) -> AIMessage:
        """Ask the chain from synchronous code, also inside a running event loop. See `ainvoke`."""
        return _run(self.ainvoke(input, config, stop=stop, **kwargs))

    def _generate(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: CallbackManagerForLLMRun | None = None, **kwargs: Any
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self.invoke(messages, stop=stop, **kwargs))])

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=await self.ainvoke(messages, stop=stop, **kwargs))])


def _with(message: AIMessage, noted: dict[str, Any]) -> AIMessage:
    metadata = {"model_name": noted["rxgraph_engine"].partition(":")[2] or noted["rxgraph_engine"], **message.response_metadata, **noted}
    return message.model_copy(update={"response_metadata": metadata})


def _run(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine on an event loop of its own, in a thread: this one may have a loop that runs."""
    context = contextvars.copy_context()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="rxgraph-fallback") as thread:
        return thread.submit(context.run, asyncio.run, work).result()
