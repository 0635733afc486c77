"""What went wrong with a model, in words that say what to do next."""

from __future__ import annotations

from typing import Final

from models.failures import Failure, Reason, classify

_WAY_OUT: Final = "or set RXGRAPH_MODEL=embedded to answer without a language model"
_TO_DO: Final[dict[Reason, str]] = {
    "key_refused": "Check OPENAI_API_KEY",
    "forbidden": "Check the key's permissions and the model's name",
    "not_found": "Check RXGRAPH_MODEL and OPENAI_BASE_URL",
    "misconfigured": "Check OPENAI_BASE_URL and OPENAI_API_KEY",
    "bad_request": "Check that the model takes tools and structured output (RXGRAPH_TOOL_CALLING, RXGRAPH_STRUCTURED_MODE)",
    "context_length": "Ask a shorter question, start a new thread",
    "rate_limit": "Wait and ask again",
    "quota": "Check the account's plan and billing",
    "connection": "Check the network and OPENAI_BASE_URL",
    "cut_off": "Ask for less at once",
    "refusal": "Ask in other words",
    "breaker_open": "Wait a minute and ask again, see `rxgraph doctor`",
}


class ModelError(RuntimeError):
    """A model that cannot be used as asked; the message says why and the way out."""


class MisconfiguredError(ModelError):
    """A model that is named wrongly, or whose settings are missing; only the user can mend it."""

    failure = Failure("fall_back", "misconfigured")


class DeadlineError(ModelError):
    """The run has no time left for another call."""

    failure = Failure("give_up", "deadline")


class BadReplyError(ModelError):
    """A reply that came without an exception and cannot be used."""

    def __init__(self, failure: Failure) -> None:
        """Take what is wrong with the reply."""
        super().__init__(f"the model {failure.phrase}")
        self.failure = failure


def explain(error: BaseException, model: str) -> str:
    """Say in one sentence why a model call failed and what to do.

    Args:
        error: What the client raised.
        model: The model's name, such as `openai:gpt-4o`.

    Returns:
        The sentence; it never holds a key.
    """
    if isinstance(error, ModelError) and not isinstance(error, BadReplyError):
        return str(error)
    failure = classify(error)
    what = f"{failure.phrase} ({type(error).__name__})" if failure.reason == "unexpected" else failure.phrase
    return f"{model} {what}. {_TO_DO.get(failure.reason, 'Try again')}, {_WAY_OUT}."
