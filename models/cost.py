"""What a model call used and cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import TypedDict

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage


class Usage(TypedDict):
    """Counts of one run or part of a run."""

    model_calls: int
    tool_calls: int
    input_tokens: int
    output_tokens: int
    cost_usd: float | None
    """US dollars; None once any call's price is unknown."""


NOTHING: Usage = {"model_calls": 0, "tool_calls": 0, "input_tokens": 0, "output_tokens": 0, "cost_usd": 0.0}


def add(left: Usage, right: Usage) -> Usage:
    """Add two counts; an unknown cost makes the sum unknown."""
    known = left["cost_usd"] is not None and right["cost_usd"] is not None
    return {
        "model_calls": left["model_calls"] + right["model_calls"],
        "tool_calls": left["tool_calls"] + right["tool_calls"],
        "input_tokens": left["input_tokens"] + right["input_tokens"],
        "output_tokens": left["output_tokens"] + right["output_tokens"],
        "cost_usd": round((left["cost_usd"] or 0) + (right["cost_usd"] or 0), 9) if known else None,
    }


def of_call(model: str, message: BaseMessage | None) -> Usage:
    """Count one model call.

    Args:
        model: The model's name, such as `openai:gpt-4o`.
        message: What it returned; None when the call failed.

    Returns:
        One call with the tokens that the provider reported.
    """
    reported = getattr(message, "usage_metadata", None) or {}
    read, written = int(reported.get("input_tokens", 0)), int(reported.get("output_tokens", 0))
    return {"model_calls": 1, "tool_calls": 0, "input_tokens": read, "output_tokens": written, "cost_usd": price(model, read, written)}


def price(model: str, input_tokens: int, output_tokens: int) -> float | None:
    """Return the price of a call in US dollars by the genai-prices table, or None when the model is not in it."""
    if model == "embedded" or not input_tokens and not output_tokens:
        return 0.0
    from genai_prices import Usage as Tokens
    from genai_prices import calc_price

    provider, _, name = model.rpartition(":")
    try:
        return float(
            calc_price(
                Tokens(input_tokens=input_tokens, output_tokens=output_tokens), model_ref=name, provider_id=provider or "openai"
            ).total_price
        )
    except LookupError:
        return None
