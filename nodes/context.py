"""Settings for one run: the graphs' `context_schema`."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any, Literal

from langgraph.runtime import Runtime

from models.factory import default_cheap_model, default_model


def _number(name: str, default: float) -> float:
    try:
        return float(os.environ.get(name, default))
    except ValueError:
        return default


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
    structured_mode: Literal["auto", "json_schema", "tool", "text"] = field(default_factory=lambda: os.environ.get("RXGRAPH_STRUCTURED_MODE", "auto"))  # type: ignore[arg-type,return-value]
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
    review: Literal["off", "high_risk", "required"] = field(default_factory=lambda: os.environ.get("RXGRAPH_REVIEW", "off"))  # type: ignore[arg-type,return-value]
    """Whether a pharmacist signs off: never, for contraindicated combinations, or always (`RXGRAPH_REVIEW`)."""
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
