"""Reaching a route by another spelling, and routes that should not be there."""

from __future__ import annotations

from tests.attacks.attack import request

TRICKS, HIDDEN = "Path and method tricks", "Routes that the server adds for itself"

ATTACKS = [
    *[
        request(TRICKS, name, "GET", path, who="nobody")
        for name, path in {
            "a double slash": "//threads/{thread}",
            "a double slash inside": "/threads//{thread}",
            "a trailing slash": "/threads/{thread}/",
            "an encoded slash": "/threads%2F{thread}",
            "dot segments": "/ok/../threads/{thread}",
            "encoded dot segments": "/ok/%2e%2e/threads/{thread}",
            "dot segments from the route of assets, which the server does not guard": "/ui/../threads/{thread}",
            "encoded ones from there": "/ui/..%2fthreads/{thread}",
            "a route that begins like that of assets": "/uithreads/{thread}",
            "the in-process prefix": "/noauth/threads/{thread}",
            "upper case": "/THREADS/{thread}",
            "a parameter": "/threads/{thread};x=/ok",
            "a fragment": "/threads/{thread}#/ok",
            "a query": "/threads/{thread}?/ok",
            "a null byte": "/threads/{thread}%00",
            "an absolute address": "http://127.0.0.1/threads/{thread}",
            "a backslash": "/ok\\..\\threads\\{thread}",
            "the assets themselves": "/ui/pharmacist/entrypoint.js",
        }.items()
    ],
    request(TRICKS, "HEAD", "HEAD", "/threads/{thread}", who="nobody"),
    request(TRICKS, "OPTIONS", "OPTIONS", "/threads/{thread}", who="nobody"),
    request(TRICKS, "TRACE", "TRACE", "/threads/{thread}", who="nobody"),
    request(TRICKS, "an invented method", "STEAL", "/threads/{thread}", who="nobody"),
    request(TRICKS, "a method in a header", "POST", "/threads/{thread}", who="nobody", X_HTTP_Method_Override="GET"),
    request(
        TRICKS, "a path in a header", "GET", "/nothing", who="nobody", X_Original_URL="/threads/{thread}", X_Rewrite_URL="/threads/{thread}"
    ),
    request(
        TRICKS, "a prefix in a header", "GET", "/threads/{thread}", who="nobody", X_Forwarded_Prefix="/noauth", X_Script_Name="/noauth"
    ),
    request(TRICKS, "upper case in the id, with a key", "GET", "/threads/{THREAD}"),
    request(TRICKS, "braces around the id, with a key", "GET", "/threads/%7B{thread}%7D"),
    request(TRICKS, "a URN of the id, with a key", "GET", "/threads/urn:uuid:{thread}"),
    request(TRICKS, "the id without hyphens, with a key", "GET", "/threads/{thread_plain}"),
    request(TRICKS, "the stream of the id without hyphens, with a key", "GET", "/threads/{thread_plain}/stream"),
    request(TRICKS, "the stream of the id in upper case, with a key", "GET", "/threads/{THREAD}/stream"),
    request(TRICKS, "a copy of the id without hyphens, with a key", "POST", "/threads/{thread_plain}/copy"),
    request(
        TRICKS,
        "a run on the id without hyphens, with a key",
        "POST",
        "/threads/{thread_plain}/runs/wait",
        body={"assistant_id": "pharmacist", "input": {"messages": []}, "if_not_exists": "create"},
    ),
    *[
        request(HIDDEN, name, method, path, who=who)
        for who in ("nobody", "mallory", "root")
        for name, method, path in (
            ("any thread, raw", "GET", "/internal/debug/thread/{thread}"),
            ("wiping all threads", "POST", "/internal/truncate"),
            ("starting a deployment", "POST", "/deploy"),
            ("the last deployment", "GET", "/deploy"),
            ("the log of a deployment", "GET", "/deploy/x/stream"),
        )
    ],
    request(HIDDEN, "any thread, raw, with a trailing slash", "GET", "/internal/debug/thread/{thread}/", who="nobody"),
    request(HIDDEN, "any thread, raw, with an encoded slash", "GET", "/internal%2Fdebug/thread/{thread}", who="nobody"),
    request(HIDDEN, "any thread, raw, doubled slash", "GET", "//internal/debug/thread/{thread}", who="nobody"),
    *[
        request(HIDDEN, f"{path} without a key", "GET", path, who="nobody")
        for path in ("/docs", "/openapi.json", "/info", "/metrics", "/metrics?format=json")
    ],
    request(HIDDEN, "/openapi.json with the Studio header", "GET", "/openapi.json", who="nobody", x_auth_scheme="langsmith"),
    request(HIDDEN, "an agent's card without a key", "GET", "/.well-known/agent-card.json?assistant_id={system}", who="nobody"),
]
