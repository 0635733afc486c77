"""What people with a key may do on the real server; what they may not is in tests/attacks."""

from __future__ import annotations

import json
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from langgraph_sdk.errors import AuthenticationError, NotFoundError, UnprocessableEntityError

from gateway.identity.keys import KeyStore
from tests.attacks.attack import exchange, http
from tests.attacks.world import QUESTION, World, world
from tests.server.conftest import WARFARIN, asked, environment, free_port, running, serve_command

APPROVE: dict[str, Any] = {"resume": {"decision": "approve", "reviewer": "Rita"}}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("identity")) as started:
        yield started
        assert "BlockingError" not in started.server.output


def waiting_thread(made: World) -> str:
    """A draft of alice's that waits for sign-off."""
    with made.client("alice") as alice:
        thread = alice.threads.create()["thread_id"]
        alice.runs.wait(thread, "pharmacist", input=asked(QUESTION), context={"review": "required"})
        assert alice.threads.get(thread)["status"] == "interrupted"
    return str(thread)


def test_the_server_says_that_it_asks_for_keys(made: World) -> None:
    assert "with authentication (5 keys, and tokens)" in made.server.output
    assert "WITHOUT" not in made.server.output


@pytest.mark.parametrize("who", ["alice", "mallory", "root", "a good token"])
def test_who_has_a_key_or_token_asks_and_finds_their_own(made: World, who: str) -> None:
    with made.client(who) as client:
        thread = client.threads.create()["thread_id"]
        answer: Any = client.runs.wait(thread, "pharmacist", input=asked(WARFARIN))
        assert (answer["status"], answer["severity"]) == ("ok", "major")
        assert client.threads.get_state(thread)["values"]["answer"] == answer["answer"]  # type: ignore[call-overload]
        assert client.threads.get_history(thread)
        assert thread in [t["thread_id"] for t in client.threads.search(limit=100)]
        [run] = client.runs.list(thread)
        assert client.runs.join(thread, run["run_id"])
        copied = client.threads.copy(thread)
        assert isinstance(copied, dict) and client.threads.get(copied["thread_id"])
        client.threads.update(thread, metadata={"seen": True})
        client.runs.delete(thread, run["run_id"])
        client.threads.delete(thread)
        with pytest.raises(NotFoundError):
            client.threads.get(thread)


def test_a_key_travels_in_either_header(made: World) -> None:
    for header in ({"x-api-key": made.keys["alice"]}, {"Authorization": f"Bearer {made.keys['alice']}", "x-api-key": "lsv2_of_langsmith"}):
        assert httpx.post(f"http://127.0.0.1:{made.port}/threads/search", json={}, headers=header).status_code == 200


def test_the_run_knows_who_asked(made: World) -> None:
    with made.client("a good token") as client:
        thread = client.threads.create()["thread_id"]
        client.runs.wait(thread, "pharmacist", input=asked(WARFARIN), metadata={"owner": "key:alice"})
        [run] = client.runs.list(thread)
        identity = "jwt:https://issuer.example|trent"
        assert run["metadata"]["owner"] == identity
        configurable: Any = run["kwargs"]["config"]["configurable"]
        assert configurable["langgraph_auth_user"] == {
            "identity": identity, "display_name": "trent", "is_authenticated": True, "permissions": ["role:asker"],
        }  # fmt: skip
        assert client.threads.get(thread)["metadata"]["owner"] == identity
        assert client.threads.get_state(thread)["metadata"]["owner"] == identity  # type: ignore[index]


def test_stateless_runs_batches_streams_mcp_and_a2a_work_with_a_key(made: World) -> None:
    with made.client("alice") as alice:
        stateless: Any = alice.runs.wait(None, "pharmacist", input=asked(WARFARIN))
        assert stateless["severity"] == "major"
        assert [part.event for part in alice.runs.stream(None, "pharmacist", input=asked(WARFARIN))][-1] == "values"
        batch = alice.runs.create_batch([{"assistant_id": "pharmacist", "input": asked(WARFARIN)}])
        assert [run["metadata"]["owner"] for run in batch] == ["key:alice"]
    headers = [*made.credentials("alice"), ("Accept", "application/json")]
    listed = json.loads(exchange(made.port, http("POST", "/mcp", headers, {"jsonrpc": "2.0", "id": 1, "method": "tools/list"})).body)
    assert {"pharmacist", "react", "supervisor", "critic"} <= {tool["name"] for tool in listed["result"]["tools"]}
    call = {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "pharmacist", "arguments": asked(WARFARIN)}}
    assert b"warfarin" in exchange(made.port, http("POST", "/mcp", headers, call)).body.lower()
    message = {"role": "user", "messageId": "1", "parts": [{"kind": "text", "text": WARFARIN}]}
    told = exchange(
        made.port,
        http(
            "POST",
            made.filled("/a2a/{system}"),
            headers,
            {"jsonrpc": "2.0", "id": "1", "method": "message/send", "params": {"message": message}},
        ),
    )
    context = json.loads(told.body)["result"]["contextId"]
    with made.client("alice") as alice, made.client("mallory") as mallory:
        assert alice.threads.get(context)["metadata"]["owner"] == "key:alice"
        with pytest.raises(NotFoundError):
            mallory.threads.get(context)


