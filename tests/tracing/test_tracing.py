"""With LangSmith's variables set a run appears as a tree; without them nothing is sent and nothing warns."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.servers.chat_completions import ChatServer
from tests.servers.collector import Collector
from tests.servers.pharmacist_script import plays_pharmacist

SCRIPT = str(Path(sys.executable).parent / "rxgraph")
TWO_PARTS = "Can a 70-year-old woman, 62 kg, creatinine 2.2, take apixaban 5 mg with clarithromycin?"


def _ask(home: Path, question: str, **settings: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("LANGSMITH_", "LANGCHAIN_", "OPENAI_", "RXGRAPH_"))}
    env = {**clean, "RXGRAPH_HOME": str(home), **settings}
    return subprocess.run([SCRIPT, "ask", "--quiet", question], env=env, capture_output=True, text=True, check=True)


def test_run_tree_has_nodes_specialists_tools_and_every_parent(tmp_path: Path) -> None:
    with Collector() as collector:
        _ask(tmp_path, TWO_PARTS, LANGSMITH_TRACING="true", LANGSMITH_API_KEY="test", LANGSMITH_ENDPOINT=collector.url)
        collector.wait_for(timeout=20)
        (root,) = collector.tree()
        names = [node.name for node in root.walk()]
        assert root.name == "pharmacist"
        for wanted in (
            "intake",
            "recall",
            "supervise",
            "drug_interaction_specialist",
            "dosing_specialist",
            "merge",
            "critique",
            "gate",
            "remember",
        ):
            assert wanted in names
        assert names.count("get_dosing") == 2 and names.count("lookup_interaction") == 1
        assert not collector.orphans()
        kinds = {node.name: node.run["run_type"] for node in root.walk()}
        assert kinds["get_dosing"] == "tool" and kinds["EmbeddedModel"] == "llm"
        assert all("Unnamed" not in name and "Lambda" not in name for name in names)
        # Names and tags are not anonymized by the client, so they hold nothing of the question.
        texts = " ".join([*names, *(tag for node in root.walk() for tag in node.run.get("tags") or ())])
        assert "apixaban" not in texts and "2.2" not in texts


def test_token_usage_of_a_language_model_is_in_the_trace(tmp_path: Path) -> None:
    with Collector() as collector, ChatServer(plays_pharmacist) as server:
        settings = {"LANGSMITH_TRACING": "true", "LANGSMITH_API_KEY": "test", "LANGSMITH_ENDPOINT": collector.url}
        _ask(tmp_path, "Can I take ibuprofen with warfarin?", OPENAI_API_KEY="test", OPENAI_BASE_URL=server.base_url, **settings)
        collector.wait_for(timeout=20)
        calls = collector.named("ChatOpenAI")
        assert calls and not collector.orphans()
        for call in calls:
            assert call["extra"]["metadata"]["usage_metadata"]["input_tokens"] > 0


def test_nothing_is_sent_and_nothing_warns_without_the_variables(tmp_path: Path) -> None:
    with Collector() as collector:
        done = _ask(tmp_path, "Can I take ibuprofen with warfarin?", LANGSMITH_API_KEY="test", LANGSMITH_ENDPOINT=collector.url)
        assert not collector.received
        assert "trace" not in done.stderr.lower() and "langsmith" not in done.stderr.lower()


def test_a_dead_endpoint_costs_one_line_and_no_answer(tmp_path: Path) -> None:
    done = _ask(
        tmp_path,
        "Can I take ibuprofen with warfarin?",
        LANGSMITH_TRACING="true",
        LANGSMITH_API_KEY="test",
        LANGSMITH_ENDPOINT="http://127.0.0.1:9",
    )
    assert "major" in done.stdout
    assert done.stderr.count("traces could not be sent") == 1
