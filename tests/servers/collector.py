"""A LangSmith collector on the loopback interface: takes what the real client sends and keeps it as merged runs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

import zstandard

from tests.servers import LoopbackHandler, LoopbackServer, Received, Response

Run = dict[str, Any]
"""One run: what its post said, overlaid with what its patches said."""

Kind = Literal["post", "patch"]


@dataclass(frozen=True, slots=True)
class RunNode:
    """A run and the runs it started, in order of their start."""

    run: Run
    children: tuple[RunNode, ...]

    @property
    def name(self) -> str:
        """The run's name."""
        return str(self.run.get("name"))

    def walk(self) -> Iterator[RunNode]:
        """Yield this node and all below it, depth first."""
        yield self
        for child in self.children:
            yield from child.walk()

    def outline(self, depth: int = 0) -> str:
        """The tree as indented lines of `name (run type)`."""
        line = f"{'  ' * depth}{self.name} ({self.run.get('run_type')})"
        return "\n".join([line, *(child.outline(depth + 1) for child in self.children)])


def complete(runs: Mapping[str, Run]) -> bool:
    """Whether there is at least one whole trace: a root, no run still open, and no parent missing."""
    parents = [run.get("parent_run_id") for run in runs.values()]
    return None in parents and all(run.get("end_time") for run in runs.values()) and all(not p or p in runs for p in parents)


class Collector(LoopbackServer):
    """Serves the part of LangSmith's API that tracing writes to; give `url` to a `langsmith.Client` as its `api_url`.

    Posts and patches of one run merge by id in whichever order they arrive: a patch wins over a post, and null never
    wins. A request that it cannot read fails the test when the `with` block ends.
    """

    def __init__(
        self,
        *,
        multipart: bool = True,
        zstd: bool = False,
        fail_with: int | None = None,
        hang: bool = False,
    ) -> None:
        """Prepare the collector.

        Args:
            multipart: Have `/info` send clients to `/runs/multipart`, or else to `/runs/batch`.
            zstd: Have `/info` offer compressed bodies, which LangSmith's own server does.
            fail_with: Answer every write with this status, and keep nothing of it but its entry in `received`.
            hang: Never answer a write until the collector closes.
        """
        super().__init__()
        self.handler = _Handler
        self.fail_with = fail_with
        self.hang = hang
        self.info: dict[str, Any] = {
            "version": "0.13.0",
            "license_expiration_time": None,
            "batch_ingest_config": {
                "use_multipart_endpoint": multipart,
                "scale_up_qsize_trigger": 1000,
                "scale_up_nthreads_limit": 4,
                "scale_down_nempty_trigger": 4,
                "size_limit": 100,
                "size_limit_bytes": 20_971_520,
            },
            "instance_flags": {"zstd_compression_enabled": zstd},
        }
        self._saved: dict[Kind, dict[str, Run]] = {"post": {}, "patch": {}}
        self._feedback: list[dict[str, Any]] = []

    @property
    def runs(self) -> dict[str, Run]:
        """Every run so far, by id; a copy, one level deep."""
        with self.changed:
            ids = [*self._saved["post"], *(id for id in self._saved["patch"] if id not in self._saved["post"])]
            return {id: {**self._saved["post"].get(id, {}), **self._saved["patch"].get(id, {})} for id in ids}

    @property
    def feedback(self) -> list[dict[str, Any]]:
        """Every feedback so far, in order of arrival."""
        with self.changed:
            return list(self._feedback)

    @property
    def bodies(self) -> list[bytes]:
        """Every request's body, decompressed: where to look for what must not have been sent."""
        return [_decoded(received) for received in self.received]

    def wait_for(self, predicate: Callable[[Mapping[str, Run]], bool] = complete, timeout: float = 10.0) -> dict[str, Run]:
        """Block until `predicate` accepts the runs, and return them.

        Args:
            predicate: Takes all runs by id; it is asked again after every request.
            timeout: How many seconds to wait.

        Raises:
            TimeoutError: It never did; the message outlines what arrived.
        """
        self.wait_until(lambda: predicate(self.runs), timeout, self._summary)
        return self.runs

    def named(self, name: str) -> list[Run]:
        """Every run of that name, in order of start."""
        return _in_order(run for run in self.runs.values() if run.get("name") == name)

    def children(self, id: str) -> list[Run]:
        """The runs whose parent is `id`, in order of start."""
        return _in_order(run for run in self.runs.values() if run.get("parent_run_id") == id)

    def orphans(self) -> list[Run]:
        """The runs whose parent never arrived; a sound trace has none."""
        runs = self.runs
        return _in_order(run for run in runs.values() if run.get("parent_run_id") and run["parent_run_id"] not in runs)

    def tree(self) -> list[RunNode]:
        """Every root with all below it; orphans are in none of them."""
        below: dict[str | None, list[Run]] = {}
        for run in self.runs.values():
            below.setdefault(run.get("parent_run_id"), []).append(run)

        def node(run: Run) -> RunNode:
            return RunNode(run, tuple(node(child) for child in _in_order(below.get(run["id"], []))))

        return [node(root) for root in _in_order(below.get(None, []))]

    def save(self, kind: Kind, id: str, fields: Mapping[str, Any]) -> None:
        """Merge fields into a run and wake whoever waits."""
        with self.changed:
            run = self._saved[kind].setdefault(id, {"id": id})
            for name, value in fields.items():
                if name == "attachments":
                    run["attachments"] = {**run.get("attachments", {}), **value}
                elif value is not None or (kind == "post" and name not in run):
                    run[name] = value
            self.changed.notify_all()

    def take(self, received: Received) -> bool:
        """Keep what a write carries.

        Args:
            received: The request.

        Returns:
            Whether its route is known.

        Raises:
            ValueError: The route is known and the body is not what belongs there.
        """
        route = (received.method, received.path)
        body = _decoded(received)
        if route == ("POST", "/runs/multipart"):
            with self.changed:  # a waiter sees the whole request, or none of it
                for name, content_type, data in _parts(received.headers.get("content-type", ""), body):
                    self._take_part(name, content_type, data)
        elif route == ("POST", "/runs/batch"):
            batch = json.loads(body)
            with self.changed:
                for kind in self._saved:
                    for run in batch.get(kind) or ():
                        self.save(kind, run["id"], run)
        elif route == ("POST", "/runs"):
            run = json.loads(body)
            self.save("post", run["id"], run)
        elif received.method == "PATCH" and (found := re.fullmatch(r"/runs/([^/]+)", received.path)):
            self.save("patch", found[1], json.loads(body))
        elif route == ("POST", "/feedback"):
            self._add_feedback(json.loads(body))
        else:
            return False
        return True

    def _take_part(self, name: str, content_type: str, data: bytes) -> None:
        event, _, rest = name.partition(".")
        id, _, field = rest.partition(".")
        if event == "attachment":
            self.save("post", id, {"attachments": {field: (content_type, data)}})
        elif event == "feedback":
            self._add_feedback(json.loads(data))
        elif event in ("post", "patch"):
            self.save("post" if event == "post" else "patch", id, {field: json.loads(data)} if field else json.loads(data))
        else:
            raise ValueError(f"unknown multipart part {name!r}")

    def _add_feedback(self, feedback: dict[str, Any]) -> None:
        with self.changed:
            self._feedback.append(feedback)
            self.changed.notify_all()

    def _summary(self) -> str:
        runs = self.runs
        waiting = [str(run.get("name")) for run in runs.values() if not run.get("end_time")]
        lines = [f"{len(runs)} runs, {len(self.orphans())} orphans, still open: {waiting}"]
        return "\n".join([*lines, *(root.outline() for root in self.tree())])


