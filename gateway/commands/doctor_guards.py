"""What the doctor says of the server's guards: authentication, audit trail, redaction, and where limits are counted."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlsplit

_REACH_SECONDS: Final = 2.0
"""Longest wait for a storage of the limits elsewhere."""
_PROBE: Final = "Mr. John Example, SSN 987-65-4320, warfarin 5 mg daily"
"""A made-up patient, whose identifiers must go and whose dose must stay."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's report."""

    check: str
    state: Literal["ok", "warn", "fail"]
    detail: str
    fix: str = ""


def guards() -> list[Finding]:
    """Check each guard; quick, and nothing is written."""
    return [_authentication(), _audit(), _redaction(), _limits()]


def _authentication() -> Finding:
    from gateway.identity import keys, tokens
    from gateway.identity.mode import SETTING, AuthSettingError, required

    check, file = "authentication", keys.location()
    try:
        on, with_tokens = required(), tokens.from_environment() is not None
    except AuthSettingError as error:
        return Finding(check, "fail", str(error), "mend the setting; rxgraph serve does not start with it")
    try:
        stored = keys.KeyStore(file).keys()
    except keys.KeyFileError as error:
        return Finding(check, "fail" if on else "warn", str(error), f"mend {file}; rxgraph keys list reads it")
    active = sum(key.status(keys.now()) == "active" for key in stored)
    held = f"{file}: {active} of {len(stored)} keys good" if stored else f"{file} has no key yet"
    held += "; tokens are taken too" if with_tokens else ""
    if not on:
        return Finding(check, "ok", f"off: the server answers this machine only, and everyone on it; {held}", f"{SETTING}=on asks for keys")
    if not active and not with_tokens:
        return Finding(check, "warn", f"on, and nobody can ask; {held}", "rxgraph keys create NAME --role asker")
    return Finding(check, "ok", f"on; {held}")


def _audit() -> Finding:
    from nodes.audit import trail

    check, place = "audit trail", trail.folder()
    if not place.exists():
        return Finding(check, "ok", f"{place} will be made by the first answer")
    try:
        seq, behind = trail.check_end(place)
    except (trail.TrailError, sqlite3.Error, OSError) as error:
        return Finding(check, "fail", f"broken: {error}", "rxgraph audit verify says where; answers are withheld until it is mended")
    open_to = [file for file in (place, *place.iterdir()) if file.stat().st_mode & 0o077]
    if os.name != "nt" and open_to:
        return Finding(check, "warn", f"others on this machine can read {open_to[0]}", f"chmod -R go= {place}")
    end = f"{seq} records, and its end fits the head" + (f" ({behind} newer)" if behind else "")
    return Finding(check, "ok", f"{end}; rxgraph audit verify follows the whole chain")


def _redaction() -> Finding:
    from models.errors import ModelError
    from nodes.calling import REDACT, redacts_models
    from nodes.redaction import redacted_text

    try:
        models = redacts_models()
    except ModelError as error:
        return Finding("redaction", "fail", str(error), f"set {REDACT} to on or off; no model is asked until then")
    said = redacted_text(_PROBE)
    if "Example" in said or "987" in said or "warfarin 5 mg daily" not in said:
        return Finding(
            "redaction",
            "fail",
            "a made-up patient was not redacted rightly",
            "everything is dropped from logs and traces; reinstall rxgraph",
        )
    where = "logs, traces and summaries" + (", and before a model is asked" if models else "")
    return Finding("redaction", "ok", f"works; on in {where}", "" if models else f"{REDACT}=on keeps identifiers from models too")


def _limits() -> Finding:
    from gateway.traffic.settings import Settings
    from models.errors import MisconfiguredError

    check = "rate limits"
    try:
        settings = Settings.from_environment()
    except MisconfiguredError as error:
        return Finding(check, "fail", str(error), "mend the setting; the server does not start with it")
    said = f"{settings.requests_per_minute:,.0f} requests and {settings.tokens_per_minute:,.0f} model tokens a minute"
    said += f", {settings.concurrent_runs:,.0f} runs at once"
    if settings.storage == "memory://":
        return Finding(
            check, "ok", f"{said}; counted in the server's memory", "several servers share counts by RXGRAPH_RATE_STORAGE=redis://…"
        )
    # The URL may hold a password: only its host is shown.
    host = urlsplit(settings.storage).hostname or urlsplit(settings.storage).path
    try:
        import redis
    except ImportError:
        return Finding(check, "fail", f"counted by Redis at {host}, whose client is not installed", 'pip install "redis>=5.2"')
    waits = {"socket_connect_timeout": _REACH_SECONDS, "socket_timeout": _REACH_SECONDS}
    try:
        with closing(redis.Redis.from_url(settings.storage.replace("redis+unix", "unix"), **waits)) as client:
            client.ping()
    except (redis.RedisError, ValueError, OSError) as error:
        fix = "start it, or mend RXGRAPH_RATE_STORAGE; the server lets nobody in until it answers"
        return Finding(check, "fail", f"counted by Redis at {host}, which does not answer ({type(error).__name__})", fix)
    return Finding(check, "ok", f"{said}; counted by Redis at {host}, which answers")
