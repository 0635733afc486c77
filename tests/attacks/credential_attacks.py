"""Getting in without being anybody."""

from __future__ import annotations

from tests.attacks.attack import Answer, Attack, exchange, http, request
from tests.attacks.world import World

GROUP = "Without a good key"
SEARCH = ("POST", "/threads/search")
TOKENS = (
    "an expired token", "a token that never expires", "a token that is not yet good", "a token of another issuer", "a token for another audience",
    "a token without audience", "a token without subject", "a token with alg none", "a token with alg NONE", "a token whose signature is cut off",
    "a token signed by HMAC with the public key", "a token with its own key inside", "a token that names a key elsewhere",
    "a token whose key id is a path", "a token of an unknown key", "a token with an unknown role", "a token with a list of roles",
)  # fmt: skip


def raw(name: str, sent: str, *headers: tuple[str, str], path: str = "/threads/search", body: object = None) -> Attack:
    """An attack whose headers are written out; `{KEY}` in one is alice's own key."""

    def act(world: World) -> Answer:
        filled = [(key, value.replace("{KEY}", world.keys["alice"])) for key, value in headers]
        return exchange(world.port, http("POST", path, filled, {} if body is None else body))

    return Attack(GROUP, name, sent, act)


def flipped(world: World) -> Answer:
    """Alice's key with its last character changed."""
    key = world.keys["alice"]
    wrong = key[:-1] + ("A" if key[-1] != "A" else "B")
    return exchange(world.port, http(*SEARCH, [("Authorization", f"Bearer {wrong}")], {}))


def borrowed(world: World) -> Answer:
    """The public id of alice's key with the secret of mallory's."""
    _, id_, _ = world.keys["alice"].split("_", 2)
    _, _, secret = world.keys["mallory"].split("_", 2)
    return exchange(world.port, http(*SEARCH, [("x-api-key", f"rx_{id_}_{secret}")], {}))


ATTACKS = [
    request(GROUP, "no key", *SEARCH, who="nobody", body={}),
    request(GROUP, "no key, reading", "GET", "/threads/{thread}", who="nobody"),
    request(GROUP, "no key, a stateless run", "POST", "/runs/wait", who="nobody", body={"assistant_id": "pharmacist", "input": {"messages": []}}),
    request(GROUP, "no key, MCP", "POST", "/mcp", who="nobody", body={"jsonrpc": "2.0", "id": 1, "method": "tools/list"}),
    request(GROUP, "no key, A2A", "POST", "/a2a/{system}", who="nobody", body={"jsonrpc": "2.0", "id": "1", "method": "tasks/list"}),
    request(GROUP, "the Studio header", *SEARCH, who="nobody", body={}, x_auth_scheme="langsmith"),
    request(GROUP, "the Studio header on a thread", "GET", "/threads/{thread}", who="nobody", x_auth_scheme="langsmith"),
    request(GROUP, "the Studio header with a foreign key", "GET", "/threads/{thread}", who="nobody", x_auth_scheme="langsmith", x_api_key="lsv2_x"),
    request(GROUP, "the Studio header with somebody's own key", "GET", "/threads/{thread}", x_auth_scheme="langsmith"),
    Attack(GROUP, "a wrong secret", "alice's key, last character changed", flipped),
    Attack(GROUP, "another's key id with one's own secret", "`rx_` alice's id `_` mallory's secret", borrowed),
    request(GROUP, "a revoked key", *SEARCH, who="revoked", body={}),
    request(GROUP, "a key that was rotated away", *SEARCH, who="rotated", body={}),
    raw("an empty key", "`x-api-key:`", ("x-api-key", "")),
    raw("a key of another scheme", "`Authorization: Basic` alice's key", ("Authorization", "Basic {KEY}")),
    raw("no scheme", "`Authorization:` alice's key", ("Authorization", "{KEY}")),
    raw("two authorizations, one of them good", "twice `Authorization`", ("Authorization", "Bearer x"), ("Authorization", "Bearer {KEY}")),
    raw("a bad authorization beside a good key", "`Authorization: Bearer x` and `x-api-key:` alice's", ("Authorization", "Bearer x"), ("x-api-key", "{KEY}")),
    raw("the key in the query", "`?api_key=` and `?x-api-key=`", path="/threads/search?api_key={KEY}&x-api-key={KEY}"),
    raw("the key in a cookie", "`Cookie: x-api-key=`", ("Cookie", "x-api-key={KEY}")),
    raw("bytes that are no text", "`x-api-key:` bytes above 127", ("x-api-key", "rx_\xff\xfe_\x80")),
    raw("a key of 60,000 characters", "`x-api-key:` rx_ and 60,000 letters", ("x-api-key", "rx_a_" + "A" * 60_000)),
    *[request(GROUP, name, *SEARCH, who=name, body={}) for name in TOKENS],
]  # fmt: skip
