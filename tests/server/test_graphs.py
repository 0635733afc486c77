"""The four graphs on the dev server, driven as any client of LangGraph's chat convention drives them."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.server.conftest import PATIENT, ROOT, WARFARIN, Server, asked

GRAPHS = ("critic", "pharmacist", "react", "supervisor")


def test_the_assistants_are_the_four_graphs_with_their_descriptions(server: Server) -> None:
    listed = {a["graph_id"]: a["description"] for a in server.client.assistants.search(limit=100)}
    named = json.loads((ROOT / "langgraph.json").read_text())["graphs"]
    assert tuple(sorted(listed)) == GRAPHS
    assert listed == {name: graph["description"] for name, graph in named.items()}
    assert all(listed.values())


@pytest.mark.parametrize("graph", GRAPHS)
def test_a_run_ends_with_a_message_of_the_assistant(server: Server, graph: str) -> None:
    result = server.ask(WARFARIN, thread_id=None, graph=graph)
    assert [m["type"] for m in result["messages"]][0] == "human"
    last = result["messages"][-1]
    assert last["type"] == "ai"
    assert "warfarin" in str(last["content"]).lower()


@pytest.mark.parametrize("graph", GRAPHS)
def test_schemas_show_what_goes_in_and_out(server: Server, graph: str) -> None:
    [assistant] = server.client.assistants.search(graph_id=graph)
    schemas: Any = server.client.assistants.get_schemas(assistant["assistant_id"])
    assert "messages" in schemas["input_schema"]["properties"]
    assert {"messages", "answer", "status", "citations"} <= set(schemas["output_schema"]["properties"])
    assert "messages" in schemas["state_schema"]["properties"]
    assert {"model", "max_steps", "review"} <= set(schemas["context_schema"]["properties"])


def test_graph_can_be_drawn(server: Server) -> None:
    [assistant] = server.client.assistants.search(graph_id="pharmacist")
    drawn: Any = server.client.assistants.get_graph(assistant["assistant_id"])
    assert {"intake", "recall", "supervise", "merge", "critique", "revise", "gate", "sign_off", "remember"} <= {
        n["id"] for n in drawn["nodes"]
    }


def test_a_stream_of_updates_names_the_nodes_in_order(server: Server) -> None:
    thread = server.client.threads.create()["thread_id"]
    parts = list(server.client.runs.stream(thread, "pharmacist", input=asked(WARFARIN), stream_mode="updates"))
    nodes = [node for part in parts if part.event == "updates" for node in part.data]
    expected = ["intake", "recall", "supervise", "merge", "critique", "gate", "remember"]
    assert [n for n in nodes if n in expected] == expected
    assert not [part for part in parts if part.event == "error"]


def test_a_stream_of_values_ends_with_the_answer_and_with_subgraphs_shows_the_specialist(server: Server) -> None:
    thread = server.client.threads.create()["thread_id"]
    stream = server.client.runs.stream(
        thread, "pharmacist", input=asked(WARFARIN), stream_mode=["values", "updates"], stream_subgraphs=True
    )
    parts = list(stream)
    last = [part for part in parts if part.event == "values"][-1]
    assert last.data["messages"][-1]["type"] == "ai"
    assert last.data["status"] == "ok"
    inside = [part.event for part in parts if part.event.startswith("updates|drug_interaction_specialist:")]
    assert inside


def test_a_follow_up_on_the_thread_keeps_drug_and_patient(server: Server) -> None:
    thread = server.client.threads.create()["thread_id"]
    server.ask(PATIENT, thread_id=thread)
    profile = server.client.threads.get_state(thread)["values"]["profile"]  # type: ignore[call-overload]
    result = server.ask("And what dose, then?", thread_id=thread)
    after = server.client.threads.get_state(thread)["values"]  # type: ignore[call-overload]
    assert profile and after["profile"] == profile
    assert "apixaban" in result["answer"].lower()
    assert [m["type"] for m in result["messages"]] == ["human", "ai", "human", "ai"]


def test_history_can_be_read_step_by_step(server: Server) -> None:
    thread = server.client.threads.create()["thread_id"]
    server.ask(WARFARIN, thread_id=thread)
    history = server.client.threads.get_history(thread, limit=50)
    assert [step["next"] for step in history][0] == []
    assert ["gate"] in [step["next"] for step in history]


def test_runs_on_different_threads_do_not_mix(server: Server) -> None:
    questions = {"warfarin": WARFARIN, "simvastatin": "Can I take simvastatin with clarithromycin?"}
    # Threads of their own: at the end of a run without thread, the runtime may drop the list's entry of another one.
    new = server.client.threads.create
    with ThreadPoolExecutor(8) as pool:
        jobs = [(drug, pool.submit(server.ask, question, thread_id=new()["thread_id"])) for drug, question in list(questions.items()) * 4]
        answers = [(drug, job.result()["answer"].lower()) for drug, job in jobs]
    other = {"warfarin": "simvastatin", "simvastatin": "warfarin"}
    assert len(answers) == 8
    assert all(drug in answer and other[drug] not in answer for drug, answer in answers)


def test_a_bad_question_is_refused_and_the_thread_stays_usable(server: Server) -> None:
    thread = server.client.threads.create()["thread_id"]
    refused = server.ask("   ", thread_id=thread)
    answered = server.ask(WARFARIN, thread_id=thread)
    assert refused["status"] == "refused"
    assert (answered["status"], answered["severity"]) == ("ok", "major")


def test_a_deleted_thread_is_gone_from_the_list_and_from_the_checkpoints(server: Server) -> None:
    thread = server.client.threads.create()["thread_id"]
    server.ask(WARFARIN, thread_id=thread)
    server.client.threads.delete(thread)
    again = server.client.threads.create(thread_id=thread, graph_id="pharmacist")["thread_id"]
    assert again == thread
    assert not server.client.threads.get_state(thread)["values"]
