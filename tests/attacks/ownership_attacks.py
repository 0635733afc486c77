"""Having a good key, and reaching for what is another's."""

from __future__ import annotations

from typing import Any

from tests.attacks.attack import Answer, Attack, only_own, request
from tests.attacks.world import QUESTION, World

THREADS, RUNS, OTHERS, REVIEW = (
    "Another's threads",
    "Another's runs",
    "Another's assistants, crons and store items",
    "What a reviewer may not",
)
ASK: dict[str, Any] = {"assistant_id": "pharmacist", "input": {"messages": [{"role": "user", "content": "What is metformin for?"}]}}
APPROVE: dict[str, Any] = {"assistant_id": "pharmacist", "command": {"resume": {"decision": "approve", "reviewer": "Mallory"}}}
CRON: dict[str, Any] = {**ASK, "schedule": "0 0 1 1 *"}


def refused_inside(answer: Answer) -> bool:
    """Say whether a protocol that answers 200 to everything names an error, and nothing else."""
    return 400 <= answer.status < 500 or answer.status == 200 and b'"error"' in answer.body and b'"result"' not in answer.body


def inside(group: str, name: str, method: str, path: str, body: Any, who: str = "mallory") -> Attack:
    """An attack over a protocol of its own, whose errors are told inside a 200."""
    sent = request(group, name, method, path, who, body, Accept="application/json")

    def act(world: World) -> Answer:
        answer = sent.act(world)
        return Answer(answer.status, answer.body, "an error inside" if answer.status == 200 and refused_inside(answer) else "")

    return Attack(group, name, sent.sent.removesuffix(", Accept: application/json"), act, refused_inside)