def test_ones_own_stream_is_let_through_and_events_too(made: World) -> None:
    with made.client("alice") as alice:
        thread = alice.threads.create()["thread_id"]
        run = alice.runs.create(thread, "pharmacist", input=asked(WARFARIN), stream_resumable=True)
        events = [part.event for part in alice.runs.join_stream(thread, run["run_id"], last_event_id="-")]
        assert "values" in events
    url = f"http://127.0.0.1:{made.port}/threads/{thread}/stream/events"
    with httpx.stream("POST", url, json={"channels": ["values"]}, headers=dict(made.credentials("alice"))) as answer:
        assert answer.status_code == 200
        assert any("values" in line for line in answer.iter_lines())


def test_many_deletes_at_once_take_out_nobody_elses_threads(made: World) -> None:
    with made.client("alice") as alice, made.client("mallory") as mallory, ThreadPoolExecutor(12) as pool:
        kept, doomed = [], []
        for _ in range(40):
            doomed.append(mallory.threads.create()["thread_id"])
            kept.append(alice.threads.create()["thread_id"])
        list(pool.map(mallory.threads.delete, doomed))
        assert set(kept) <= {t["thread_id"] for t in alice.threads.search(limit=1000)}
        assert not set(doomed) & {t["thread_id"] for t in mallory.threads.search(limit=1000)}


def test_a_websocket_to_ones_own_thread_opens(made: World) -> None:
    head = [
        *made.credentials("mallory"),
        ("Connection", "Upgrade"),
        ("Upgrade", "websocket"),
        ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ]
    with socket.create_connection(("127.0.0.1", made.port), timeout=30) as connection:
        asks = http("GET", made.filled("/threads/{own}/stream/events"), head).replace(b"Connection: close\r\n", b"")
        connection.sendall(asks)
        assert connection.recv(12) == b"HTTP/1.1 101"


def test_assistants_crons_and_store_items_of_ones_own(made: World) -> None:
    with made.client("mallory") as client:
        assistant = client.assistants.create("pharmacist", name="short", metadata={"created_by": "system"})
        assert assistant["metadata"] == {"owner": "key:mallory"}
        assert (
            client.assistants.update(assistant["assistant_id"], name="longer", metadata={"owner": "key:root"})["metadata"]["owner"]
            == "key:mallory"
        )
        answer: Any = client.runs.wait(None, assistant["assistant_id"], input=asked(WARFARIN))
        assert answer["severity"] == "major"
        assert client.assistants.count() == 5
        client.assistants.delete(assistant["assistant_id"])
        forged: Any = {"configurable": {"langgraph_auth_user": {"identity": "key:root"}, "langgraph_auth_permissions": ["role:admin"]}}
        with pytest.raises(UnprocessableEntityError):
            client.crons.create("pharmacist", schedule="0 0 1 1 *", input=asked(WARFARIN), config=forged)
        cron: Any = client.crons.create("pharmacist", schedule="0 0 1 1 *", input=asked(WARFARIN))
        assert "langgraph_auth_user" not in json.dumps(cron) and "role:admin" not in json.dumps(cron)
        assert (cron["metadata"]["owner"], cron["user_id"]) == ("key:mallory", "key:mallory")
        assert [found["cron_id"] for found in client.crons.search()] == [cron["cron_id"]]
        client.crons.delete(cron["cron_id"])
        client.store.put_item(["notes", "a"], key="k", value={"v": 1})
        item = client.store.get_item(["notes", "a"], key="k")
        assert client.store.get_item(item["namespace"], key="k")["value"] == {"v": 1}, "a namespace that was given out is understood"
        assert [i["key"] for i in client.store.search_items(["notes"])["items"]] == ["k"]
        assert client.store.list_namespaces(prefix=["notes"], max_depth=1)["namespaces"] == [item["namespace"][:2]]
        client.store.delete_item(["notes", "a"], key="k")
        assert not client.store.search_items(["notes"])["items"]


