"""The installed script ends at once, and yet nothing is lost: codes, output, what is done at the end of a process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

RUN = "from gateway.script import run; run()"


def ended(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("check", "warfarin", "ibuprofen"), 0), (("check", "warfarin"), 2), (("no-such-command",), 2), (("--help",), 0)],
)
def test_the_code_is_the_command_lines(arguments: tuple[str, ...], code: int) -> None:
    assert ended(RUN, *arguments).returncode == code


def test_all_output_is_there_and_what_was_registered_runs() -> None:
    done = ended(f"import atexit; atexit.register(lambda: print('the end', flush=True)); {RUN}", "check", "warfarin", "ibuprofen")
    plain = ended("from gateway.cli import main; main()", "check", "warfarin", "ibuprofen")
    assert done.stdout == plain.stdout + "the end\n"


def test_the_journal_and_the_trail_are_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RXGRAPH_HOME", str(tmp_path))
    monkeypatch.setenv("RXGRAPH_MODEL", "embedded")
    assert ended(RUN, "ask", "--quiet", "Can I take ibuprofen with warfarin?").returncode == 0
    assert list(tmp_path.rglob("*.sqlite"))
    assert [file.name for file in tmp_path.rglob("*-wal") if file.stat().st_size] == []
    assert ended(RUN, "audit", "verify").returncode == 0


def test_a_thread_that_must_end_is_waited_for() -> None:
    waiting = (
        "import sys, threading, time; go = threading.Event()\n"
        "def late():\n go.wait(); sys.stdout.write('waited'); sys.stdout.flush()\n"
        "threading.Thread(target=late).start()\n"
        "import gateway.script as script\n"
        "kept = script.main\n"
        "def main():\n"
        " try: kept()\n"
        " finally: threading.Timer(0.05, go.set).start()\n"
        "script.main = main; script.run()"
    )
    assert ended(waiting, "check", "warfarin", "ibuprofen").stdout.endswith("waited")


def test_a_closed_pipe_ends_the_process() -> None:
    with subprocess.Popen([sys.executable, "-c", RUN, "knowledge", "stats"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.wait(timeout=60) != 0
