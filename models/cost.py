"""What a model call used and cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, NotRequired

from typing_extensions import TypedDict

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage


class StandIn(TypedDict):
    """Calls that a model answered in the place of another."""

    calls: int
    why: str
    """What was wrong with the model that was asked for: the end of a sentence that begins with its name."""


class Usage(TypedDict):
    """Counts of one run or part of a run."""

    model_calls: int
    tool_calls: int
    input_tokens: int
    output_tokens: int
    cost_usd: float | None
    """US dollars; None once any call's price is unknown."""
    stand_ins: NotRequired[dict[str, StandIn]]
    """By who answered, when it was not the model that was asked for; left out when there was no such call."""


NOTHING: Usage = {"model_calls": 0, "tool_calls": 0, "input_tokens": 0, "output_tokens": 0, "cost_usd": 0.0}


def add(left: Usage, right: Usage) -> Usage:
    """Add two counts; an unknown cost makes the sum unknown."""
    known = left["cost_usd"] is not None and right["cost_usd"] is not None
    total: Usage = {
        "model_calls": left["model_calls"] + right["model_calls"],
        "tool_calls": left["tool_calls"] + right["tool_calls"],
        "input_tokens": left["input_tokens"] + right["input_tokens"],
        "output_tokens": left["output_tokens"] + right["output_tokens"],
        "cost_usd": round((left["cost_usd"] or 0) + (right["cost_usd"] or 0), 9) if known else None,
    }
    if stand_ins := _joined(left.get("stand_ins", {}), right.get("stand_ins", {})):
        total["stand_ins"] = stand_ins
    return total


def _joined(left: dict[str, StandIn], right: dict[str, StandIn]) -> dict[str, StandIn]:
    names = dict.fromkeys([*left, *right])
    both = {name: [side[name] for side in (left, right) if name in side] for name in names}
    return {name: {"calls": sum(s["calls"] for s in found), "why": found[0]["why"]} for name, found in both.items()}


def of_call(model: str, message: BaseMessage | None) -> Usage:
    """Count one model call.

    Args:
        model: The name of the model that was asked for, such as `openai:gpt-4o`.
        message: What it returned; None when the call failed. `rxgraph_engine` in its metadata says who answered.

    Returns:
        One call with the tokens that the provider reported, at the price of the model that answered.
    """
    reported = getattr(message, "usage_metadata", None) or {}
    read, written = int(reported.get("input_tokens", 0)), int(reported.get("output_tokens", 0))
    noted = message.response_metadata if message is not None else {}
    engine = str(noted.get("rxgraph_engine") or model)
    cost = price(engine, read, written)
    calls = int(noted.get("model_calls", 1))  # a model that is used as text may have been asked twice for one turn
    usage: Usage = {"model_calls": calls, "tool_calls": 0, "input_tokens": read, "output_tokens": written, "cost_usd": cost}
    if engine != model:
        tried = noted.get("rxgraph_tried") or [{"why": "did not answer"}]
        usage["stand_ins"] = {engine: {"calls": 1, "why": str(tried[0]["why"])}}
    return usage


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
