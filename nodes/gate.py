"""`gate`: lets out only what the evidence supports; fails closed."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from langgraph.runtime import Runtime

from knowledge.dosing import METRIC_NAMES, UNITS
from knowledge.readability import grade_without
from knowledge.stated import with_units
from knowledge.store import knowledge_base
from knowledge.vocabulary import SEVERITY_RANK
from models.factory import EMBEDDED
from nodes.answer import cleaned, present
from nodes.audit.audited import turn_of
from nodes.checks import PATIENT_GRADE, Draft, examine, patient_lines
from nodes.checks.limits import ask_first, unsaid
from nodes.checks.notices import notices
from nodes.checks.patient import owed
from nodes.checks.readable import readability
from nodes.checks.verbatim import leading
from nodes.checks.writing import rewritten
from nodes.context import Context, context_of
from nodes.fixed import precaution
from nodes.memory import profile_lines
from nodes.own_words import in_own_words
from nodes.state import CheckFailure, PharmacistState
from tools.evidence import CITATION, Evidence

_ROUNDS: Final = 8


async def gate(state: PharmacistState, runtime: Runtime[Context]) -> dict[str, Any]:
    """Check the draft. What fails goes back to revise; after the last round the failing sentences are removed and named."""
    context = context_of(runtime)
    return await asyncio.to_thread(checked, state, context)


def checked(state: PharmacistState, context: Context) -> dict[str, Any]:
    """Do what `gate` does, off the event loop: the checks ask the knowledge base.

    Args:
        state: The state, with the draft.
        context: The run's settings.

    Returns:
        The update: every check that ran and how it ended, and the failures that go back, or the answer.
    """
    draft = cleaned(state["draft"], state["evidence"])
    if context.model == EMBEDDED:
        draft = rewritten(draft)
    found, checks = examine(seen(state, draft, context))
    if found and state["revisions"] < context.max_revisions:
        return {"draft": draft, "failures": found, "checks": checks, "revise": True}
    removed: list[str] = []
    restated: list[str] = []
    added: dict[str, Evidence] = {}
    if found:
        draft, removed, restated, added = _stripped(state, draft, context)
    if draft and (line := ask_first(seen(state, draft, context))):
        draft = f"{draft}\n\n{line}"
    final: PharmacistState = {**state, "evidence": {**state["evidence"], **added}}
    update = present(final, draft, removed, context, restated)
    settled = {
        "draft": draft, "failures": found, "checks": checks, "removed": removed, "restated": restated, "severity": update["severity"], "revise": False,
        "readability": readability(seen(final, draft, context)), "evidence": added,
    }  # fmt: skip
    if context.review == "required" or context.review == "high_risk" and update["severity"] == "contraindicated":
        held = {"waiting": True, "draft": draft, "status": update["status"], "turn": turn_of(state)}
        return {**settled, "status": "needs_sign_off", "sign_off": held}
    return {**update, **settled}


def seen(state: PharmacistState, text: str, context: Context) -> Draft:
    """Put together what the checks look at for a text."""
    profile = state["context"].get("profile", {})
    stated = "\n".join([state["question"], *profile_lines(profile), json.dumps(profile), *_measured(state["evidence"])])
    stated = f"{stated}\n{with_units(stated)}"
    drugs = {str(e["data"][k]) for e in state["evidence"].values() for k in ("drug", "drug_a", "drug_b") if e["data"].get(k)}
    base = knowledge_base()
    names = {n for d in drugs for n in (d, *((base.drug(d) or {}).get("synonyms", ())), *((base.drug(d) or {}).get("brands", ())))}
    words = frozenset(w for n in names for w in re.findall(r"[a-z]+", n.lower()))
    questions = [state["question"], *(p["question"] for p in state["parts"])]
    own = notices(questions, state["context"], state["parts"], state.get("focus", ())) | {
        precaution(state.get("concern", ""), context.locale)
    }
    return Draft(text, state["evidence"], stated, patient_lines(state["parts"], text, context.audience), words, own, profile)


def _measured(evidence: Mapping[str, Evidence]) -> Iterator[str]:
    """Yield the patient's values that the run's tools were given or worked out; an answer may name them beside any finding."""
    for item in evidence.values():
        if item["kind"] == "calc":
            yield item["claim"]
        elif item["kind"] == "dosing" and item["data"].get("metric") in METRIC_NAMES and item["data"].get("value") is not None:
            metric = item["data"]["metric"]
            yield f"{METRIC_NAMES[metric]} {item['data']['value']:g} {UNITS[metric]}"


def _stripped(state: PharmacistState, text: str, context: Context) -> tuple[str, list[str], list[str], dict[str, Evidence]]:
    """Mend and take out until every check passes: what is misread is rewritten, what is owed is put in, what is unsupported goes.

    In the place of what goes stands what the records that it cites say, in their own words, when that passes the checks too.

    Returns:
        The text that passed, or an empty one; the sentences that were taken out; of these, those in whose place a record's own words stand; and
        the findings that were put in. Nothing passes unchecked.
    """
    removed: list[str] = []
    placed: dict[str, str] = {}
    added: dict[str, Evidence] = {}
    for _ in range(_ROUNDS):
        draft = seen({**state, "evidence": {**state["evidence"], **added}}, text, context)
        found, _ran = examine(draft)
        if not found:
            return text, removed, [said for said in removed if said in placed], added
        if any(f["line"] == "*" for f in found):
            break
        named = {f["check"] for f in found}
        if "no_error_prone_abbreviations" in named and (mended := rewritten(text)) != text:
            text = mended
            continue
        text, taken = _without(draft, found, placed)
        removed += taken
        first, last = _put_in(draft, named)
        added |= {e["id"]: e for e in (*first, *last) if e["id"] not in state["evidence"]}
        lines = text.splitlines()
        top = [line for e in first if (line := f"{e['claim']} [{e['id']}]") not in lines]
        end = [line for e in last if (line := f"{e['claim']} [{e['id']}]") not in lines]
        text = "\n".join([*top, *[line for line in lines if line not in top], *end]).strip()
        if not text:
            break
    return "", [*removed, *(line for line in text.splitlines() if line.strip() and not _in(line, placed.values()))], [], {}


def _in(text: str, sentences: Iterable[str]) -> bool:
    return any(text.strip() in said or said in text for said in sentences if said)


def _without(draft: Draft, found: list[CheckFailure], placed: dict[str, str]) -> tuple[str, list[str]]:
    """Take failing sentences out of a draft, put what their records say in their place, and drop lines that are left without words.

    Args:
        draft: The draft.
        found: What failed in it.
        placed: What stands in the place of which sentence; what is put in is added, and what fails itself is taken out.

    Returns:
        The text that is left, and the sentences that were taken out.
    """
    bad = list(dict.fromkeys(f["line"] for f in found if f["line"]))
    removed: list[str] = []
    kept: list[str] = []
    below: list[str] = []
    standing = draft.text
    for line in draft.text.splitlines():
        rest = line
        for sentence in bad:
            if sentence == rest or sentence in rest and sentence != line:
                if own := next((said for said, words in placed.items() if words and _in(sentence, [words])), ""):
                    del placed[own]
                    rest = rest.replace(sentence, "", 1)
                    continue
                removed.append(sentence.strip())
                words = _own_words(draft, sentence, frozenset(f["check"] for f in found if f["line"] == sentence))
                if words is not None:
                    placed[sentence.strip()] = words
                    words = "" if words in standing else words
                    standing = f"{standing}\n{words}"
                if words and line.lstrip().startswith("|"):
                    below.append(f"- {words}")  # no row of a table
                    words = ""
                rest = rest.replace(sentence, f"{leading(sentence)}{words} " if words else "", 1)
        if rest == line or re.search(r"\w", rest):
            kept.append(rest if rest == line else rest.rstrip())
    return "\n".join([*kept, *below]).strip(), removed


_NO_WORDS: Final = frozenset({"citations_resolve", "quotes_in_record", "nothing_leaked", "no_foreign_address"})
"""Checks after which nothing is put in the place of a sentence: what it cites is no record, or it was no answer."""


def _own_words(draft: Draft, sentence: str, failed: frozenset[str]) -> str | None:
    """Return what stands in the place of a sentence; None when nothing can."""
    if failed & _NO_WORDS:
        return None
    words = " ".join(in_own_words(sentence, failed, draft.evidence))
    by_patient = any(sentence in line for line in draft.patient_lines)
    if not words or by_patient and grade_without(CITATION.sub("", words), draft.names) > PATIENT_GRADE:
        return None
    return words


def _put_in(draft: Draft, failed: set[str]) -> tuple[list[Evidence], list[Evidence]]:
    """Return findings that the answer owes: those that stand first, worst of all first, and those that stand last."""
    first: list[Evidence] = []
    if "grave_first" in failed:
        ranked = sorted(
            (e for e in draft.evidence.values() if e["kind"] == "interaction"), key=lambda e: -SEVERITY_RANK[e["data"]["severity"]]
        )
        first = [e for e in ranked if SEVERITY_RANK[e["data"]["severity"]] >= SEVERITY_RANK["major"]]
    if "patient_considered" in failed:
        first += [item for _, _, item in owed(draft)]
    first.sort(key=lambda e: -SEVERITY_RANK.get(str(e["data"].get("severity")), 0))
    return first, unsaid(draft) if "limits_said" in failed else []
