"""Settings for one run: the graphs' `context_schema`."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, field
from typing import Any, Literal

from langgraph.runtime import Runtime

from models.errors import ModelError
from models.factory import default_cheap_model, default_model
from models.structured import MODES, Mode

Review = Literal["off", "high_risk", "required"]


def _number(name: str, default: float) -> float:
    text = os.environ.get(name) or str(default)
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or value < 0:
        raise ModelError(f"{name}={text!r} is not a setting: give a number of at least 0, or unset it for {default:g}")
    return value


def _limit(name: str, default: float) -> float:
    """Return a setting that may also be `inf`, for no limit."""
    return math.inf if os.environ.get(name, "").strip().lower() == "inf" else _number(name, default)


def _choice(name: str, allowed: tuple[Any, ...]) -> Any:
    """Return a setting that must be one of `allowed`, the first of which is the default.

    Raises:
        ModelError: If it is something else; a wrong review mode must not turn reviewing off in silence.
    """
    value = os.environ.get(name) or allowed[0]
    if value not in allowed:
        raise ModelError(f"{name}={value!r} is not a setting: give {', '.join(allowed)}")
    return value


@dataclass(kw_only=True)
class Context:
    """What a caller may set for a run; every default can be set by environment."""

    model: str = field(default_factory=default_model)
    """Main model: `embedded`, `openai:<model>` (`RXGRAPH_MODEL`)."""
    cheap_model: str = field(default_factory=default_cheap_model)
    """Model for summaries (`RXGRAPH_CHEAP_MODEL`)."""
    temperature: float = field(default_factory=lambda: _number("RXGRAPH_TEMPERATURE", 0.0))
    """Temperature of routing, tool turns, critique and revision."""
    draft_temperature: float = field(default_factory=lambda: _number("RXGRAPH_DRAFT_TEMPERATURE", 0.3))
    """Temperature of a first draft that is merged from several parts."""
    structured_mode: Mode | Literal["auto"] = field(default_factory=lambda: _choice("RXGRAPH_STRUCTURED_MODE", ("auto", *MODES)))
    """How structured output is asked for (`RXGRAPH_STRUCTURED_MODE`)."""
    max_steps: int = field(default_factory=lambda: int(_number("RXGRAPH_MAX_STEPS", 10)))
    """Most model turns of one specialist."""
    max_revisions: int = field(default_factory=lambda: int(_number("RXGRAPH_MAX_REVISIONS", 2)))
    """Most rounds of critique and revision, the gate's included."""
    max_question_chars: int = field(default_factory=lambda: int(_number("RXGRAPH_MAX_QUESTION_CHARS", 8000)))
    """Longest question that is taken."""
    deadline_seconds: float = field(default_factory=lambda: _number("RXGRAPH_DEADLINE_SECONDS", 120.0))
    """Wall clock of a whole run."""
    model_timeout_seconds: float = field(default_factory=lambda: _number("RXGRAPH_MODEL_TIMEOUT_SECONDS", 60.0))
    """Longest wait for one model call."""
    tool_timeout_seconds: float = field(default_factory=lambda: _number("RXGRAPH_TOOL_TIMEOUT_SECONDS", 10.0))
    """Longest wait for one tool call."""
    max_model_calls: float | None = field(default_factory=lambda: _limit("RXGRAPH_MAX_MODEL_CALLS", 60))
    """Most model calls of a run, each attempt of a call included; 0 allows none, `inf` or None any number, here and below."""
    max_tool_calls: float | None = field(default_factory=lambda: _limit("RXGRAPH_MAX_TOOL_CALLS", 120))
    """Most tool calls of a run."""
    max_tokens: float | None = field(default_factory=lambda: _limit("RXGRAPH_MAX_TOKENS", 400_000))
    """Most tokens of a run, read and written together."""
    max_cost_usd: float | None = field(default_factory=lambda: _limit("RXGRAPH_MAX_COST_USD", 2.0))
    """Most US dollars of a run; calls whose price is unknown count as 0."""
    review: Review = field(default_factory=lambda: _choice("RXGRAPH_REVIEW", ("off", "high_risk", "required")))
    """Whether a pharmacist signs off: never, for contraindicated combinations, or always (`RXGRAPH_REVIEW`)."""
    locale: str = field(default_factory=lambda: os.environ.get("RXGRAPH_LOCALE") or "en-US")
    """Where the reader is; its country decides the emergency numbers (`RXGRAPH_LOCALE`)."""
    audience: Literal["auto", "professional", "patient"] = "auto"
    """Who reads the answer; `auto` decides by the question."""
    working_limit: int = 50
    """Messages in working memory above which all but the newest `working_keep` are compressed into an episode."""
    working_keep: int = 20
    """Messages that compression keeps."""


def context_of(runtime: Runtime[Context]) -> Context:
    """Return the run's context; the defaults when the caller gave none, as chat clients do."""
    value: Any = runtime.context
    return value if isinstance(value, Context) else Context(**value) if isinstance(value, dict) else Context()
