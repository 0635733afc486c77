"""One of several processes that write to one trail: `python -m tests.audit.appender NAME COUNT`; says a line after each record."""

from __future__ import annotations

import asyncio
import sys

from nodes.audit.trail import Entry
from nodes.audit.writer import record


def entry(name: str, number: int = 0) -> Entry:
    """Something to record."""
    what = {"status": "ok", "number": number}
    who = {"identity": name, "how": "local"}
    return Entry(("thread", name, str(number)), "answer", "thread", who, what, {"answer": f"text {number}"}, {"node": "gate"})


async def write(name: str, count: int) -> None:
    """Record entries, several at once as parallel runs do."""
    for number in range(0, count, 4):
        made = await asyncio.gather(*(record(entry(name, n)) for n in range(number, min(number + 4, count))))
        for receipt in made:
            sys.stdout.write(f"{receipt.seq} {receipt.hash}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1], int(sys.argv[2])))
