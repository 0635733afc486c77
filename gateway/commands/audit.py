"""`rxgraph audit`: the trail of answers, sign-offs and overrides."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gateway.console import emit, emit_json, fail

if TYPE_CHECKING:
    from nodes.audit.chain import Row

app = typer.Typer(
    no_args_is_help=True,
    help="The audit trail: who was given which answer, who signed off or overruled what, and when; without any patient data. "
    "It stands in RXGRAPH_HOME/audit, and each record's hash covers the one before it. "
    "rxgraph audit verify finds what was changed, removed or put in.",
)
BROKEN = 1
"""Exit code of a trail that is not whole."""
_Json = Annotated[bool, typer.Option("--json", help="Print objects.")]


@app.command()
def verify(
    anchor: Annotated[str, typer.Option(help="NUMBER:HASH of a record, written down earlier with rxgraph audit head.")] = "",
    as_json: _Json = False,
) -> None:
    """Follow the chain from the first record to the head. Exit code 0: whole; 1: not, with where and what; 2: it cannot be read.

    What it finds: a record that was edited, forged, removed, renumbered or put in, and records missing at the end. Who has the key and the
    files can write a whole new trail, and who puts back an old copy of all files leaves one that fits: keep what `rxgraph audit head`
    prints in another place, and give it here as --anchor.

    Example: rxgraph audit verify --anchor 1024:5f1d...
    """
    from nodes.audit import trail

    wanted = _anchor(anchor)
    with _readable():
        faults, count, behind = trail.verify(trail.folder(), wanted)
    if as_json:
        emit_json({"whole": not faults, "records": count, "unseen_by_head": behind, "faults": [fault._asdict() for fault in faults]})
    else:
        for fault in faults:
            emit(f"{fault.what}: {fault.says}")
        emit(f"{'NOT whole' if faults else 'whole'}: {count} record{'s' if count != 1 else ''}")
        if behind:
            emit(f"The head is {behind} behind: a process or the power had gone between a record and the head. The next record mends it.")
    if faults:
        raise typer.Exit(BROKEN)


@app.command("list")
def list_records(
    thread: Annotated[str | None, typer.Option(help="Only this thread's.")] = None,
    kind: Annotated[
        str | None,
        typer.Option(help="answer, needs_sign_off, sign_off, override, rejected, denied, escalated or refused."),
    ] = None,
    who: Annotated[str | None, typer.Option(help="Only of this caller or reviewer.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="The last so many.")] = 50,
    as_json: _Json = False,
) -> None:
    """List records, the newest last. A thread whose name is no UUID is recorded by a keyed digest; --thread finds it by its name.

    Example: rxgraph audit list --kind override
    """
    found = []
    for row in _records():
        body = _body(row)
        if kind not in (None, body.get("kind")) or who not in (None, body["who"].get("identity"), body["what"].get("reviewer")):
            continue
        if thread is not None and body.get("thread") != _thread_name(thread):
            continue
        found.append(body)
    found = found[-limit:]
    if as_json:
        emit_json(found)
        return
    emit("\n".join(_line(body) for body in found) or "No such record.")


@app.command()
def show(
    number: Annotated[int, typer.Argument(min=1, help="Number of the record.")],
    answer: Annotated[Path | None, typer.Option(help="File with a text, '-' for standard input: was it this answer (or draft)?")] = None,
    as_json: _Json = False,
) -> None:
    """Show one record, with its hashes. With --answer, say whether a text is the one that was recorded; exit code 1 when it is not.

    Example: rxgraph ask --json ... | jq -j .answer | rxgraph audit show 12 --answer -
    """
    row = next((row for row in _records() if row.seq == number), None)
    if row is None:
        fail(f"there is no record {number}; rxgraph audit list shows those that exist")
    shown: dict[str, Any] = {**_body(row), "prev": row.prev, "hash": row.hash, "mac": row.mac}
    if answer is not None:
        from nodes.audit import trail
        from nodes.audit.chain import keyed

        text = (sys.stdin.buffer.read() if str(answer) == "-" else answer.read_bytes()).decode("utf-8", "replace")
        with _readable():
            key = trail.key_of(trail.folder())
        recorded = {shown["what"].get("answer"), shown["what"].get("draft")}
        shown["matches"] = any(keyed(key, "text", given) in recorded for given in (text, text.removesuffix("\n")))
    if as_json:
        emit_json(shown)
    else:
        emit("\n".join(f"{key:9} {value if isinstance(value, str) else json.dumps(value)}" for key, value in shown.items()))
    if shown.get("matches") is False:
        raise typer.Exit(BROKEN)


@app.command()
def export(
    file: Annotated[Path | None, typer.Argument(help="File to write, owner-only; standard output when left out.")] = None,
) -> None:
    """Write every record as a line of JSON, with its hashes, so that the chain can be followed without rxgraph.

    `body` is the record as it was hashed; `hash` is SHA-256 over "rxgraph audit 1", `prev` and `body`, with a line break between them.

    Example: rxgraph audit export trail.jsonl
    """
    lines = (json.dumps(row._asdict(), ensure_ascii=True) for row in _records())
    if file is None:
        for line in lines:
            emit(line)
        return
    import os

    try:
        writing = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        fail(f"{file} exists; give another name")
    count = 0
    with os.fdopen(writing, "w", encoding="utf-8") as out:
        for line in lines:
            out.write(line + "\n")
            count += 1
    emit(f"{count} records written to {file}")


@app.command()
def head(as_json: _Json = False) -> None:
    """Print number and hash of the last record, to be kept in another place: with it, verify finds a trail that was put back or replaced.

    Example: rxgraph audit head >> /a/place/of/another/owner
    """
    last: Row | None = None
    for row in _records():
        last = row
    if last is None:
        fail("the audit trail is empty")
    if as_json:
        emit_json({"seq": last.seq, "hash": last.hash})
    else:
        emit(f"{last.seq}:{last.hash}")


def _exists() -> bool:
    from nodes.audit.trail import folder

    return (folder() / "trail.sqlite").exists()


def _records() -> Iterator[Row]:
    """Read the trail; nothing where there is none yet."""
    from nodes.audit import trail

    if not _exists():
        return
    with _readable(), closing(trail.reading(trail.folder())) as db:
        yield from trail.rows(db)


@contextmanager
def _readable() -> Iterator[None]:
    """Say in one line why the trail cannot be read."""
    from nodes.audit.trail import TrailError, folder

    try:
        yield
    except TrailError as error:
        fail(str(error))
    except sqlite3.Error as error:
        fail(f"{folder() / 'trail.sqlite'} cannot be read ({error}). It was left as it is; restore it from a backup.")


def _body(row: Row) -> dict[str, Any]:
    """Return what a record says; one that was damaged says so."""
    try:
        body = json.loads(row.body)
        if isinstance(body, dict) and isinstance(body["who"], dict) and isinstance(body["what"], dict):
            return body
    except (ValueError, KeyError):
        pass
    return {"seq": row.seq, "at": "?", "kind": "damaged", "thread": "?", "who": {}, "what": {}}


def _thread_name(thread: str) -> str:
    from nodes.audit import trail

    with _readable():
        return trail.thread_name(trail.key_of(trail.folder()), thread)


def _line(body: dict[str, Any]) -> str:
    what = body["what"]
    said = [str(what[name]) for name in ("decision", "status", "severity", "denied") if what.get(name)]
    failed = [f"failed: {', '.join(what['checks_failed'])}"] if what.get("checks_failed") else []
    by = f"reviewer {what['reviewer']}" if what.get("reviewer") else f"{body['who'].get('identity', '?')} ({body['who'].get('how', '?')})"
    return f"{body['seq']:>6}  {body['at'][:19]}  {body['kind']:14}  {by}  {body['thread']}  {'; '.join([*said, *failed])}"


def _anchor(text: str) -> tuple[int, str] | None:
    """Read NUMBER:HASH."""
    if not text:
        return None
    number, _, given = text.strip().partition(":")
    if not number.isdecimal() or len(given) != 64:
        fail(f"--anchor {text!r}: give NUMBER:HASH as rxgraph audit head prints it")
    return int(number), given.lower()
