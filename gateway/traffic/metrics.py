"""Counters of this process, in the text form that Prometheus reads. Labels hold statuses and names of graphs, nothing of callers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from graphs.run_log import Run
from models.breaker import BREAKERS
from models.errors import ModelError

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_STATES: Final = ("closed", "half_open", "open")
_ANSWERS: Final = frozenset({"ok", "partial", "refused", "escalated", "needs_sign_off", "success", "cancelled", "error", "withheld"})


class Metrics:
    """What was counted since the process began."""

    def __init__(self) -> None:
        """Begin at zero."""
        self.requests: Counter[tuple[str, int]] = Counter()
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.refused: Counter[str] = Counter()
        self.runs: Counter[tuple[str, str]] = Counter()
        self.tokens: Counter[str] = Counter()
        self.calls: Counter[str] = Counter()
        self.cost_usd = 0.0

    def request(self, method: str, status: int, seconds: float, refused: str | None) -> None:
        """Count a request."""
        method = method if method in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "WEBSOCKET") else "other"
        self.requests[method, status] += 1
        self.seconds[method] += seconds
        if refused:
            self.refused[refused] += 1

    def run(self, run: Run) -> None:
        """Count a run."""
        self.runs[run.graph, run.status if run.status in _ANSWERS else "other"] += 1
        self.tokens["input"] += run.input_tokens
        self.tokens["output"] += run.output_tokens
        self.calls["model"] += run.model_calls
        self.calls["tool"] += run.tool_calls
        self.cost_usd += run.cost_usd or 0.0

    def text(self, *, held: int, log_lost: int, log_failing: bool, storage_failing: bool) -> str:
        """Return the counters and what is told of the present.

        Args:
            held: Runs that wait or run.
            log_lost: Lines of the request log that were lost.
            log_failing: Whether it cannot be written.
            storage_failing: Whether the storage of the limits cannot be used.
        """
        parts = [
            _block("requests_total", "counter", [({"method": m, "status": str(s)}, n) for (m, s), n in sorted(self.requests.items())]),
            _block("request_seconds_total", "counter", [({"method": m}, n) for m, n in sorted(self.seconds.items())]),
            _block("refused_total", "counter", [({"reason": r}, n) for r, n in sorted(self.refused.items())]),
            _block("runs_total", "counter", [({"graph": g, "status": s}, n) for (g, s), n in sorted(self.runs.items())]),
            _block("tokens_total", "counter", [({"kind": k}, n) for k, n in sorted(self.tokens.items())]),
            _block("calls_total", "counter", [({"kind": k}, n) for k, n in sorted(self.calls.items())]),
            _block("cost_usd_total", "counter", [({}, self.cost_usd)]),
            _block("runs_held", "gauge", [({}, held)]),
            _block("breaker_state", "gauge", _breakers()),
            _block("request_log_lost_total", "counter", [({}, log_lost)]),
            _block("request_log_failing", "gauge", [({}, int(log_failing))]),
            _block("rate_storage_failing", "gauge", [({}, int(storage_failing))]),
        ]
        return "".join(parts)


def breaker_states() -> dict[str, str]:
    """Return the state of each model's circuit breaker that was used."""
    try:
        return {status.name: status.state for status in BREAKERS.states()}
    except ModelError:  # its settings cannot be read; the runs say so themselves
        return {}


def _breakers() -> Iterable[tuple[Mapping[str, str], float]]:
    for name, state in breaker_states().items():
        for each in _STATES:
            yield {"model": name, "state": each}, int(each == state)


def _block(name: str, kind: str, values: Iterable[tuple[Mapping[str, str], float]]) -> str:
    lines = [f"# TYPE rxgraph_{name} {kind}"]
    for labels, value in values:
        inside = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
        lines.append(f"rxgraph_{name}{'{' + inside + '}' if inside else ''} {value:.10g}")
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
