"""The doors of the real dev server: what attacks get, what callers are told, what is logged."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import pytest
from langgraph_sdk import get_sync_client

from tests.attacks.traffic import RUNS, call, command, head, serving, status_of, talk
from tests.server.conftest import PATIENT, ROOT, WARFARIN, Server, asked, environment, free_port, running
from tests.servers.chat_completions import ChatServer
from tests.servers.pharmacist_script import plays_pharmacist

CANARY: Final = "Zebulon Quagmire"
_AUTH: Final = """
from langgraph_sdk import Auth

auth = Auth()

@auth.authenticate
async def authenticate(headers: dict) -> Auth.types.MinimalUserDict:
    name, _, secret = headers.get(b"x-api-key", b"").decode().partition(":")
    if secret != "right":
        raise Auth.exceptions.HTTPException(status_code=401, detail="The key is not valid.")
    return {"identity": name, "permissions": ["role:admin" if name == "root" else "role:asker"]}
"""


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all attacks; it must still stop gracefully, with no error that nobody handled."""
    with serving(tmp_path_factory.mktemp("attacked")) as server:
        yield server
        assert server.stop(signal.SIGINT) == 0
        assert "Traceback" not in server.output
        assert "BlockingError" not in server.output


def test_a_question_is_answered_and_says_what_is_left(attacked: Server) -> None:
    body = {"assistant_id": "pharmacist", "input": asked(WARFARIN)}
    status, headers, answer = call(attacked.port, "POST", "/runs/wait", body, source="127.0.0.99")
    assert (status, json.loads(answer)["status"]) == (200, "ok")
    assert headers["ratelimit-limit"] == "500"
    assert headers["ratelimit-remaining"] == "499"


def waiting(port: int, source: str, **more: Any) -> tuple[int, Any]:
    """Start a run that waits in the queue."""
    body = {"assistant_id": "pharmacist", "input": asked(WARFARIN), "after_seconds": 600, **more}
    status, _, answer = call(port, "POST", "/runs", body, source=source)
    return status, json.loads(answer)


def test_runs_that_are_cancelled_or_end_make_room(attacked: Server) -> None:
    source = "127.0.0.41"
    started = [waiting(attacked.port, source) for _ in range(RUNS + 1)]
    assert [status for status, _ in started] == [200] * RUNS + [429]
    assert "runs at once" in started[-1][1]["detail"]
    for _, run in started[:RUNS]:
        path = f"/threads/{run['thread_id']}/runs/{run['run_id']}/cancel?wait=false"
        assert call(attacked.port, "POST", path, source=source)[0] in (202, 204)
    for _ in range(2 * RUNS):  # one after the other: each gives its place back when it ends
        answer = call(attacked.port, "POST", "/runs/wait", {"assistant_id": "pharmacist", "input": asked(WARFARIN)}, source=source)
        assert answer[0] == 200


def test_a_batch_counts_each_of_its_runs(attacked: Server) -> None:
    one = {"assistant_id": "pharmacist", "input": asked(WARFARIN), "after_seconds": 600}
    assert call(attacked.port, "POST", "/runs/batch", [one] * (RUNS + 1), source="127.0.0.42")[0] == 429
    assert call(attacked.port, "POST", "/runs/batch", [one] * RUNS, source="127.0.0.42")[0] == 200
    assert waiting(attacked.port, "127.0.0.42")[0] == 429


def test_runs_by_other_roads_count_too(attacked: Server) -> None:
    source = "127.0.0.43"
    call_of = {"name": "pharmacist", "arguments": asked(WARFARIN)}
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call_of}).encode()
    accept = "Content-Type: application/json", "Accept: application/json, text/event-stream", f"Content-Length: {len(body)}"
    assert b"bleeding" in talk(attacked.port, head("/mcp", *accept), body, source=source)
    for _ in range(RUNS):
        assert waiting(attacked.port, source)[0] == 200
    assert status_of(talk(attacked.port, head("/mcp", *accept), body, source=source)) == 429
    _, _, made = call(attacked.port, "POST", "/threads", {}, source=source)
    start = {"id": 1, "method": "run.start", "params": {"assistant_id": "pharmacist", "input": asked(WARFARIN)}}
    assert call(attacked.port, "POST", f"/threads/{json.loads(made)['thread_id']}/commands", start, source=source)[0] == 429


def test_runs_over_a_websocket_count_too(attacked: Server) -> None:
    from websockets.sync.client import connect

    thread = json.loads(call(attacked.port, "POST", "/threads", {}, source="127.0.0.44")[2])["thread_id"]
    for _ in range(RUNS):
        assert waiting(attacked.port, "127.0.0.44")[0] == 200
    url = f"ws://127.0.0.1:{attacked.port}/threads/{thread}/stream/events"
    with connect(url, source_address=("127.0.0.44", 0)) as socket:
        start = {"id": 7, "method": "run.start", "params": {"assistant_id": "pharmacist", "input": asked(WARFARIN)}}
        socket.send(json.dumps(start))
        refused = json.loads(socket.recv(timeout=20))
    assert (refused["type"], refused["id"], refused["error"]) == ("error", 7, "limit_runs")


