"""What a clause denies is denied, or at least doubted, in the sentence of the evidence that speaks of the same."""

from __future__ import annotations

import re
from typing import Final

from nodes.checks.aligned import clauses_of, held, nearest
from nodes.checks.draft import Draft, failure
from nodes.checks.permission import UNLESS
from nodes.checks.signs import asserted
from nodes.state import CheckFailure

_DENIES: Final = re.compile(
    r"\bmakes? no (?:odds|difference)\b|(?<!not )(?<!n't )\brul(?:es|ed|ing) (?:out \b|(?:\w+ ){1,3}out\b)"
    r"|(?:\b(?:do|does|did|has|have|will|would|can|could|may|might|should|is|are|was|were)(?: not|n't)|\b(?:never|hardly|rarely"
    r"|seldom|barely|scarcely|cannot|neither|without)|\bno longer)\s+(?:[a-z]+ly )?(?:been |be |being )?(?:\w+ (?:to|in) )?"
    r"(?:add(?:s|ed|ing)? to|contribut|chang|alter|touch|bother|hurt|harm|injur|boost|push|climb|go(?:es)? up|ris|rais|increas|bring"
    r"|trigger|provok|produc|caus|lead|threaten|endanger|endang|carr(?:y|ies)|pos(?:e|ing)|weaken|impair|interfer|compromis|undermin"
    r"|diminish|reduc|lower|fall|drop|affect"
    r"|worsen|deepen|strengthen|intensif|aggravat|heighten|potentiat|enhanc|amplif|multipl|promot|favou?r|trouble|prolong|delay|mask"
    r"|hid(?:e|es|ing)|block|inhibit|induc|bind|compet|displac|reach|enter|cross|pass|appear|accumulat|build|last|persist|linger"
    r"|expos|dependent|risk|link|associat|dangerous|toxic|fatal|serious|severe)\w*"
    r"|\b(?:no|not any|without(?: any)?|hardly any|little or no|free of)\s+(?:(?:added|extra|further|real|known|clear|clinical\w*"
    r"|relevant|meaningful|significant|increased|higher|greater|major|serious|particular|special|such|the|effect on)\s+){0,3}"
    r"(?:risks?|effects?|harms?|dangers?|bleed\w*|toxicity|interactions?|impact|influence|consequences?|threat|hazard|accumulation"
    r"|changes? in|rise|increase|fall|drop|loss)\b",
    re.I,
)
"""An effect or a risk that is denied."""
_DOUBTS: Final = re.compile(
    r"\b(?:no|not|never|nor|neither|none|nothing|without|cannot|hardly|little|few|less|least|minimal|rare\w*|seldom|unlikely|unknown"
    r"|unclear|unchanged|ineffective\w*|lack\w*|absen\w*|fail\w*|los[est]\w*|stop\w*|avoid\w*|contraindicat\w*|only|free|spar\w+"
    r"|until)\b|n't\b",
    re.I,
)
"""Words of evidence that deny or doubt."""
_ASKS: Final = re.compile(r"\b(?:to|so (?:that|as)|whether|if|make sure|ensure)\b[^.;]*$", re.I)


def denial_as_found(draft: Draft) -> list[CheckFailure]:
    """A cited clause denies nothing of which the evidence only says that it is."""
    found: list[CheckFailure] = []
    for said, text, claims in held(draft):
        if reason := denied(text, claims):
            found.append(failure("denial_as_found", said, reason))
    return found


def denied(text: str, claims: str) -> str:
    """Say what a text denies without its evidence.

    Args:
        text: A line without citations.
        claims: What its evidence says.

    Returns:
        The reason; empty when there is none.
    """
    for clause in clauses_of(asserted(UNLESS.sub(" ", text))):
        match = _DENIES.search(clause)
        if not match or _ASKS.search(clause[: match.start()]):
            continue
        near = nearest(clause, claims)
        if near and not _DOUBTS.search(near[0]):
            return f"Denies ({match.group()!r}) what the evidence says: {near[0][:100]!r}."
    return ""
