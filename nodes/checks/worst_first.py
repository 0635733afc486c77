"""The worst interaction that was found is said, and said first."""

from __future__ import annotations

from knowledge.vocabulary import SEVERITY_RANK
from nodes.checks.draft import Draft, failure
from nodes.state import CheckFailure
from tools.evidence import CITATION


def grave_first(draft: Draft) -> list[CheckFailure]:
    """Contraindicated and major interactions are in the answer, and the first interaction that it names is the worst."""
    ranked = {k: SEVERITY_RANK[e["data"]["severity"]] for k, e in draft.evidence.items() if e["kind"] == "interaction"}
    grave = {k for k, rank in ranked.items() if rank >= SEVERITY_RANK["major"]}
    if not grave:
        return []
    cited = [r for r in CITATION.findall(draft.text) if r in ranked]
    found = [
        failure("grave_first", "", f"The finding {k} ({draft.evidence[k]['data']['severity']}) is missing from the answer.")
        for k in sorted(grave - set(cited))
    ]
    if cited and ranked[cited[0]] < max(ranked[r] for r in cited):
        found.append(failure("grave_first", "", "A milder interaction stands before the worst one."))
    return found