def test_a_reviewer_finds_what_waits_signs_it_off_and_sees_what_came_of_it(made: World) -> None:
    thread = waiting_thread(made)
    with made.client("rita") as rita, made.client("alice") as alice, made.client("root") as root:
        found = {t["thread_id"]: t for t in rita.threads.search(limit=100)}
        assert {thread, made.things["waiting"]} <= found.keys()
        assert made.things["thread"] not in found
        assert {t["status"] for t in found.values()} == {"interrupted"}
        assert "values" not in found[thread]
        [[asks]] = found[thread]["interrupts"].values()
        assert {"question", "draft", "evidence"} <= asks["value"].keys()
        assert rita.threads.count() == len(found)
        assert rita.threads.get_state(thread)["interrupts"]  # type: ignore[typeddict-item]
        parts = list(rita.runs.stream(thread, "pharmacist", command=APPROVE, stream_mode="updates"))
        assert not [part for part in parts if part.event == "error"]
        assert "remember" in [node for part in parts if part.event == "updates" for node in part.data]
        assert rita.threads.get_state(thread)["values"]["status"] == "ok"  # type: ignore[call-overload]
        assert thread not in [t["thread_id"] for t in rita.threads.search(limit=100)]
        runs = root.runs.list(thread)
        assert [run["metadata"].get("reviewed_by") for run in runs] == ["key:rita", None]
        assert {run["metadata"]["owner"] for run in runs} == {"key:alice"}
        assert runs[0]["kwargs"]["config"]["configurable"]["langgraph_auth_user_id"] == "key:rita"
        alice.runs.wait(thread, "pharmacist", input=asked(WARFARIN))
        with pytest.raises(NotFoundError):
            rita.threads.get(thread)


def test_a_reviewer_signs_off_over_wait_too_and_sees_no_other_search(made: World) -> None:
    thread = waiting_thread(made)
    with made.client("rita") as rita:
        answer: Any = rita.runs.wait(thread, "pharmacist", command=APPROVE)
        assert answer["status"] == "ok"
        [assistant] = rita.assistants.search(graph_id="pharmacist")
        assert assistant["metadata"] == {"created_by": "system"}
    for body in (
        {"status": "idle"},
        {"values": {"status": "ok"}},
        {"select": ["values"]},
        {"select": ["thread_id"], "extract": {"a": "values"}},
        {},
    ):
        rows = json.loads(exchange(made.port, http("POST", "/threads/search", made.credentials("rita"), body)).body)
        assert rows and all(
            set(row) <= {"thread_id", "created_at", "updated_at", "state_updated_at", "metadata", "status", "interrupts"} for row in rows
        )
        assert {row["status"] for row in rows if "status" in row} <= {"interrupted"}
    for bad in (b"[]", b"7", b"{", b"\xff"):
        assert exchange(made.port, http("POST", "/threads/search", made.credentials("rita"), bad)).status in (400, 422)
    long = b'{"status": "interrupted", "x": "' + b"x" * 1_000_001 + b'"}'
    assert exchange(made.port, http("POST", "/threads/search", made.credentials("rita"), long)).status == 413


def test_an_admin_sees_everything_and_what_they_do_leaves_the_owner(made: World) -> None:
    with made.client("root") as root, made.client("alice") as alice:
        thread = alice.threads.create()["thread_id"]
        alice.runs.wait(thread, "pharmacist", input=asked(WARFARIN))
        assert thread in [t["thread_id"] for t in root.threads.search(limit=100)]
        root.runs.wait(thread, "pharmacist", input=asked("And with paracetamol?"))
        root.threads.update(thread, metadata={"owner": "key:root", "seen": True})
        assert alice.threads.get(thread)["metadata"]["owner"] == "key:alice"
        assert {run["metadata"]["owner"] for run in alice.runs.list(thread)} == {"key:alice"}
        assert root.crons.search() and root.assistants.get(made.things["assistant"])
        root.threads.delete(thread)
        with pytest.raises(NotFoundError):
            alice.threads.get(thread)


def test_keys_made_and_revoked_count_at_once(made: World) -> None:
    home = made.home
    store = KeyStore(home / "keys.json")
    _, made.keys["carol"] = store.create("carol", "asker")
    with made.client("carol") as carol:
        assert carol.threads.search() == []
        store.revoke("carol")
        with pytest.raises(AuthenticationError):
            carol.threads.search()


