"""API keys: the file closes when anything is wrong with it, and the commands show a key once."""

from __future__ import annotations

import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from gateway.cli import app
from gateway.identity import keys
from gateway.identity.keys import KeyFileError, KeyRequestError, KeyStore
from gateway.identity.roles import ROLES, Identity


@pytest.fixture
def store(home: Path) -> KeyStore:
    return KeyStore(keys.location())


def rxgraph(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["keys", *arguments])


def shown(*arguments: str) -> Any:
    done = rxgraph(*arguments, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def good() -> dict[str, Any]:
    """The content of a file with one key."""
    store = KeyStore(keys.location())
    store.create("alice", "asker")
    content: dict[str, Any] = json.loads(keys.location().read_text())
    return content


BROKEN: dict[str, Any] = {
    "nothing": "",
    "half a file": '{"version": 1, "keys": [',
    "another document": "[]",
    "null": "null",
    "no version": '{"keys": []}',
    "a later version": '{"version": 2, "keys": []}',
    "no list": '{"version": 1, "keys": 7}',
    "a list of other things": '{"version": 1, "keys": [7]}',
    "bytes that are no text": b"\xff\xfe\x00",
    "nested too deep": "[" * 100_000,
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_damaged_file_lets_nobody_in_and_is_left_as_it_is(store: KeyStore, content: str | bytes) -> None:
    _, key = store.create("alice", "asker")
    data = content if isinstance(content, bytes) else content.encode()
    keys.location().write_bytes(data)
    for use in (lambda: store.identify(key), store.keys, lambda: store.create("bob", "asker"), lambda: store.holder("key:alice")):
        with pytest.raises(KeyFileError):
            use()
    assert keys.location().read_bytes() == data


@pytest.mark.parametrize("field", ["id", "name", "role", "sha256", "created_at", "expires_at", "revoked_at"])
@pytest.mark.parametrize("value", [7, "", "a b", [], {}, "2026-01-01T00:00:00"])
def test_a_record_with_a_wrong_field_damages_the_file(field: str, value: Any) -> None:
    content = good()
    content["keys"][0][field] = value
    keys.location().write_text(json.dumps(content))
    with pytest.raises(KeyFileError, match="damaged"):
        KeyStore(keys.location()).keys()


@pytest.mark.parametrize("field", ["id", "name", "role", "sha256", "created_at", "expires_at", "revoked_at"])
def test_a_record_without_a_field_damages_the_file(field: str) -> None:
    content = good()
    del content["keys"][0][field]
    keys.location().write_text(json.dumps(content))
    with pytest.raises(KeyFileError, match="damaged"):
        KeyStore(keys.location()).keys()


def test_a_key_that_stands_twice_damages_the_file() -> None:
    content = good()
    content["keys"] *= 2
    keys.location().write_text(json.dumps(content))
    with pytest.raises(KeyFileError, match="twice"):
        KeyStore(keys.location()).keys()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o777])
def test_a_file_that_others_can_use_lets_nobody_in(store: KeyStore, mode: int) -> None:
    _, key = store.create("alice", "asker")
    keys.location().chmod(mode)
    with pytest.raises(KeyFileError, match="chmod 600"):
        store.identify(key)
    keys.location().chmod(0o600)
    assert store.identify(key) is not None


def test_a_file_that_cannot_be_read_lets_nobody_in(store: KeyStore) -> None:
    _, key = store.create("alice", "asker")
    keys.location().unlink()
    keys.location().mkdir()
    with pytest.raises(KeyFileError):
        store.identify(key)


def test_a_file_in_a_folder_that_is_none_lets_nobody_in(home: Path) -> None:
    (home / "file").write_text("")
    with pytest.raises(KeyFileError, match="cannot be read"):
        KeyStore(home / "file" / "keys.json").identify("rx_a_b")


def test_without_a_file_nobody_has_a_key(store: KeyStore) -> None:
    assert store.keys() == []
    assert store.identify("rx_000000000000_" + "A" * 43) is None


def test_the_file_holds_no_key_and_is_its_owners_alone(store: KeyStore) -> None:
    key, text = store.create("alice", "asker")
    _, _, secret = text.split("_", 2)
    assert len(secret) >= 43
    assert text not in keys.location().read_text() and secret not in keys.location().read_text()
    assert stat.S_IMODE(keys.location().stat().st_mode) == 0o600
    assert [path.name for path in keys.location().parent.iterdir() if path.name.startswith(".keys-")] == []
    assert store.identify(text) == Identity("key:alice", "asker", "alice") == key.identity()


def test_only_the_whole_key_is_good(store: KeyStore) -> None:
    _, text = store.create("alice", "asker")
    _, other = store.create("mallory", "admin")
    id_, secret = text.split("_", 2)[1:]
    for wrong in (
        text[:-1],
        text + "A",
        text.upper(),
        f"rx_{id_}_",
        f"rx_{other.split('_', 2)[1]}_{secret}",
        f" {text}",
        text.replace("rx_", "RX_"),
    ):
        assert store.identify(wrong) is None, wrong


@given(st.text(max_size=200))
def test_no_text_is_a_key(text: str) -> None:
    assert KeyStore(keys.location()).identify(text) is None


