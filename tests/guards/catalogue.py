"""The server's guards, each with a request that meets it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

GARBAGE: Final[tuple[Any, ...]] = (None, True, 7, "nonsense", [], {}, {"owner": "key:mallory"}, ["nonsense", 7])


@dataclass(frozen=True)
class Guard:
    """A guard, and a request that meets it.

    Attributes:
        name: `module:attribute`.
        method: Of the request.
        path: With `{thread}` and the like.
        body: Of the request.
        who: Who asks.
        honest: Garbage that is an answer of its kind, so that nothing can be seen to be wrong with it.
    """

    name: str
    method: str
    path: str
    body: Any = None
    who: str = "alice"
    honest: tuple[Any, ...] = field(default=())


_RUN: Final[tuple[str, str, Any]] = ("POST", "/threads/{thread}/runs/wait", {"assistant_id": "pharmacist", "input": {"messages": []}})
_RULES: Final = "gateway.identity.rules:"
_TRAFFIC: Final = "gateway.traffic."
_SEARCH: Final[tuple[str, str, Any]] = ("POST", "/threads/search", {"status": "interrupted"})

GUARDS: Final = (
    Guard(f"{_TRAFFIC}headers:check", *_RUN),
    Guard(f"{_TRAFFIC}headers:secured", "GET", "/threads/{thread}/state"),
    Guard(f"{_TRAFFIC}door:read", *_RUN),
    Guard(f"{_TRAFFIC}json_body:check", *_RUN),
    Guard(f"{_TRAFFIC}run_config:check", *_RUN),
    Guard(f"{_TRAFFIC}attempts:Attempts.enter", *_RUN),
    Guard(f"{_TRAFFIC}turnstile:caller", *_RUN),
    Guard(f"{_TRAFFIC}turnstile:runs_started", *_RUN, honest=(7,)),
    Guard(f"{_TRAFFIC}limits:Limits.hit", *_RUN),
    Guard(f"{_TRAFFIC}limits:Limits.test", *_RUN),
    Guard(f"{_TRAFFIC}memory:Windows.acquire_entry", *_RUN, honest=(True,)),
    Guard(f"{_TRAFFIC}memory:Windows.get_moving_window", *_RUN),
    Guard(f"{_TRAFFIC}permits:Permits.take", *_RUN),
    Guard("gateway.identity.auth:who", *_RUN),
    Guard("gateway.identity.auth:caller", *_RUN),
    Guard("gateway.identity.credentials:identify", *_RUN),
    Guard("gateway.identity.keys:KeyStore.identify", *_RUN),
    Guard("gateway.identity.tokens:identify", *_RUN, who="a good token"),
    Guard("gateway.identity.token_keys:KeySetFile.keys", *_RUN, who="a good token"),
    Guard("gateway.identity.doors:role_of", *_SEARCH, who="rita", honest=(None,)),
    Guard("gateway.identity.doors:_only_waiting", *_SEARCH, who="rita"),
    Guard("gateway.identity.doors:who", "GET", "/openapi.json"),
    Guard(f"{_RULES}sees", "GET", "/threads/{thread}/stream", honest=(True,)),
    Guard(f"{_RULES}owners", "POST", "/threads", {"thread_id": "{unknown}"}, honest=({}, {"owner": "key:mallory"})),
    Guard(f"{_RULES}create_thread", "POST", "/threads", {}),
    Guard(f"{_RULES}read_thread", "GET", "/threads/{thread}/state"),
    Guard(f"{_RULES}search_threads", "POST", "/threads/search", {}),
    Guard(f"{_RULES}update_thread", "PATCH", "/threads/{thread}", {"metadata": {"a": 1}}),
    Guard(f"{_RULES}delete_thread", "DELETE", "/threads/{thread}"),
    Guard(f"{_RULES}create_run", *_RUN),
    Guard(f"{_RULES}create_assistant", "POST", "/assistants", {"graph_id": "pharmacist"}),
    Guard(f"{_RULES}read_assistant", "POST", "/assistants/search", {}),
    Guard(f"{_RULES}change_assistant", "DELETE", "/assistants/{assistant}"),
    Guard(
        f"{_RULES}create_cron", "POST", "/runs/crons", {"assistant_id": "pharmacist", "schedule": "0 0 1 1 *", "input": {"messages": []}}
    ),
    Guard(f"{_RULES}change_cron", "POST", "/runs/crons/search", {}),
    Guard(f"{_RULES}own_namespace", "PUT", "/store/items", {"namespace": ["a"], "key": "k", "value": {}}),
    Guard("gateway.identity.lookup:thread", "DELETE", "/threads/{thread}"),
    Guard("gateway.identity.lookup:waits", "GET", "/threads/{own}/state", who="rita", honest=(True,)),
    Guard("gateway.identity.lookup:last_reviewed_by", "GET", "/threads/{own}/state", who="rita"),
    Guard("gateway.identity.lookup:has_run", "DELETE", "/threads/{thread}/runs/{own_run}", honest=(True,)),
    Guard("gateway.identity.lookup:assistant", "PATCH", "/assistants/{system}", {"name": "x"}, who="root"),
)
"""In the order in which a request meets them, as far as there is one."""
EARLY: Final = tuple(g.name for g in GUARDS if g.name.startswith(_RULES) and not g.name.endswith(("sees", "owners")))
"""Rules, which authentication takes hold of by value."""
