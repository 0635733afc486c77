"""From a draft that cites evidence ids to the final answer: numbered sources, status, severity, and the thread's message."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, Final

from langgraph.runtime import Runtime

from knowledge.tall_man import tall_man
from knowledge.vocabulary import SEVERITY_RANK
from models.cost import NOTHING, Usage
from models.factory import EMBEDDED
from nodes.context import Context, context_of
from nodes.fixed import beginning_with, precaution, said
from nodes.flags import flag_lines
from nodes.state import Citation, PharmacistState, Status
from tools.evidence import CITATION, Evidence

NOTHING_SUPPORTED: Final = (
    "The draft answer did not pass the safety checks and is withheld: no statement in it was supported by a source. "
    "Ask a pharmacist, or ask again in other words."
)


_LINE_ENDS: Final = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_ESCAPES: Final = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
_LINK: Final = re.compile(r"\[([^\[\]]*)\]\(\s*(?:https?:|www\.|ftp:|//|mailto:|javascript:|data:)[^()\s]*\s*\)", re.I)
_URL: Final = re.compile(r"\b(?:https?|ftp)://[^\s<>\[\]()\"']+|\bwww\.[^\s<>\[\]()\"']+", re.I)
_FORGED: Final = re.compile(r"\\?[\[\u3010\uff3b]\s*\^?\d+(?:\s*[,;\u2013-]\s*\d+)*\s*\\?[\]\u3011\uff3d]")


def cleaned(text: str, evidence: dict[str, Evidence]) -> str:
    """Take out of a draft what only the program may write: source numbers, control characters, links to what is not cited.

    Args:
        text: A draft.
        evidence: The run's evidence by id.

    Returns:
        The draft; URLs stay where a source that it cites has them.
    """
    text = _LINE_ENDS.sub("\n", _ESCAPES.sub("", text))
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf"))
    urls = {evidence[ref]["source"]["url"].rstrip("/") for ref in CITATION.findall(text) if ref in evidence} - {""}

    def kept(match: re.Match[str]) -> str:
        url = match.group().rstrip(".,;:!?")
        return match.group() if url.rstrip("/") in urls else match.group()[len(url) :]

    before = None
    while before != text:
        before = text
        text = _FORGED.sub("", _URL.sub(kept, _LINK.sub(r"\1", text)))
    return text


def numbered(text: str, evidence: dict[str, Evidence]) -> tuple[str, list[Citation]]:
    """Turn evidence ids into numbers, one a source record, in the order in which they first stand.

    Args:
        text: A draft that passed the gate.
        evidence: The run's evidence by id.

    Returns:
        The text with `[1]`, `[2]` and the numbered citations.
    """
    order: dict[str, int] = {}

    def number(match: re.Match[str]) -> str:
        return f"[{order.setdefault(match[1], len(order) + 1)}]" if match[1] in evidence else ""

    shown = CITATION.sub(number, cleaned(text, evidence))
    cited: list[Citation] = [
        {"number": n, "id": key, "claim": evidence[key]["claim"], "quote": evidence[key]["quote"], **evidence[key]["source"]}
        for key, n in order.items()
    ]
    return shown, cited


def sources_text(citations: list[Citation]) -> str:
    """Write numbered sources as they stand below an answer; the same source and section stands once."""
    lines: dict[str, list[int]] = {}
    for c in citations:
        year = f" ({c['year']})" if c["year"] else ""
        unread = " (record not yet checked by a second reader)" if c.get("review") == "author" else ""
        lines.setdefault(f"{c['title']}{year}, {c['section']}. {c['url']}".strip() + unread, []).append(c["number"])
    return "\n".join(f"{' '.join(f'[{n}]' for n in numbers)} {text}" for text, numbers in lines.items())


def worst(evidence: dict[str, Evidence]) -> Any:
    """Return the worst interaction finding of a run, or None when none was looked up; a severity outranks a non-answer."""
    found = [e["data"]["severity"] for e in evidence.values() if e["kind"] == "interaction"]
    return max(found, key=lambda s: SEVERITY_RANK[s]) if found else None


def present(state: PharmacistState, draft: str, removed: list[str], context: Context, restated: Sequence[str] = ()) -> dict[str, Any]:
    """Make the final answer of a checked draft: numbered, with what was removed named, and as the thread's message.

    Args:
        state: The state, with the evidence.
        draft: The draft that passed.
        removed: What was taken out of it.
        context: The run's settings. For the audience `professional`, look-alike names stand in tall man letters; citations and evidence stay
            as they are. The locale decides whom the line before an answer names.
        restated: Of what was removed, that in whose place stands what its source says.

    Returns:
        The update with answer, citations, status and message.
    """
    answer, citations = numbered(draft, state["evidence"])
    status: Status = state["status"] if state["status"] in ("ok", "partial") else "ok"
    if removed:
        status = "partial"
    if not draft.strip():
        return _final(state, NOTHING_SUPPORTED, [], "refused", removed, context)
    if _nothing_known(state["evidence"], state["parts"]):
        status = "partial"
    answer += _taken_out(len(removed), len(restated))
    if context.audience == "professional":
        answer = tall_man(answer)
    flagged = flag_lines(state.get("context") or {}, state["evidence"])
    answer = "\n\n".join([answer, *(line for line in flagged if line not in answer)])
    return _final(state, answer, citations, status, removed, context)


def _taken_out(removed: int, restated: int) -> str:
    """Say how many statements the gate took out, and in the place of how many their sources' own words stand; nothing for none."""
    if not removed:
        return ""
    what, they, them = (f"{removed} statements were", "they", "them") if removed > 1 else ("1 statement was", "it", "it")
    if restated == removed:
        return f"\n\n{what} removed because {they} could not be matched with a cited source; the source's own words stand instead."
    instead = f"; for {restated} of them the source's own words stand instead" if restated else ""
    return f"\n\n{what} removed because no cited source supports {them}{instead}."


