"""What a run on the embedded engine may not do: open a socket, or import a client. Watched from inside a real process."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass

import pytest

from tests.gateway.conftest import Cli
from tests.servers.chat_completions import ChatServer, Script

_WATCHED = """
import atexit, sys
seen = set()
def watch(event, arguments):
    if event == "import":
        seen.add("import " + arguments[0].partition(".")[0])
    elif event == "socket.bind" and arguments[1][:2] == ("::1", 0):
        pass  # urllib3, when it is imported, tries whether this machine has IPv6: a loopback socket, closed at once
    elif event in ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"):
        seen.add(event)
sys.addaudithook(watch)
def report():
    loaded = {"module " + name.partition(".")[0] for name in sys.modules}
    sys.stderr.write("\\nWATCHED " + " | ".join(sorted(seen | loaded)))
atexit.register(report)
from gateway.cli import main
sys.argv[0] = "rxgraph"
main()
"""


@dataclass(frozen=True, slots=True)
class Watched:
    code: int
    out: str
    modules: frozenset[str]
    sockets: frozenset[str]


def _watch(cli: Cli, *arguments: str, **env: str) -> Watched:
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED, *arguments], capture_output=True, text=True, env=cli.environment(**env), timeout=60, check=False
    )
    before, mark, report = done.stderr.rpartition("\nWATCHED ")
    assert mark, f"the report never came: {before}{report}"
    events = report.split(" | ")
    modules = frozenset(e.split()[1] for e in events if e.startswith(("import ", "module ")))
    return Watched(done.returncode, done.stdout, modules, frozenset(e for e in events if e.startswith("socket.")))


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "--json", "Can a 70-year-old woman, 62 kg, creatinine 2.2, take apixaban 5 mg with clarithromycin?"),
        ("ask", "hello there"),
        ("threads", "list"),
    ],
    ids=["ask", "refused", "threads"],
)
def test_the_embedded_engine_opens_no_socket_and_imports_no_client(cli: Cli, arguments: tuple[str, ...]) -> None:
    found = _watch(cli, *arguments)
    assert found.code == (2 if "hello there" in arguments else 0)
    assert found.sockets == frozenset()
    assert not found.modules & {"openai", "langchain_openai", "tiktoken"}
    assert "langgraph" in found.modules, "the watch sees what is imported"


@pytest.mark.parametrize(
    "arguments",
    [("check", "warfarin", "ibuprofen"), ("dose", "metformin", "--egfr", "50"), ("understand", "warfarin with ibuprofen"), ("--help",)],
    ids=lambda arguments: arguments[0],
)
def test_commands_without_a_graph_import_nothing_of_langchain(cli: Cli, arguments: tuple[str, ...]) -> None:
    found = _watch(cli, *arguments)
    assert found.code == 0
    assert found.out
    assert found.sockets == frozenset()
    assert not {m for m in found.modules if m.startswith(("langchain", "langgraph", "langsmith", "openai", "httpx", "requests"))}
    assert "knowledge" in found.modules or arguments == ("--help",)


def test_the_watch_sees_a_client_and_its_socket(cli: Cli) -> None:
    with ChatServer(Script([]), api_key="right") as server:
        found = _watch(cli, "ask", "Can I take ibuprofen with warfarin?", OPENAI_API_KEY="bad", OPENAI_BASE_URL=server.base_url)
    assert "socket.connect" in found.sockets
    assert {"openai", "langchain_openai"} <= found.modules
