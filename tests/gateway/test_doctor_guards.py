"""`rxgraph doctor` on the server's guards: whether each works, and what to do when it does not."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from gateway.commands import doctor_guards
from gateway.identity.keys import KeyStore
from tests.gateway.conftest import Cli


def said(cli: Cli, check: str, **env: str) -> dict[str, Any]:
    """Return the doctor's line on one check."""
    done = cli.quick("doctor", "--json", **env)
    [line] = [line for line in done.json() if line["check"] == check]
    assert done.code == 1 or line["state"] != "fail"
    assert line["state"] == "ok" or line["fix"]
    return dict(line)


def asked(cli: Cli) -> None:
    assert cli.quick("ask", "--json", "Can I take ibuprofen with warfarin?").code == 0


def test_authentication_says_whether_it_is_on_and_who_could_ask(cli: Cli) -> None:
    off = said(cli, "authentication")
    assert (off["state"], off["fix"]) == ("ok", "RXGRAPH_AUTH=on asks for keys") and "this machine only" in off["detail"]
    empty = said(cli, "authentication", RXGRAPH_AUTH="on")
    assert empty["state"] == "warn" and "rxgraph keys create" in empty["fix"]
    store = KeyStore(cli.home / "keys.json")
    _, key = store.create("alice", "asker")
    store.create("bob", "asker")
    store.revoke("bob")
    on = said(cli, "authentication", RXGRAPH_AUTH="on")
    assert on["state"] == "ok" and "1 of 2 keys good" in on["detail"] and key not in str(on)


@pytest.mark.parametrize("how", ["damaged", "readable by others"])
def test_a_key_file_that_cannot_be_used_fails_when_keys_are_asked_for(cli: Cli, how: str) -> None:
    file = cli.home / "keys.json"
    KeyStore(file).create("alice", "asker")
    if how == "damaged":
        file.write_text("{")
    else:
        file.chmod(0o644)
    assert said(cli, "authentication", RXGRAPH_AUTH="on")["state"] == "fail"
    assert said(cli, "authentication")["state"] == "warn"


@pytest.mark.parametrize("setting", [{"RXGRAPH_AUTH": "yes please"}, {"RXGRAPH_JWT_ISSUER": "https://issuer.example"}])
def test_a_wrong_setting_of_authentication_fails(cli: Cli, setting: dict[str, str]) -> None:
    assert said(cli, "authentication", **setting)["state"] == "fail"


def test_a_whole_trail(cli: Cli) -> None:
    assert "will be made" in said(cli, "audit trail")["detail"]
    asked(cli)
    line = said(cli, "audit trail")
    assert line["state"] == "ok" and line["detail"].startswith("1 records, and its end fits the head")


@pytest.mark.parametrize("how", ["no head", "a forged head", "no key", "no file", "a damaged file"])
def test_a_broken_trail(cli: Cli, how: str) -> None:
    asked(cli)
    place = cli.home / "audit"
    if how == "no head":
        (place / "head").unlink()
    elif how == "a forged head":
        (place / "head").write_text((place / "head").read_text().replace('"seq":1', '"seq":0'))
    elif how == "no key":
        (place / "key").unlink()
    else:
        for file in place.glob("trail.sqlite*"):
            file.unlink()
        if how == "a damaged file":
            (place / "trail.sqlite").write_bytes(b"no database " * 1000)
    line = said(cli, "audit trail")
    assert (line["state"], "rxgraph audit verify" in line["fix"]) == ("fail", True)


def test_a_trail_that_others_can_read(cli: Cli) -> None:
    asked(cli)
    (cli.home / "audit" / "key").chmod(0o644)
    assert said(cli, "audit trail")["state"] == "warn"


def test_redaction_is_tried(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "works" in said(cli, "redaction")["detail"]
    assert "before a model is asked" in said(cli, "redaction", RXGRAPH_REDACT_MODEL="on")["detail"]
    assert said(cli, "redaction", RXGRAPH_REDACT_MODEL="perhaps")["state"] == "fail"
    monkeypatch.setattr("nodes.redaction.redacted_text", lambda text: text)
    assert doctor_guards._redaction().state == "fail"


class Pong(socketserver.StreamRequestHandler):
    """Answers every command of a Redis client."""

    def handle(self) -> None:
        while line := self.rfile.readline():
            if line[:1] == b"*":
                words = [self.rfile.readline() and self.rfile.readline().strip().upper() for _ in range(int(line[1:]))]
                self.wfile.write(b"+PONG\r\n" if words[0] == b"PING" else b"+OK\r\n")


@pytest.fixture
def redis() -> Iterator[int]:
    """The port of something that answers as Redis does."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Pong) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def test_limits_say_where_they_are_counted(cli: Cli, redis: int) -> None:
    assert "in the server's memory" in said(cli, "rate limits")["detail"]
    line = said(cli, "rate limits", RXGRAPH_RATE_STORAGE=f"redis://:secret-word@127.0.0.1:{redis}/0")
    assert line["state"] == "ok" and "which answers" in line["detail"] and "secret-word" not in str(line)


def test_a_storage_that_is_not_there_fails(cli: Cli) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        line = said(cli, "rate limits", RXGRAPH_RATE_STORAGE=f"redis://:secret-word@127.0.0.1:{holder.getsockname()[1]}/0")
    assert line["state"] == "fail" and "RXGRAPH_RATE_STORAGE" in line["fix"] and "secret-word" not in str(line)


def test_a_wrong_setting_of_the_limits_fails(cli: Cli) -> None:
    assert said(cli, "rate limits", RXGRAPH_RATE_REQUESTS_PER_MINUTE="many")["state"] == "fail"