def _nothing_known(evidence: dict[str, Evidence], parts: list[Any]) -> bool:
    """Say whether some name was not known, so that the answer cannot be whole."""
    verdicts = [e["data"].get("severity") or e["data"].get("verdict") for e in evidence.values()]
    return not evidence or any(v in ("unknown_drug", "not_assessed", "ambiguous", "no_record", "needs_input") for v in verdicts)


def engines(asked: str, usage: Usage) -> str:
    """Name who answered: the model that was asked for, unless all of its calls went to others, and those who stood in for it.

    Args:
        asked: The model that was asked for.
        usage: What the question used so far.

    Returns:
        The names, the one that was asked for first.
    """
    stand_ins = usage.get("stand_ins", {})
    own = [asked] if not stand_ins or usage["model_calls"] > sum(s["calls"] for s in stand_ins.values()) else []
    return ", ".join(name for name in dict.fromkeys([*own, *stand_ins]) if name)


def _stood_in(asked: str, usage: Usage) -> str:
    """Say that others answered in the place of the model that was asked for, and why; nothing when none did."""
    stand_ins = usage.get("stand_ins", {})
    if not stand_ins:
        return ""
    who = " and ".join("the embedded engine (rules, not a language model)" if name == EMBEDDED else name for name in stand_ins)
    calls = sum(s["calls"] for s in stand_ins.values())
    share = "in its place" if calls == usage["model_calls"] else f"in its place for {calls} of {usage['model_calls']} model calls"
    return f"\n\nNote: {asked} {next(iter(stand_ins.values()))['why']}; {who} answered {share}."


def _final(
    state: PharmacistState, answer: str, citations: list[Citation], status: str, removed: list[str], context: Context
) -> dict[str, Any]:
    asked, usage = state.get("engine", ""), state.get("usage", NOTHING)
    answer += _stood_in(asked or "The model", usage)
    answer = beginning_with(precaution(state.get("concern", ""), context.locale), answer)
    listed = sources_text(citations)
    text = f"{answer}\n\nSources:\n{listed}" if listed else answer
    severity = worst(state["evidence"])
    return {
        "answer": answer, "citations": citations, "status": status, "severity": severity, "removed": removed,
        "engine": engines(asked, usage), "messages": [said(text, status, severity=severity)], "sign_off": {},
    }  # fmt: skip


async def release(state: PharmacistState, runtime: Runtime[Context]) -> dict[str, Any]:
    """Give the draft out as it is, for graphs that have no gate; pending verdicts stay in state."""
    return present(state, state["draft"], [], context_of(runtime))
