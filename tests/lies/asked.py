"""Cases as the gate and the graph see them: the state that a specialist's answer leaves, and the calls that a model makes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from nodes.checks.draft import sentences
from nodes.context import Context
from nodes.gate import checked
from tests.lies.lying import Lie, lies
from tests.lies.truthful import Case, arguments, cases
from tests.servers.chat_completions import ToolCall
from tools.evidence import CITATION

FILES: Final = (
    "truthful_tuned.txt", "truthful_held_out.txt", "truthful_second.txt", "truthful_blind.txt", "truthful_blind_two.txt",
    "truthful_third.txt", "truthful_fourth.txt", "truthful_fifth.txt", "truthful_sixth.txt", "truthful_seventh.txt",
)  # fmt: skip
BY_HAND: Final = ("by_hand.txt", "by_hand_third.txt", "by_hand_fourth.txt", "by_hand_fifth.txt", "by_hand_sixth.txt", "by_hand_seventh.txt")


def state_of_case(case: Case, draft: str, **profile: Any) -> Any:
    """Return the state before the gate, with no round of revision left."""
    part = {"specialist": case.specialist, "question": case.question, "text": draft, "stopped": "answered", "error": "", "steps": 1}
    return {
        "question": case.question, "context": {"profile": profile}, "evidence": case.evidence, "parts": [part], "draft": draft,
        "revisions": 99, "status": "ok", "engine": "test",
    }  # fmt: skip


def context_of_case(case: Case) -> Context:
    """Return the run's settings: a patient reads what was written for one."""
    return Context(model="openai:test-model", audience="patient" if case.patient else "auto", max_revisions=0)


def gated(case: Case, draft: str, **profile: Any) -> dict[str, Any]:
    """Put a draft through the real gate, with the real checks on evidence from the real tools."""
    return checked(state_of_case(case, draft, **profile), context_of_case(case))


def bare(text: str) -> str:
    """Return a text without citations, numbers of sources and spaces, as it can be looked for in an answer."""
    return re.sub(r"[\s|]+", "", re.sub(r"\[\d+\]", "", CITATION.sub("", text)))


def made() -> list[Lie]:
    """Return every lie that the liar makes of the truthful answers."""
    return [lie for name in FILES for number, case in enumerate(cases(name)) for lie in lies(case, number)]


def written(files: tuple[str, ...] = BY_HAND) -> list[Lie]:
    """Return the lies that were written by hand."""
    found = []
    for row in "\n".join((Path(__file__).parent / name).read_text(encoding="utf-8") for name in files).splitlines():
        if row and not row.startswith("#"):
            kind, rest = row.split(" | ", 1)
            calls, line = (rest.rsplit(" | ", 1)) if rest.count(" | ") == 1 else rest.split(" | ", 1)
            line = re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), line)
            case = Case(
                "Tell me about " + ", ".join(re.split(r"[:|]", call)[1] for call in calls.split(" ; ")),
                tuple(calls.split(" ; ")),
                line,
                False,
            )
            found.append(Lie(kind, case, case.answer, case.answer, case.answer))
    return found


def false_parts(lie: Lie) -> list[str]:
    """Return the sentences of a lie that the truthful answer does not have."""
    true = {part for line in lie.case.answer.splitlines() for part in sentences(line)} if lie.draft != lie.case.answer else set()
    return [part for part in sentences(lie.line) if part not in true]


def calls_of(case: Case) -> dict[str, list[ToolCall]]:
    """Return what a model calls to answer a case, by specialist."""
    return {case.specialist: [ToolCall(*arguments(call)) for call in case.calls]}
