"""One of several processes that write to one checkpoint file: `python -m tests.graphs.writer NAME THREAD TURNS`."""

from __future__ import annotations

import asyncio
import operator
import sys
from typing import Annotated, Any

from langgraph.graph import END, START, StateGraph
from typing_extensions import TypedDict

from graphs.checkpointer import checkpointer
from graphs.lease import lease

WAIT_SECONDS = 300.0
"""Seven others take their turns first, and the lease keeps no queue."""


class State(TypedDict):
    """What the writers add up."""

    log: Annotated[list[str], operator.add]
    """Every turn of every writer, once as asked and once as answered."""


def graph(saver: Any) -> Any:
    """Build a small graph of two steps."""

    async def answer(state: State) -> dict[str, list[str]]:
        return {"log": [f"answer {state['log'][-1]}"]}

    async def done(state: State) -> dict[str, list[str]]:
        return {"log": []}

    builder = StateGraph(State)
    builder.add_node("answer", answer)
    builder.add_node("done", done)
    builder.add_edge(START, "answer")
    builder.add_edge("answer", "done")
    builder.add_edge("done", END)
    return builder.compile(checkpointer=saver)


async def write(name: str, thread: str, turns: int) -> None:
    """Take turns on a thread, each under its lease."""
    async with checkpointer() as saver:
        built = graph(saver)
        for n in range(turns):
            async with lease(thread, wait=WAIT_SECONDS):
                await built.ainvoke({"log": [f"{name}-{n}"]}, {"configurable": {"thread_id": thread}})


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1], sys.argv[2], int(sys.argv[3])))