def test_a_cron_runs_as_its_owner_until_the_key_is_revoked(made: World) -> None:
    store = KeyStore(made.home / "keys.json")
    _, made.keys["dora"] = store.create("dora", "asker")
    with made.client("dora") as dora, made.client("root") as root:
        thread = dora.threads.create()["thread_id"]
        before = made.server.output.count("Starting background run")
        dora.crons.create_for_thread(thread, "pharmacist", schedule="* * * * * *", input=asked(WARFARIN))
        made.server.wait_for("Starting background run", before + 1)
        store.revoke("dora")
        made.server.wait_for("Error scheduling cron run")
        runs = root.runs.list(thread)
        assert runs and {run["metadata"]["owner"] for run in runs} == {"key:dora"}
        [cron] = root.crons.search(thread_id=thread)
        root.crons.delete(cron["cron_id"])


@pytest.mark.parametrize("how", ["damaged", "readable by others", "gone wrong"])
def test_when_the_key_file_cannot_be_used_nobody_gets_in(made: World, how: str) -> None:
    file = made.home / "keys.json"
    content = file.read_bytes()
    try:
        if how == "damaged":
            file.write_bytes(content[:-10])
        elif how == "readable by others":
            file.chmod(0o644)
        else:
            file.unlink()
            file.mkdir()
        for path in ("/threads/search", "/runs/wait", "/store/namespaces"):
            assert exchange(made.port, http("POST", path, made.credentials("root"), {})).status == 503
        assert exchange(made.port, http("GET", "/openapi.json", made.credentials("root"))).status == 503
        assert exchange(made.port, http("GET", "/ok", [])).status == 200
    finally:
        if file.is_dir():
            file.rmdir()
        file.unlink(missing_ok=True)
        file.write_bytes(content)
        file.chmod(0o600)
    assert exchange(made.port, http("POST", "/threads/search", made.credentials("root"), {})).status == 200


def test_when_the_key_set_of_tokens_cannot_be_read_no_token_is_good(made: World) -> None:
    file = made.home / "jwks.json"
    content = file.read_bytes()
    file.write_bytes(b"{")
    try:
        assert exchange(made.port, http("POST", "/threads/search", made.credentials("a good token"), {})).status == 503
        assert exchange(made.port, http("POST", "/threads/search", made.credentials("alice"), {})).status == 200
    finally:
        file.write_bytes(content)


def test_what_the_server_writes_is_its_owners_alone(made: World) -> None:
    home = made.home
    written = [path for path in (home / "server").rglob("*")] + [home / "checkpoints.sqlite", home / "keys.json"]
    assert len(written) > 3
    assert all(stat.S_IMODE(path.stat().st_mode) & 0o077 == 0 for path in written if path.name != "jwks.json"), written


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A server that was killed right after alice's runs, and started again."""
    home = tmp_path_factory.mktemp("killed")
    with world(home) as first:
        keys, of_alice = first.keys, first.things
        first.server.stop(signal.SIGKILL)
    with running(home, settings={"RXGRAPH_AUTH": "on"}) as second:
        yield World(home, second, keys, of_alice)


def test_after_a_kill_threads_have_their_owner_and_those_that_wait_still_do(killed: World) -> None:
    with killed.client("alice") as alice, killed.client("mallory") as mallory, killed.client("rita") as rita, killed.client("root") as root:
        assert {killed.things["thread"], killed.things["waiting"]} <= {t["thread_id"] for t in alice.threads.search(limit=100)}
        assert [t["thread_id"] for t in mallory.threads.search(limit=100)] == [killed.things["own"]]
        assert root.threads.count() == 3
        assert [t["thread_id"] for t in rita.threads.search(limit=100)] == [killed.things["waiting"]]
        answer: Any = rita.runs.wait(killed.things["waiting"], "pharmacist", command=APPROVE)
        assert answer["status"] == "ok"
        assert alice.threads.get_state(killed.things["waiting"])["values"]["answer"] == answer["answer"]  # type: ignore[call-overload]


def test_a_thread_that_the_list_does_not_know_goes_to_its_owner_alone(killed: World) -> None:
    lost, nobodys = str(uuid.uuid4()), str(uuid.uuid4())
    with closing(sqlite3.connect(killed.home / "checkpoints.sqlite")) as db, db:
        columns = ", ".join(row[1] for row in db.execute("PRAGMA table_info(checkpoints)") if row[1] != "thread_id")
        copied = f"INSERT INTO checkpoints (thread_id, {columns}) SELECT ?, {columns} FROM checkpoints WHERE thread_id = ?"
        db.executemany(copied, [(lost, killed.things["thread"]), (nobodys, killed.things["thread"])])
        db.execute("UPDATE checkpoints SET metadata = json_remove(CAST(metadata AS TEXT), '$.owner') WHERE thread_id = ?", (nobodys,))
    ask = {"assistant_id": "pharmacist", "input": asked(WARFARIN), "if_not_exists": "create"}
    for thread, strangers in ((lost, ("mallory", "root")), (nobodys, ("mallory", "alice", "root"))):
        for who in strangers:
            for path, body, status in (("/threads", {"thread_id": thread}, 409), (f"/threads/{thread}/runs/wait", ask, 404)):
                assert exchange(killed.port, http("POST", path, killed.credentials(who), body)).status == status, (who, path)
    with killed.client("alice") as alice:
        alice.threads.create(thread_id=lost, graph_id="pharmacist")
        assert QUESTION in json.dumps(alice.threads.get_state(lost)["values"])  # type: ignore[call-overload]