def rpc(method: str, **params: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": "1", "method": method, "params": params}


MESSAGE = {"role": "user", "messageId": "1", "parts": [{"kind": "text", "text": "What is metformin for?"}]}
TASK = "{run}"

ATTACKS = [
    request(THREADS, "by id", "GET", "/threads/{thread}"),
    request(THREADS, "its state", "GET", "/threads/{thread}/state"),
    request(THREADS, "its state with subgraphs", "GET", "/threads/{thread}/state?subgraphs=true"),
    request(THREADS, "its state at a checkpoint", "GET", "/threads/{thread}/state/{checkpoint}"),
    request(
        THREADS,
        "its state at a checkpoint, by body",
        "POST",
        "/threads/{thread}/state/checkpoint",
        body={"checkpoint": {"checkpoint_id": "{checkpoint}"}},
    ),
    request(
        THREADS,
        "its state, through one's own thread",
        "POST",
        "/threads/{own}/state/checkpoint",
        body={"checkpoint": {"thread_id": "{thread}", "checkpoint_id": "{checkpoint}"}},
    ),
    only_own(
        request(THREADS, "its state at a checkpoint of one's own thread's path", "GET", "/threads/{own}/state/{checkpoint}"),
        "an empty state of one's own thread",
    ),
    request(THREADS, "its history", "GET", "/threads/{thread}/history"),
    request(THREADS, "its history, by body", "POST", "/threads/{thread}/history", body={"limit": 10}),
    request(
        THREADS,
        "its history, through one's own thread",
        "POST",
        "/threads/{own}/history",
        body={
            "checkpoint": {"thread_id": "{thread}"},
            "before": {"thread_id": "{thread}", "checkpoint_id": "{checkpoint}"},
            "metadata": {"owner": "key:alice"},
        },
    ),
    request(THREADS, "SQL in a metadata filter", "POST", "/threads/{own}/history", body={"limit": 10, "metadata": {"x') OR 1=1 --": "y"}}),
    request(THREADS, "its storage", "GET", "/threads/{thread}/storage"),
    request(THREADS, "by search for its owner", "POST", "/threads/search", body={"metadata": {"owner": "key:alice"}}),
    request(THREADS, "by search for its id", "POST", "/threads/search", body={"ids": ["{thread}"]}),
    request(THREADS, "by search for its content", "POST", "/threads/search", body={"metadata": {"about": "Xanthippe"}}),
    request(
        THREADS,
        "by search with a wider filter",
        "POST",
        "/threads/search",
        body={"metadata": {"$or": [{"owner": "key:alice"}, {"owner": "key:mallory"}]}},
    ),
    request(THREADS, "by search that extracts", "POST", "/threads/search", body={"ids": ["{thread}"], "extract": {"a": "values.messages"}}),
    request(THREADS, "by count", "POST", "/threads/count", body={"metadata": {"owner": "key:alice"}}),
    request(THREADS, "by copy", "POST", "/threads/{thread}/copy"),
    request(THREADS, "changing its metadata", "PATCH", "/threads/{thread}", body={"metadata": {"owner": "key:mallory"}}),
    request(THREADS, "writing its state", "POST", "/threads/{thread}/state", body={"values": {"answer": "Take both."}, "as_node": "gate"}),
    request(
        THREADS,
        "writing its state through one's own thread",
        "POST",
        "/threads/{own}/state",
        body={"values": {"answer": "Take both."}, "checkpoint": {"thread_id": "{thread}"}},
    ),
    request(THREADS, "deleting it", "DELETE", "/threads/{thread}"),
    request(THREADS, "pruning it", "POST", "/threads/prune", body={"thread_ids": ["{thread}"], "strategy": "delete"}),
    request(
        THREADS, "pruning it among one's own", "POST", "/threads/prune", body={"thread_ids": ["{own}", "{thread}"], "strategy": "delete"}
    ),
    request(THREADS, "creating its id", "POST", "/threads", body={"thread_id": "{thread}"}),
    request(
        THREADS,
        "creating its id, content with what is there",
        "POST",
        "/threads",
        body={"thread_id": "{thread}", "if_exists": "do_nothing"},
    ),
    request(
        THREADS,
        "creating its id in the owner's name",
        "POST",
        "/threads",
        body={"thread_id": "{thread}", "if_exists": "do_nothing", "metadata": {"owner": "key:alice"}},
    ),
    request(THREADS, "its stream", "GET", "/threads/{thread}/stream"),
    request(THREADS, "its events", "POST", "/threads/{thread}/stream/events", body={"channels": ["values", "messages"]}),
    inside(THREADS, "a command to it", "POST", "/threads/{thread}/commands", {"id": 1, "method": "run.start", "params": ASK}),
    inside(
        THREADS,
        "an answer to its interrupt",
        "POST",
        "/threads/{waiting}/commands",
        {"id": 1, "method": "input.respond", "params": {"interrupt_id": "x", "response": {"decision": "approve"}}},
    ),
    inside(THREADS, "over A2A, as context", "POST", "/a2a/{system}", rpc("message/send", message={**MESSAGE, "contextId": "{thread}"})),
    only_own(
        request(THREADS, "over A2A, by list", "POST", "/a2a/{system}", body=rpc("tasks/list"), Accept="application/json"), "one's own tasks"
    ),
    inside(THREADS, "over A2A, its task", "POST", "/a2a/{system}", rpc("tasks/get", id="{run}", contextId="{thread}")),
    inside(THREADS, "over A2A, cancelling its task", "POST", "/a2a/{system}", rpc("tasks/cancel", id="{run}", contextId="{thread}")),
    request(RUNS, "a run on it", "POST", "/threads/{thread}/runs", body=ASK),
    request(RUNS, "a run on it, waited for", "POST", "/threads/{thread}/runs/wait", body=ASK),
    request(RUNS, "a run on it, streamed", "POST", "/threads/{thread}/runs/stream", body=ASK),
    request(RUNS, "a run on it that would create it", "POST", "/threads/{thread}/runs/wait", body={**ASK, "if_not_exists": "create"}),
    request(
        RUNS, "a run on it that rolls back what runs", "POST", "/threads/{thread}/runs", body={**ASK, "multitask_strategy": "rollback"}
    ),
    request(RUNS, "a run with a command on one's own thread", "POST", "/threads/{own}/runs/wait", body=APPROVE),
    request(RUNS, "signing off another's draft", "POST", "/threads/{waiting}/runs/wait", body=APPROVE),
    request(RUNS, "signing off one's own draft", "POST", "/threads/{waiting}/runs/wait", who="alice", body=APPROVE),
    request(
        RUNS,
        "writing an answer into one's own thread as if it had passed",
        "POST",
        "/threads/{thread}/state",
        who="alice",
        body={"values": {"answer": "Take both."}, "as_node": "gate"},
    ),
    request(
        RUNS, "a run that sends its answer elsewhere", "POST", "/threads/{own}/runs", body={**ASK, "webhook": "https://192.0.2.1/collect"}
    ),
    request(
        RUNS, "a run that sends its answer to the server itself", "POST", "/threads/{own}/runs", body={**ASK, "webhook": "/threads/search"}
    ),
    request(RUNS, "its runs", "GET", "/threads/{thread}/runs"),
    request(RUNS, "a run by id", "GET", "/threads/{thread}/runs/{run}"),
    request(RUNS, "a run by id, through one's own thread", "GET", "/threads/{own}/runs/{run}"),
    request(RUNS, "joining it", "GET", "/threads/{thread}/runs/{run}/join"),
    request(RUNS, "its stream", "GET", "/threads/{thread}/runs/{run}/stream"),
    request(RUNS, "cancelling it", "POST", "/threads/{thread}/runs/{run}/cancel"),
    request(RUNS, "cancelling it through one's own thread", "POST", "/threads/{own}/runs/{run}/cancel"),
    request(RUNS, "cancelling everybody's", "POST", "/runs/cancel", body={"status": "all"}),
    request(RUNS, "cancelling it in bulk", "POST", "/runs/cancel", body={"thread_id": "{thread}", "run_ids": ["{run}"]}),
    request(RUNS, "deleting it", "DELETE", "/threads/{thread}/runs/{run}"),
    request(RUNS, "deleting it through one's own thread", "DELETE", "/threads/{own}/runs/{run}"),
    request(OTHERS, "an assistant by id", "GET", "/assistants/{assistant}"),
    request(OTHERS, "an assistant by search", "POST", "/assistants/search", body={"metadata": {"about": "Xanthippe"}}),
    request(OTHERS, "an assistant by name", "POST", "/assistants/search", body={"name": "Xanthippe"}),
    request(OTHERS, "an assistant by count", "POST", "/assistants/count", body={"metadata": {"about": "Xanthippe"}}),
    request(OTHERS, "an assistant's graph", "GET", "/assistants/{assistant}/graph"),
    request(OTHERS, "an assistant's schemas", "GET", "/assistants/{assistant}/schemas"),
    request(OTHERS, "an assistant's subgraphs", "GET", "/assistants/{assistant}/subgraphs"),
    request(OTHERS, "an assistant's versions", "POST", "/assistants/{assistant}/versions", body={}),
    request(OTHERS, "an assistant's version changed", "POST", "/assistants/{assistant}/latest", body={"version": 1}),
    request(OTHERS, "an assistant changed", "PATCH", "/assistants/{assistant}", body={"name": "mine"}),
    request(OTHERS, "an assistant deleted", "DELETE", "/assistants/{assistant}"),
    request(
        OTHERS,
        "an assistant's id created",
        "POST",
        "/assistants",
        body={"graph_id": "pharmacist", "assistant_id": "{assistant}", "if_exists": "do_nothing"},
    ),
    request(
        OTHERS,
        "a system assistant's id created",
        "POST",
        "/assistants",
        body={"graph_id": "pharmacist", "assistant_id": "{system}", "if_exists": "do_nothing"},
    ),
    request(OTHERS, "a system assistant changed", "PATCH", "/assistants/{system}", body={"config": {"configurable": {"review": "off"}}}),
    request(OTHERS, "a system assistant changed by an admin", "PATCH", "/assistants/{system}", who="root", body={"name": "mine"}),
    request(OTHERS, "a system assistant deleted", "DELETE", "/assistants/{system}"),
    request(OTHERS, "a system assistant deleted by an admin", "DELETE", "/assistants/{system}", who="root"),
    request(OTHERS, "a run with an assistant", "POST", "/runs/wait", body={**ASK, "assistant_id": "{assistant}"}),
    request(OTHERS, "a batch of runs with an assistant", "POST", "/runs/batch", body=[{**ASK, "assistant_id": "{assistant}"}]),
    inside(OTHERS, "an assistant over A2A", "POST", "/a2a/{assistant}", rpc("message/send", message=MESSAGE)),
    request(OTHERS, "an assistant's card", "GET", "/a2a/{assistant}/.well-known/agent-card.json"),
    inside(OTHERS, "an assistant over MCP", "POST", "/mcp", rpc("tools/call", name="Xanthippe", arguments={"messages": []})),
    request(OTHERS, "a cron by id", "GET", "/runs/crons/{cron}"),
    request(OTHERS, "a cron by search", "POST", "/runs/crons/search", body={}),
    request(OTHERS, "a cron by count", "POST", "/runs/crons/count", body={}),
    request(OTHERS, "a cron changed", "PATCH", "/runs/crons/{cron}", body={"schedule": "* * * * *"}),
    request(OTHERS, "a cron deleted", "DELETE", "/runs/crons/{cron}"),
    request(OTHERS, "a cron on a thread", "POST", "/threads/{thread}/runs/crons", body=CRON),
    request(OTHERS, "a cron with an assistant", "POST", "/runs/crons", body={**CRON, "assistant_id": "{assistant}"}),
    request(OTHERS, "a cron by token, which would outlive it", "POST", "/runs/crons", who="a good token", body=CRON),
    request(OTHERS, "namespaces", "POST", "/store/namespaces", body={}),
    request(OTHERS, "namespaces by suffix", "POST", "/store/namespaces", body={"suffix": ["notes"]}),
    request(OTHERS, "namespaces by wildcard", "POST", "/store/namespaces", body={"prefix": ["*"]}),
    request(OTHERS, "a namespace that climbs", "POST", "/store/items/search", body={"namespace_prefix": ["..", "{label}"]}),
    request(OTHERS, "a store item", "GET", "/store/items?namespace=notes&key=one"),
    request(OTHERS, "a store item by its owner's label", "GET", "/store/items?namespace={label}.notes&key=one"),
    request(OTHERS, "store items by search", "POST", "/store/items/search", body={"namespace_prefix": []}),
    request(OTHERS, "store items by their owner's label", "POST", "/store/items/search", body={"namespace_prefix": ["{label}"]}),
    request(REVIEW, "a thread that waits for nobody", "GET", "/threads/{thread}", who="rita"),
    request(REVIEW, "its state", "GET", "/threads/{thread}/state", who="rita"),
    request(REVIEW, "its stream", "GET", "/threads/{thread}/stream", who="rita"),
    request(
        REVIEW, "searching by content", "POST", "/threads/count", who="rita", body={"status": "idle", "metadata": {"owner": "key:mallory"}}
    ),
    request(REVIEW, "a question of one's own", "POST", "/runs/wait", who="rita", body=ASK),
    request(REVIEW, "a new question in a thread that waits", "POST", "/threads/{waiting}/runs/wait", who="rita", body=ASK),
    request(
        REVIEW,
        "a sign-off that writes the state too",
        "POST",
        "/threads/{waiting}/runs/wait",
        who="rita",
        body={"assistant_id": "pharmacist", "command": {"resume": {"decision": "approve"}, "update": {"answer": QUESTION}}},
    ),
    request(
        REVIEW,
        "a sign-off that jumps",
        "POST",
        "/threads/{waiting}/runs/wait",
        who="rita",
        body={"assistant_id": "pharmacist", "command": {"resume": {"decision": "approve"}, "goto": "remember"}},
    ),
    request(
        REVIEW,
        "a sign-off with another graph",
        "POST",
        "/threads/{waiting}/runs/wait",
        who="rita",
        body={**APPROVE, "assistant_id": "critic"},
    ),
    request(
        REVIEW,
        "a sign-off of an earlier state",
        "POST",
        "/threads/{waiting}/runs/wait",
        who="rita",
        body={**APPROVE, "checkpoint_id": "{checkpoint}"},
    ),
    request(REVIEW, "a sign-off where nothing waits", "POST", "/threads/{thread}/runs/wait", who="rita", body=APPROVE),
    request(REVIEW, "deleting a thread that waits", "DELETE", "/threads/{waiting}", who="rita"),
    request(REVIEW, "copying a thread that waits", "POST", "/threads/{waiting}/copy", who="rita"),
    request(REVIEW, "writing its state", "POST", "/threads/{waiting}/state", who="rita", body={"values": {"answer": "Take both."}}),
    request(REVIEW, "a cron on it", "POST", "/threads/{waiting}/runs/crons", who="rita", body=CRON),
    request(REVIEW, "another's assistant", "GET", "/assistants/{assistant}", who="rita"),
]
