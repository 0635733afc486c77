"""Sends the canary through the graph in one process: every engine, and every way to fail with her in the error. Run by `test_canary`."""

from __future__ import annotations

import logging
import os
import sys
from typing import Any

from graphs.run import ask, config_of, opened, run
from nodes import merge
from nodes.context import Context
from tests.privacy.canary import Canary
from tools import TOOLS

CANARY = Canary.loads(os.environ["CANARY"])
MODEL = "openai:gpt-4o"


def breaks(*_: Any, **__: Any) -> Any:
    raise ValueError(f"cannot read {CANARY.question}")


def tool_that_breaks() -> None:
    tool: Any = TOOLS["lookup_interaction"]
    works = tool.func
    tool.func = breaks
    try:
        answer = ask(CANARY.question, context=Context(model="embedded"))
    finally:
        tool.func = works
    assert answer.thread_id


def node_that_breaks() -> None:
    works, merge._unchecked = merge._unchecked, breaks
    try:
        ask(CANARY.question, context=Context(model="embedded"))
    except ValueError:
        logging.getLogger("rxgraph.test").exception("A run failed: %s", CANARY.question)
        logging.getLogger("somebody.else").error("Could not answer %r", {"question": CANARY.question}, extra={"asked": CANARY.question})
    else:
        raise AssertionError("the node did not break")
    finally:
        merge._unchecked = works


def memory() -> None:
    thread, context = f"mrs-{CANARY.family}", Context(model="embedded", cheap_model="embedded", working_limit=3, working_keep=2)
    for _ in range(3):
        ask(CANARY.question, thread_id=thread, context=context)

    async def values() -> Any:
        async with opened() as graph:
            return (await graph.aget_state(config_of(thread))).values

    kept = run(values())
    assert kept["episodes"], "nothing was summarised"
    assert not CANARY.hits(str(kept["episodes"]) + str(kept.get("facts"))), kept["episodes"]
    assert kept["profile"]["weight_kg"] == 62


def main() -> None:
    logging.basicConfig(stream=sys.stderr, level=logging.DEBUG)
    logging.getLogger("aiosqlite").setLevel(logging.INFO)
    assert ask(CANARY.question, thread_id=f"mrs-{CANARY.family}-2", context=Context(model=MODEL)).status
    refused = ask(CANARY.question, context=Context(model="openai:refuses"))
    assert refused.status == "refused" and not CANARY.hits(refused.answer), refused.answer
    tool_that_breaks()
    node_that_breaks()
    memory()
    sys.stdout.write("done")


if __name__ == "__main__":
    main()