def test_a_callers_address_is_not_what_it_says(guarded: tuple[Server, Path]) -> None:
    server, _ = guarded

    def guesses(forwarded: str) -> int:
        return status_of(with_key(server, "ada:wrong", source="127.0.0.55", lines=(f"X-Forwarded-For: {forwarded}",)))

    found = [guesses(f"9.9.9.{n}") for n in range(7)]
    assert found == [401] * 5 + [429] * 2, "the failed logins of one address, whatever it says that it is"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    """A server with authentication by keys `NAME:right`, made for these tests."""
    home = tmp_path_factory.mktemp("guarded")
    config = json.loads((ROOT / "langgraph.json").read_text())
    for part in (*config["graphs"].values(), config["checkpointer"]):
        part["path"] = str(ROOT / part["path"])
    config["http"]["app"] = str(ROOT / config["http"]["app"])
    config["dependencies"] = [str(ROOT)]
    config.pop("env")
    (home / "keys_of_the_test.py").write_text(_AUTH)
    config["auth"] = {"path": str(home / "keys_of_the_test.py:auth"), "disable_studio_auth": True}
    (home / "langgraph.json").write_text(json.dumps(config))
    settings = {
        "RXGRAPH_AUTH": "on",
        "RXGRAPH_RATE_REQUESTS_PER_MINUTE": "40",
        "RXGRAPH_RATE_FAILED_LOGINS_PER_MINUTE": "5",
        "RXGRAPH_CORS_ORIGINS": "https://app.example",
        "RXGRAPH_TLS": "on",
    }
    code = (
        f"import os, sys; os.environ.update({settings!r}); os.execv(sys.executable, [sys.executable, '-m', 'langgraph_cli', *sys.argv[1:]])"
    )
    port = free_port()
    arguments = ["dev", "--config", str(home / "langgraph.json"), "--port", str(port), "--no-browser", "--no-reload"]
    with running(home, [sys.executable, "-c", code, *arguments], port=port, cwd=home) as server:
        yield server, home
        assert server.stop(signal.SIGINT) == 0
        assert "Traceback" not in server.output


def with_key(server: Server, key: str, path: str = "/assistants/count", *, source: str = "127.0.0.1", lines: tuple[str, ...] = ()) -> bytes:
    """Make a small request with a key; return the raw answer."""
    method, body = ("POST", b"{}") if path.endswith("count") else ("GET", b"")
    return talk(server.port, head(path, f"X-Api-Key: {key}", f"Content-Length: {len(body)}", *lines, method=method), body, source=source)


def test_wrong_keys_are_limited_by_address_before_authentication(guarded: tuple[Server, Path]) -> None:
    server, _ = guarded
    with ThreadPoolExecutor(30) as pool:
        guesses = Counter(pool.map(lambda n: status_of(with_key(server, f"ada:wrong{n}", source="127.0.0.51")), range(30)))
    assert guesses == {401: 5, 429: 25}
    late = with_key(server, "ada:right", source="127.0.0.51")
    assert status_of(late) == 429 and b"failed logins" in late and b"retry-after: " in late
    assert status_of(with_key(server, "ada:right", source="127.0.0.52")) == 200


def test_identities_are_limited_each_for_itself_wherever_they_come_from(guarded: tuple[Server, Path]) -> None:
    server, _ = guarded
    with ThreadPoolExecutor(10) as pool:
        found = Counter(pool.map(lambda n: status_of(with_key(server, "bob:right", source=f"127.0.0.{60 + n % 5}")), range(60)))
    assert found == {200: 40, 429: 20}
    assert status_of(with_key(server, "carol:right", source="127.0.0.60")) == 200


def test_counters_are_for_this_machine_where_nobody_is_known(attacked: Server) -> None:
    assert b"rxgraph_requests_total" in talk(attacked.port, head("/metrics", method="GET"))


def test_metrics_are_for_administrators(guarded: tuple[Server, Path]) -> None:
    server, _ = guarded
    assert status_of(with_key(server, "none", "/metrics")) == 401, "where callers are known, also on this machine"
    proxied = ("X-Forwarded-For: 9.9.9.9",)
    assert status_of(with_key(server, "none", "/metrics", source="127.0.0.53", lines=proxied)) == 401
    assert status_of(with_key(server, "dan:right", "/metrics", source="127.0.0.53", lines=proxied)) == 403
    assert b"rxgraph_requests_total" in with_key(server, "root:right", "/metrics", source="127.0.0.53", lines=proxied)
    assert status_of(with_key(server, "none", "/admin/metrics", source="127.0.0.54")) == 401