class _Handler(LoopbackHandler):
    def answer(self, received: Received) -> None:
        app = cast(Collector, self.server.app)
        if received.method == "GET" and received.path == "/info":
            self.send(Response.of(app.info))
        elif app.hang:
            self.send(Response.of({}).broken("before_headers", "hang"))
        elif app.fail_with is not None:
            self.send(Response.of({"detail": "refused by the test"}, app.fail_with))
        else:
            self.send(Response.of({"message": "ok"}, 202) if app.take(received) else Response.of({"detail": "Not Found"}, 404))


def _in_order(runs: Any) -> list[Run]:
    return sorted(runs, key=lambda run: (str(run.get("dotted_order") or ""), str(run.get("start_time") or "")))


def _decoded(received: Received) -> bytes:
    if received.headers.get("content-encoding") != "zstd":
        return received.body
    with zstandard.ZstdDecompressor().stream_reader(received.body, read_across_frames=True) as reader:
        return reader.read()


def _parts(content_type: str, body: bytes) -> Iterator[tuple[str, str, bytes]]:
    """Yield the name, content type and data of each part of a multipart body."""
    boundary = re.search(r'boundary="?([^";]+)', content_type)
    if not boundary:
        raise ValueError(f"no multipart boundary in {content_type!r}")
    _, *parts, end = (b"\r\n" + body).split(b"\r\n--" + boundary[1].encode())
    if not end.startswith(b"--"):
        raise ValueError(f"a multipart body of {len(body)} bytes without its closing delimiter")
    for part in parts:
        head, _, data = part.partition(b"\r\n\r\n")
        name = re.search(r'name="([^"]*)"', head.decode())
        kind = re.search(r"(?im)^content-type: *(.+?)\r?$", head.decode())
        if not name:
            raise ValueError(f"a multipart part without a name: {head!r}")
        yield name[1], kind[1] if kind else "", data
