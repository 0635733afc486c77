"""`rxgraph doctor`: what works here, and how to mend what does not."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated

import typer

from gateway.commands.doctor_guards import Finding, guards
from gateway.console import emit, emit_json

_PACKAGES = (
    "rxgraph",
    "langgraph",
    "langchain-core",
    "langchain-openai",
    "langgraph-checkpoint-sqlite",
    "langsmith",
    "langgraph-cli",
    "typer",
    "rapidfuzz",
)
_WAIT = 5.0


def doctor(as_json: Annotated[bool, typer.Option("--json", help="Print one object a check.")] = False) -> None:
    """Check versions, model, knowledge base, files, tracing and the server's guards, each with a fix. Exit code 1 when something fails."""
    found = [_versions(), _knowledge(), _model(), _checkpoints(), _tracing(), *guards()]
    if as_json:
        emit_json([asdict(f) for f in found])
    else:
        for finding in found:
            emit(f"{finding.state:4} {finding.check}: {finding.detail}" + (f"\n     fix: {finding.fix}" if finding.fix else ""))
    if any(f.state == "fail" for f in found):
        raise typer.Exit(1)


def _versions() -> Finding:
    missing, found = [], [f"Python {sys.version.split()[0]}"]
    for package in _PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            missing.append(package)
    if missing == ["langgraph-cli"]:
        return Finding("versions", "warn", ", ".join(found), 'for `rxgraph serve`: pip install "rxgraph[serve]"')
    return Finding("versions", "fail" if missing else "ok", ", ".join(found), f"pip install {' '.join(missing)}" if missing else "")


def _knowledge() -> Finding:
    from knowledge.store import knowledge_base

    try:
        base = knowledge_base()
        counts = base.stats()
    except Exception as error:
        return Finding("knowledge base", "fail", str(error).splitlines()[0], "python -m knowledge.validate names every fault")
    held = f"{counts['drugs']} drugs ({counts['complete']} complete), {counts['interactions']} interaction records"
    return Finding("knowledge base", "ok", f"{held}, {counts['passages']} guideline passages; {base.path}")


def _model() -> Finding:
    from models.errors import ModelError
    from models.factory import EMBEDDED, chain_of, default_model, settings_of

    name = default_model()
    if name == EMBEDDED:
        return Finding(
            "model",
            "ok",
            "embedded engine; needs no key and no network",
            "" if not os.environ.get("OPENAI_API_KEY") else "unset RXGRAPH_MODEL to use the key",
        )
    import httpx

    for other in chain_of(name).names[1:]:
        try:
            if other != EMBEDDED:
                settings_of(other)
        except ModelError as error:
            return Finding("model", "fail", f"RXGRAPH_FALLBACK_MODELS: {error}", "mend RXGRAPH_FALLBACK_MODELS, or unset it")
    base = os.environ.get("OPENAI_BASE_URL") or "https://api.openai.com/v1"
    key = os.environ.get("OPENAI_API_KEY", "")
    try:
        reply = httpx.get(f"{base.rstrip('/')}/models", headers={"Authorization": f"Bearer {key or 'none'}"}, timeout=_WAIT)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return Finding(
            "model",
            "fail",
            f"{name} at {base}: {type(error).__name__}",
            "check the network and OPENAI_BASE_URL, or set RXGRAPH_MODEL=embedded",
        )
    if reply.status_code in (401, 403):
        return Finding(
            "model",
            "fail",
            f"{name} at {base}: the key was refused ({reply.status_code})",
            "check OPENAI_API_KEY, or set RXGRAPH_MODEL=embedded",
        )
    if reply.status_code >= 400:
        return Finding(
            "model",
            "warn",
            f"{name} at {base}: /models answered {reply.status_code}",
            "a compatible server may lack /models; try rxgraph ask",
        )
    return Finding("model", "ok", f"{name} at {base} answers; {_stand_ins(name)}")


def _stand_ins(name: str) -> str:
    """Say who answers when the model is down, and how the circuit breakers of this process stand."""
    from models.breaker import BREAKERS
    from models.factory import chain_of

    others = chain_of(name).names[1:]
    states = [
        f"{s.name}: {s.state.replace('_', '-')} ({s.failures} of {s.calls} calls failed)"
        + (f", next try in {s.opens_in:.0f} s" if s.opens_in else "")
        for s in BREAKERS.states()
    ]
    down = f"when it is down: {', then '.join(others)}" if others else "nobody stands in when it is down (RXGRAPH_FALLBACK_MODELS=none)"
    return f"{down}; circuit breakers: {', '.join(states) or 'all closed'}"


def _checkpoints() -> Finding:
    from graphs.checkpointer import CheckpointFileError, check_version, explain, location
    from graphs.retention import SETTING, retention

    file = location()
    try:
        kept = retention()
    except ValueError as error:
        return Finding("checkpoint file", "fail", str(error), f"unset {SETTING}, or set it to last:100")
    if not file.exists():
        return Finding("checkpoint file", "ok", f"{file} will be made by the first question")
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=_WAIT)) as db:
            check_version(file, db)
            result = db.execute("PRAGMA quick_check").fetchone()[0]
            threads = db.execute("SELECT count(DISTINCT thread_id) FROM checkpoints").fetchone()[0]
    except sqlite3.Error as error:
        return Finding("checkpoint file", "fail", str(error), explain(file, error))
    except CheckpointFileError as error:
        return Finding("checkpoint file", "fail", str(error), "upgrade rxgraph, or set RXGRAPH_CHECKPOINTS to another file")
    size = f"{file} ({file.stat().st_size / 1e6:.1f} MB, {threads} threads; kept: {kept.describe()}, {SETTING}={kept})"
    if result != "ok":
        return Finding("checkpoint file", "fail", f"{size}: {result}", "restore it from a backup, or move it away to start afresh")
    if file.stat().st_mode & 0o077:
        return Finding("checkpoint file", "warn", f"{size}: others on this machine can read it", f"chmod 600 {file}")
    return Finding("checkpoint file", "ok", size)


def _tracing() -> Finding:
    on = any(os.environ.get(k, "").lower() == "true" for k in ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2"))
    if not on:
        return Finding("tracing", "ok", "off; nothing is sent (LANGSMITH_TRACING=true and LANGSMITH_API_KEY turn it on)")
    endpoint = os.environ.get("LANGSMITH_ENDPOINT") or os.environ.get("LANGCHAIN_ENDPOINT") or "https://api.smith.langchain.com"
    if (
        not (os.environ.get("LANGSMITH_API_KEY") or os.environ.get("LANGCHAIN_API_KEY"))
        and "127.0.0.1" not in endpoint
        and "localhost" not in endpoint
    ):
        return Finding("tracing", "fail", f"on, to {endpoint}, without a key", "set LANGSMITH_API_KEY, or unset LANGSMITH_TRACING")
    import httpx

    try:
        reply = httpx.get(f"{endpoint.rstrip('/')}/info", timeout=_WAIT)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return Finding(
            "tracing",
            "fail",
            f"on, but {endpoint} cannot be reached ({type(error).__name__})",
            "check LANGSMITH_ENDPOINT, or unset LANGSMITH_TRACING",
        )
    return Finding("tracing", "ok" if reply.status_code < 400 else "warn", f"on, to {endpoint} (/info answered {reply.status_code})")