@given(st.text(max_size=60))
def test_no_text_behind_a_known_id_is_a_key(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    store = KeyStore(tmp_path_factory.mktemp("keys") / "keys.json")
    key, _ = store.create("alice", "asker")
    assert store.identify(f"rx_{key.id}_{text}") is None


def test_a_revoked_key_is_refused_in_a_store_that_is_open(store: KeyStore) -> None:
    _, text = store.create("alice", "asker")
    assert store.identify(text)
    KeyStore(keys.location()).revoke("alice")
    assert store.identify(text) is None
    assert store.holder("key:alice") is None
    assert [key.status(datetime.now(UTC)) for key in store.keys()] == ["revoked"]


def test_a_rotation_keeps_the_identity_and_refuses_the_old_secret(store: KeyStore) -> None:
    _, old = store.create("alice", "reviewer")
    _, new = KeyStore(keys.location()).rotate("alice")
    assert store.identify(old) is None
    assert store.identify(new) == Identity("key:alice", "reviewer", "alice")


def test_a_key_expires(store: KeyStore) -> None:
    key, text = store.create("alice", "asker", days=1)
    assert store.identify(text)
    content = json.loads(keys.location().read_text())
    content["keys"][0]["expires_at"] = (datetime.now(UTC) - timedelta(seconds=1)).isoformat()
    keys.location().write_text(json.dumps(content))
    assert store.identify(text) is None
    assert store.holder("key:alice") is None
    assert key.status(datetime.now(UTC) + timedelta(days=1, seconds=1)) == "expired"


@pytest.mark.parametrize("days", [0, -1, 36_501, float("inf"), float("nan")])
def test_days_that_are_none_are_refused(store: KeyStore, days: float) -> None:
    with pytest.raises(KeyRequestError, match="days"):
        store.create("alice", "asker", days)


@pytest.mark.parametrize("name", ["", "-x", ".x", "a b", "a/b", "a:b", "a|b", "é", "a\n", "x" * 65])
def test_names_that_are_none_are_refused(store: KeyStore, name: str) -> None:
    with pytest.raises(KeyRequestError, match="name"):
        store.create(name, "asker")


@pytest.mark.parametrize("again", ["alice", "ALICE"])
def test_a_name_is_never_given_twice(store: KeyStore, again: str) -> None:
    store.create("alice", "asker")
    store.revoke("alice")
    with pytest.raises(KeyRequestError, match="never given twice"):
        store.create(again, "asker")


def test_a_revoked_key_cannot_be_rotated_back(store: KeyStore) -> None:
    store.create("alice", "asker")
    store.revoke("alice")
    with pytest.raises(KeyRequestError, match="revoked"):
        store.rotate("alice")


def test_many_writers_lose_nothing(store: KeyStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda n: KeyStore(keys.location()).create(f"k{n}", "asker"), range(24)))
    assert len(store.keys()) == 24
    assert all(store.identify(text) for _, text in made)


def test_a_write_that_fails_leaves_the_file_as_it_was(store: KeyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    _, text = store.create("alice", "asker")
    before = keys.location().read_bytes()

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.create("bob", "asker")
    assert keys.location().read_bytes() == before
    assert store.identify(text)
    assert not list(keys.location().parent.glob(".keys-*"))


@pytest.mark.parametrize("role", ROLES)
def test_create_prints_the_key_once(role: str) -> None:
    made = shown("create", "alice", "--role", role)
    assert (made["name"], made["role"], made["identity"], made["status"]) == ("alice", role, "key:alice", "active")
    assert KeyStore(keys.location()).identify(made["key"]) == Identity("key:alice", role, "alice")  # type: ignore[arg-type]
    listed = shown("list")
    assert [key["name"] for key in listed] == ["alice"]
    assert made["key"].split("_", 2)[2] not in json.dumps(listed) + rxgraph("list").output
    assert "key" not in listed[0] and "sha256" not in listed[0]


def test_without_json_the_key_alone_is_on_standard_output() -> None:
    done = rxgraph("create", "alice")
    assert KeyStore(keys.location()).identify(done.stdout.strip())
    assert "shown this once" in done.stderr


def test_rotate_and_revoke() -> None:
    first = shown("create", "alice", "--role", "reviewer", "--days", "2")
    second = shown("rotate", "alice")
    assert first["key"] != second["key"]
    assert (second["role"], second["identity"], second["expires_at"]) == ("reviewer", "key:alice", None)
    assert shown("revoke", "alice")["status"] == "revoked"
    assert "revoked" in rxgraph("list").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["create", "alice", "--role", "root"], "asker, reviewer, admin"),
        (["create", "a b"], "no name for a key"),
        (["create", "alice", "--days", "0"], "more than 0"),
        (["rotate", "bob"], "rxgraph keys list"),
        (["revoke", "bob"], "rxgraph keys list"),
    ],
)
def test_bad_requests_are_explained_with_exit_code_2(arguments: list[str], said: str) -> None:
    done = rxgraph(*arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stdout == ""


def test_a_damaged_file_is_explained_by_every_command() -> None:
    keys.location().write_text("{")
    keys.location().chmod(0o600)
    for arguments in (["list"], ["create", "bob"], ["rotate", "bob"], ["revoke", "bob"]):
        done = rxgraph(*arguments)
        assert (done.exit_code, done.stdout) == (2, "")
        assert "damaged" in done.stderr


def test_no_key_is_said() -> None:
    assert "rxgraph keys create" in rxgraph("list").stdout
    assert shown("list") == []
