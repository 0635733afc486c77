"""What went wrong with a model, in words that say what to do next."""

from __future__ import annotations


class ModelError(RuntimeError):
    """A model that cannot be used as asked; the message says why and the way out."""


def explain(error: BaseException, model: str) -> str:
    """Say in one sentence why a model call failed and what to do.

    Args:
        error: What the client raised.
        model: The model's name, such as `openai:gpt-4o`.

    Returns:
        The sentence; it never holds a key.
    """
    kinds = [kind.__name__ for kind in type(error).__mro__]
    way_out = "or set RXGRAPH_MODEL=embedded to answer without a language model"
    reasons = {
        "AuthenticationError": f"{model} refused the API key (401). Check OPENAI_API_KEY, {way_out}.",
        "PermissionDeniedError": f"{model} refused access (403). Check the key's permissions and the model's name, {way_out}.",
        "NotFoundError": f"{model} was not found on the server (404). Check RXGRAPH_MODEL and OPENAI_BASE_URL, {way_out}.",
        "RateLimitError": f"{model} is over its rate limit or quota (429). Wait, check the account, {way_out}.",
        "APIConnectionError": f"{model} cannot be reached. Check the network and OPENAI_BASE_URL, {way_out}.",
        "APITimeoutError": f"{model} did not answer in time. Try again, {way_out}.",
        "TimeoutError": f"{model} did not answer in time. Try again, {way_out}.",
        "BadRequestError": f"{model} refused the request (400). Check that the model supports tools, {way_out}.",
        "InternalServerError": f"{model} failed on its side (5xx). Try again, {way_out}.",
    }
    if isinstance(error, ModelError):
        return str(error)
    return next((reasons[kind] for kind in kinds if kind in reasons), f"{model} failed ({kinds[0]}). Try again, {way_out}.")
