"""The request log: owner-only, bounded, and no request waits or fails for it. Metrics are what Prometheus reads."""

from __future__ import annotations

import io
import json
import os
import stat
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from gateway.traffic.exchange import Exchange
from gateway.traffic.log_file import Lines, Stream, location, log_of
from gateway.traffic.metrics import Metrics
from gateway.traffic.settings import Settings
from graphs.run_log import Run
from models.breaker import BREAKERS, Breaker


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_lines_are_json_in_a_file_of_its_owners(home: Path) -> None:
    log = log_of(Settings())
    for number in range(100):
        log.write({"number": number, "text": "a\nb"})
    log.close()
    file = location()
    assert file == home / "logs" / "requests.jsonl"
    assert [json.loads(line)["number"] for line in file.read_text().splitlines()] == list(range(100))
    assert (mode(file), mode(file.parent), log.failing, log.lost) == (0o600, 0o700, "", 0)


def test_files_are_put_aside_by_size_and_the_oldest_goes(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    for number in range(10):
        log = Lines(file, most=100, files=3)
        log.write({"number": number, "fill": "x" * 60})
        log.close()
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert kept == ["log.jsonl", "log.jsonl.1", "log.jsonl.2"]
    assert [json.loads((tmp_path / name).read_text())["number"] for name in kept] == [9, 8, 7]
    assert {mode(path) for path in tmp_path.iterdir()} == {0o600}


def test_one_file_alone_is_begun_anew(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    for number in range(3):
        log = Lines(file, most=50, files=1)
        log.write({"number": number, "fill": "x" * 30})
        log.close()
    assert [path.name for path in tmp_path.iterdir()] == ["log.jsonl"]
    assert json.loads(file.read_text())["number"] == 2


def test_a_log_that_cannot_be_written_says_so_once_and_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be")
    log = Lines(tmp_path / "logs" / "log.jsonl", most=1000, files=2)
    log.write({"number": 1})
    log.write({"number": 2})
    log.close()
    assert (log.lost, bool(log.failing)) == (2, True)
    assert capsys.readouterr().err.count("the request log cannot be written") == 1
    (tmp_path / "logs").unlink()
    again = Lines(tmp_path / "logs" / "log.jsonl", most=1000, files=2)
    again.write({"number": 3})
    again.close()
    assert (again.failing, again.lost) == ("", 0)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no full disk here")
def test_a_full_disk_loses_lines_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    log = Lines(Path("/dev/full"), most=1000, files=2)
    log.write({"number": 1})
    log.close()
    assert log.lost == 1
    assert "No space left" in log.failing
    assert "No space left" in capsys.readouterr().err


def test_a_stream_and_none() -> None:
    stream = io.StringIO()
    log = Stream(stream)
    log.write({"a": 1})
    assert stream.getvalue() == '{"a": 1}\n'
    stream.close()
    log.write({"a": 2})
    assert (log.lost, log.failing) == (1, "ValueError")
    nothing = log_of(Settings(log="off"))
    nothing.write({"a": 1})
    nothing.close()
    assert nothing.lost == 0


def test_a_line_of_a_request_holds_no_path_no_query_and_no_body() -> None:
    exchange = Exchange("id", "identity:ada", body=b"secret", received=6, status=404)
    scope = {"method": "GET", "path": "/threads/jane-doe", "query_string": b"name=jane", "route": "/threads/{thread_id}"}
    line = exchange.line(scope, "2026-01-01T00:00:00", "ada")
    assert line["route"] == "/threads/{thread_id}"
    assert "jane" not in json.dumps(line) and "secret" not in json.dumps(line)
    assert (line["who"], line["status"], line["bytes_in"]) == ("ada", 404, 6)


def test_metrics_are_read_by_prometheus(monkeypatch: pytest.MonkeyPatch) -> None:
    metrics = Metrics()
    for status in (200, 200, 429):
        metrics.request("GET", status, 0.5, "limit_requests" if status == 429 else None)
    metrics.request("BREW", 400, 0.1, None)
    run = Run("id", None, "pharmacist", "ada", status="ok", model_calls=4, tool_calls=1, input_tokens=30, output_tokens=12, cost_usd=0.25)
    metrics.run(run)
    metrics.run(Run("id", None, "other", "ada", status="Jane Doe", cost_usd=None))
    monkeypatch.setattr(BREAKERS, "states", lambda: [Breaker('openai:"a"').status()])
    text = metrics.text(held=3, log_lost=2, log_failing=True, storage_failing=False)
    found = {(s.name, *sorted(s.labels.values())): s.value for family in text_string_to_metric_families(text) for s in family.samples}
    assert found["rxgraph_requests_total", "200", "GET"] == 2
    assert found["rxgraph_requests_total", "400", "other"] == 1
    assert found["rxgraph_refused_total", "limit_requests"] == 1
    assert found["rxgraph_runs_total", "ok", "pharmacist"] == 1
    assert found["rxgraph_runs_total", "other", "other"] == 1
    assert (found["rxgraph_tokens_total", "input"], found["rxgraph_tokens_total", "output"]) == (30, 12)
    assert (found[("rxgraph_cost_usd_total",)], found[("rxgraph_runs_held",)]) == (0.25, 3)
    assert found["rxgraph_breaker_state", "closed", 'openai:"a"'] == 1
    assert found["rxgraph_breaker_state", "open", 'openai:"a"'] == 0
    assert (found[("rxgraph_request_log_lost_total",)], found[("rxgraph_request_log_failing",)]) == (2, 1)
    assert "Jane" not in text and "ada" not in text
