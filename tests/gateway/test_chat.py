"""`rxgraph chat`: one thread, question after question, through a pipe and on a terminal."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.gateway.conftest import SCRIPT, Cli
from tests.servers.chat_completions import ChatServer, Hang

_OWN_TERMINAL = "import fcntl, os, sys, termios; os.setsid(); fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
_LIMIT = 60.0
_CTRL_C = b"\x03"


class Terminal:
    """The other end of a process's terminal."""

    def __init__(self, process: subprocess.Popen[bytes], master: int) -> None:
        self.process = process
        self.seen = ""
        self._master = master

    def write(self, data: bytes) -> None:
        os.write(self._master, data)

    def until(self, text: str, press: bytes = b"") -> str:
        """Read until a text appears; what came up to it is returned, and not searched again.

        `press` is pressed, and again after each five silent seconds: a Ctrl-C that comes between `input` printing its prompt and reading is
        only noticed at the next key.
        """
        end = time.monotonic() + _LIMIT
        self.write(press)
        while text not in self.seen:
            left = max(0.0, end - time.monotonic())
            ready, _, _ = select.select([self._master], [], [], min(5.0, left) if press else left)
            if press and not ready and left:
                self.write(press)
                continue
            try:
                data = os.read(self._master, 65536) if ready else b""
            except OSError:  # the process has ended
                data = b""
            assert data, f"{text!r} never came; there was: {self.seen[-2000:]}"
            self.seen += data.decode(errors="replace")
        before, _, self.seen = self.seen.partition(text)
        return before + text


@contextmanager
def terminal(cli: Cli, *arguments: str, **env: str) -> Iterator[Terminal]:
    """Run `rxgraph` on a terminal of its own, so that Ctrl-C reaches it as it does a user's."""
    master, slave = pty.openpty()
    command = [sys.executable, "-c", _OWN_TERMINAL, str(SCRIPT), *arguments]
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=cli.environment(**env))
    os.close(slave)
    try:
        yield Terminal(process, master)
    finally:
        process.kill()
        process.wait()
        os.close(master)


def test_a_piped_conversation_remembers_corrects_and_forgets(cli: Cli) -> None:
    lines = [
        "What dose of apixaban for a 70-year-old woman, 62 kg, creatinine 2.2?", "/memory", "/correct weight_kg 58", "/forget age_years",
        "/memory", "and for how long is that dose taken?", "", "/nonsense", "/forget", "/correct weight_kg heavy", "/quit", "never read",
    ]  # fmt: skip
    done = cli.run("chat", "--thread", "c", stdin="\n".join(lines) + "\n")
    assert done.code == 0
    before, after = done.out.split("patient: weight: 62 kg", 1)
    assert "apixaban" in before.lower()
    assert "patient: age: 70 years" in before
    assert "patient: weight: 58 kg" in after
    assert "patient: age" not in after
    assert "apixaban" in after.lower(), "the follow-up knows the drug"
    assert done.err.count("/memory shows what is remembered") == 3, "at the start, and for the two commands that cannot be read"
    assert "is not a number" in done.err
    assert "never read" not in done.out + done.err
    assert done.err.strip().endswith("Go on later with: rxgraph chat --thread c")
    kept = cli.quick("threads", "memory", "c").out
    assert "weight: 58 kg" in kept
    assert "age" not in kept


def test_the_end_of_a_pipe_ends_the_chat_and_a_bad_question_does_not(cli: Cli) -> None:
    done = cli.run("chat", "--thread", "c", stdin="dose of metformin at eGFR 900\nCan I take simvastatin with clarithromycin?\n")
    assert done.code == 0
    assert "is not possible" in done.out
    assert "contraindicated" in done.out
    assert "rxgraph chat --thread c" in done.err


def test_memory_of_a_thread_without_a_question_does_not_end_the_chat(cli: Cli) -> None:
    done = cli.run("chat", "--thread", "fresh", stdin="/memory\n/forget weight_kg\n/quit\n")
    assert done.code == 0
    assert done.err.count("there is no thread 'fresh'") == 2


def test_on_a_terminal_ctrl_c_stops_a_question_and_not_the_chat(cli: Cli) -> None:
    with (
        ChatServer(lambda request: Hang()) as server,
        terminal(cli, "chat", "--thread", "c", OPENAI_API_KEY="k", OPENAI_BASE_URL=server.base_url) as user,
    ):
        user.until("you> ")
        user.write(b"Can I take ibuprofen with warfarin?\n")
        server.wait_for_requests(1, timeout=_LIMIT)
        user.write(_CTRL_C)
        user.until("Stopped. Ask again, or /quit.")
        user.until("you> ")
        user.write(b"/quit\n")
        user.until("Go on later with: rxgraph chat --thread c")
        assert user.process.wait(_LIMIT) == 0
    assert cli.quick("ask", "--json", "--thread", "c", "Can I take ibuprofen with warfarin?").json()["severity"] == "major"


def test_on_a_terminal_ctrl_c_at_the_prompt_leaves(cli: Cli) -> None:
    with terminal(cli, "chat", "--thread", "c") as user:
        user.until("you> ")
        user.until("Go on later with: rxgraph chat --thread c", press=_CTRL_C)
        assert user.process.wait(_LIMIT) == 0


def test_ctrl_c_in_ask_says_that_it_stopped(cli: Cli) -> None:
    with (
        ChatServer(lambda request: Hang()) as server,
        terminal(cli, "ask", "Can I take ibuprofen with warfarin?", OPENAI_API_KEY="k", OPENAI_BASE_URL=server.base_url) as user,
    ):
        server.wait_for_requests(1, timeout=_LIMIT)
        user.write(_CTRL_C)
        user.until("stopped")
        assert user.process.wait(_LIMIT) == 130
        assert "Traceback" not in user.seen