def refused(home: Path, *arguments: str, **settings: str) -> str:
    done = subprocess.run(
        [*serve_command(free_port()), *arguments], env=environment(home) | settings, cwd=home, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    return done.stderr


def test_without_authentication_no_other_address_is_served(tmp_path: Path) -> None:
    for host in ("0.0.0.0", "example.com"):
        assert "set RXGRAPH_AUTH=on" in refused(tmp_path, "--host", host)


def test_a_setting_that_is_none_stops_the_server(tmp_path: Path) -> None:
    assert "give on or off" in refused(tmp_path, RXGRAPH_AUTH="true")
    assert "RXGRAPH_JWT_ISSUER" in refused(tmp_path, RXGRAPH_AUTH="on", RXGRAPH_JWT_SECRET="x" * 40)
    (tmp_path / "keys.json").write_text("{")
    (tmp_path / "keys.json").chmod(0o600)
    assert "damaged" in refused(tmp_path, RXGRAPH_AUTH="on")
    assert "no address of this machine" in refused(
        tmp_path / "..", "--host", "192.0.2.1", RXGRAPH_AUTH="on", RXGRAPH_HOME=str(tmp_path / "other")
    )


def test_langgraph_dev_alone_does_not_start_with_a_wrong_setting(tmp_path: Path) -> None:
    from tests.server.conftest import ROOT

    command = [sys.executable, "-m", "langgraph_cli", "dev", "--no-browser", "--no-reload", "--port", str(free_port())]
    done = subprocess.run(
        [*command, "--config", str(ROOT / "langgraph.json")],
        env=environment(tmp_path) | {"RXGRAPH_AUTH": "yes"}, cwd=tmp_path, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode != 0
    assert "give on or off" in done.stdout + done.stderr


def test_with_authentication_every_address_may_be_served(tmp_path: Path) -> None:
    port = free_port()
    with running(tmp_path, [*serve_command(port), "--host", "0.0.0.0"], port=port, settings={"RXGRAPH_AUTH": "on"}) as started:
        assert "There is no key yet" in started.output
        assert exchange(port, http("POST", "/threads/search", [], {})).status == 401


def test_without_authentication_only_this_machine_by_its_own_name_is_served(server: Any) -> None:
    for host, status in (
        ("127.0.0.1", 200),
        (f"localhost:{server.port}", 200),
        ("[::1]:80", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
    ):
        assert exchange(server.port, http("POST", "/threads/search", [("Host", host)], {})).status == status
        assert exchange(server.port, http("GET", "/openapi.json", [("Host", host)])).status == status
    far = [("Host", "127.0.0.1"), ("X-Forwarded-For", "203.0.113.9")]
    assert exchange(server.port, http("POST", "/threads/search", far, {})).status == 403
    assert exchange(server.port, http("POST", "/internal/truncate", [])).status == 404


def test_an_asker_cannot_ask_for_less_review_than_the_server_does(tmp_path: Path) -> None:
    _, key = KeyStore(tmp_path / "keys.json").create("alice", "asker")
    with (
        running(tmp_path, settings={"RXGRAPH_AUTH": "on", "RXGRAPH_REVIEW": "required"}) as started,
        World(tmp_path, started, {"alice": key}).client("alice") as alice,
    ):
        own = alice.assistants.create("pharmacist", context={"review": "off"})["assistant_id"]
        for assistant, more in (
            ("pharmacist", {"context": {"review": "off"}}),
            ("pharmacist", {"config": {"configurable": {"review": "off"}}}),
            (own, {}),
            ("pharmacist", {}),
        ):
            thread = alice.threads.create()["thread_id"]
            answer: Any = alice.runs.wait(thread, assistant, input=asked(WARFARIN), **more)  # type: ignore[call-overload]
            assert "__interrupt__" in answer, (assistant, more)
            assert alice.threads.get(thread)["status"] == "interrupted"
        for graph in ("react", "supervisor", "critic"):
            with pytest.raises(httpx.HTTPStatusError, match="403"):
                alice.runs.wait(None, graph, input=asked(WARFARIN))