def test_pages_of_listed_origins_may_call_and_answers_say_https_only(guarded: tuple[Server, Path]) -> None:
    server, _ = guarded
    preflight = "Access-Control-Request-Method: POST", "Access-Control-Request-Headers: x-api-key"
    allowed = talk(server.port, head("/runs/wait", "Origin: https://app.example", *preflight, method="OPTIONS"))
    assert status_of(allowed) == 200 and b"access-control-allow-origin: https://app.example" in allowed
    refused = talk(server.port, head("/runs/wait", "Origin: https://evil.example", *preflight, method="OPTIONS"))
    assert status_of(refused) == 400 and b"access-control-allow-origin" not in refused
    answer = with_key(server, "erin:right", lines=("Origin: https://app.example",))
    assert b"access-control-allow-origin: https://app.example" in answer
    assert b"strict-transport-security: max-age=31536000" in answer
    assert b"server:" not in answer.lower()


def test_the_log_tells_requests_and_runs_and_nothing_that_was_said(guarded: tuple[Server, Path]) -> None:
    server, home = guarded
    with get_sync_client(url=f"http://127.0.0.1:{server.port}", api_key="frank:right") as client:
        thread = client.threads.create(metadata={"note": CANARY})["thread_id"]
        client.runs.wait(thread, "pharmacist", input=asked(f"I am {CANARY}. {PATIENT}"), metadata={"name": CANARY})
        client.threads.get(thread)
    call(server.port, "GET", f"/threads/{CANARY.replace(' ', '-')}?name=Quagmire")
    assert server.stop(signal.SIGINT) == 0
    text = (home / "logs" / "requests.jsonl").read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    (run,) = [line for line in lines if line["kind"] == "run" and line["who"] == "frank"]
    assert (run["graph"], run["thread_id"], run["engine"], run["error"]) == ("pharmacist", thread, "embedded", None)
    assert run["model_calls"] > 0 and run["tool_calls"] > 0 and run["seconds"] > 0 and run["cost_usd"] == 0
    assert run["trace_id"] == run["run_id"] and run["breakers"] == {}
    (asked_for,) = [line for line in lines if line.get("run_ids") == [run["run_id"]]]
    assert (asked_for["who"], asked_for["route"], asked_for["status"]) == ("frank", "/threads/{thread_id}/runs/wait", 200)
    assert not {"Zebulon", "Quagmire", "apixaban", "right"} & set(re.findall(r"[A-Za-z]+", text))
    assert {"limit_requests", "limit_failed_logins"} <= {line.get("refused") for line in lines}


def test_a_closed_storage_lets_nothing_through_and_a_log_without_a_place_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be")
    port = free_port()
    settings = {"RXGRAPH_RATE_STORAGE": f"redis://127.0.0.1:{free_port()}/0"}
    with running(tmp_path, command(port, settings), port=port) as server:
        status, headers, answer = call(port, "POST", "/assistants/count", {})
        assert (status, headers["retry-after"]) == (503, "5")
        assert "RXGRAPH_RATE_STORAGE" in json.loads(answer)["detail"]
        assert call(port, "GET", "/ok")[0] == 200
        health = call(port, "GET", "/health")
        assert (health[0], json.loads(health[2])) == (503, {"ok": False, "request_log": "failing", "rate_storage": "unreachable"})
        assert server.output.count("the request log cannot be written") == 1


def test_a_setting_that_cannot_be_read_keeps_the_server_from_starting(tmp_path: Path) -> None:
    done = subprocess.run(
        command(free_port(), {"RXGRAPH_RATE_REQUESTS_PER_MINUTE": "lots"}),
        env=environment(tmp_path),
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert "RXGRAPH_RATE_REQUESTS_PER_MINUTE='lots' is not a setting" in done.stdout + done.stderr


def test_tokens_of_a_minute_are_charged_when_a_run_ends_and_refuse_the_next(tmp_path: Path) -> None:
    port = free_port()
    with ChatServer(plays_pharmacist) as model:
        settings = {
            "RXGRAPH_MODEL": "openai:gpt-4o-mini",
            "OPENAI_API_KEY": "of-the-test",
            "OPENAI_BASE_URL": model.base_url,
            "RXGRAPH_RATE_TOKENS_PER_MINUTE": "300",
        }
        with running(tmp_path, command(port, settings), port=port) as server:
            body = {"assistant_id": "pharmacist", "input": asked(WARFARIN)}
            status, _, answer = call(port, "POST", "/runs/wait", body)
            used = json.loads(answer)["usage"]
            tokens = used["input_tokens"] + used["output_tokens"]
            assert status == 200 and tokens > 300
            status, headers, answer = call(port, "POST", "/runs/wait", body)
            assert (status, headers["ratelimit-limit"], headers["ratelimit-remaining"]) == (429, "300", "0")
            assert "model tokens" in json.loads(answer)["detail"]
            assert call(port, "POST", "/runs/wait", body, source="127.0.0.8")[0] == 200
            assert call(port, "POST", "/assistants/count", {})[0] == 200
            assert server.stop(signal.SIGINT) == 0
    lines = [json.loads(line) for line in (tmp_path / "logs" / "requests.jsonl").read_text().splitlines()]
    runs = [line for line in lines if line["kind"] == "run"]
    assert [run["input_tokens"] + run["output_tokens"] for run in runs] == [tokens, tokens]
    assert all(run["cost_usd"] > 0 and run["engine"] == "openai:gpt-4o-mini" for run in runs)
