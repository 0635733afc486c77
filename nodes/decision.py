"""A reviewer's decision on a draft: read from whatever was sent, and who made it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from nodes.identity import Caller, one_line
from nodes.state import CheckFailure

Choice = Literal["approve", "edit", "reject", "override"]

MOST_TEXT: Final = 20_000
"""Longest text that a reviewer may put in the draft's place, in characters."""
MOST_REASON: Final = 1_000
"""Longest reason."""
OVERRIDABLE: Final[dict[str, str]] = {
    "citations_resolve": "a citation that names no source",
    "numbers_supported": "a number that no cited source holds",
    "clinical_lines_cited": "a statement without a source",
    "readable": "reading ease for patients",
}
"""Checks that a pharmacist may overrule with a reason, in words. All others close for good: a severity that was not found, a grave finding
that is left out, a citation of another drug, and every check that broke."""
RELEASED: Final = "Released by a pharmacist against a failed check: {checks}."
_FORMS: Final = (
    "{'decision': 'approve'}, {'decision': 'edit', 'text': '…'}, {'decision': 'reject', 'reason': '…'}, or {'decision': 'override', "
    "'text': '…', 'reason': '…'} to release a text against a check that may be overruled"
)
HOW_TO_ANSWER: Final = f"Resume with {_FORMS}; add 'reviewer' and, to be sure that it is this draft, 'draft_id'."


class DecisionError(ValueError):
    """A decision that cannot be taken; the message says why, and `code` says it in one word for the audit trail."""

    def __init__(self, code: str, problem: str) -> None:
        """Say what is wrong.

        Args:
            code: One word.
            problem: For the reviewer.
        """
        super().__init__(problem)
        self.code = code


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer decided."""

    choice: Choice
    text: str = ""
    reason: str = ""
    reviewer: str = ""
    """Who they say they are; it counts only where nobody is authenticated."""
    draft_id: str = ""
    """The draft that they saw, when they say which."""


def read(given: Any) -> Decision:
    """Read a decision.

    Args:
        given: What the thread was resumed with: an object, or the word alone.

    Returns:
        The decision.

    Raises:
        DecisionError: If it is none.
    """
    said = given if isinstance(given, dict) else {"decision": given}
    choice = said.get("decision")
    if not isinstance(choice, str) or (choice := choice.strip().lower()) not in get_args(Choice):
        shown = repr(one_line(choice, 40)) if isinstance(choice, str) else f"a {type(choice).__name__}"
        raise DecisionError("malformed", f"{shown} is no decision: give {_FORMS}.")
    texts = {name: said.get(name) for name in ("text", "reason", "reviewer", "draft_id")}
    for name, value in texts.items():
        if value is not None and not isinstance(value, str):
            raise DecisionError("malformed", f"{name!r} is no decision's text but a {type(value).__name__}: give it as text.")
    text, reason = _clean(texts["text"] or ""), " ".join(_clean(texts["reason"] or "").split())
    for name, value, most in (("text", text, MOST_TEXT), ("reason", reason, MOST_REASON)):
        if len(value) > most:
            raise DecisionError("malformed", f"The {name} has {len(value):,} characters; at most {most:,} are taken.")
    if choice in ("edit", "override") and not text:
        raise DecisionError("malformed", f"{choice!r} is no decision without the 'text' that is to go out.")
    if choice == "override" and not reason:
        raise DecisionError("malformed", "'override' is no decision without the 'reason' for it.")
    return Decision(choice, text, reason, one_line(texts["reviewer"] or ""), one_line(texts["draft_id"] or ""))  # type: ignore[arg-type]


def reviewer_of(decision: Decision, who: Caller) -> dict[str, Any]:
    """Name the reviewer: the verified identity, whatever the decision says; where nobody is authenticated, the name that they give."""
    if who.how == "verified":
        return {"reviewer": who.identity, "verified": True}
    return {"reviewer": decision.reviewer or who.identity, "verified": False}


def permitted(who: Caller, asker: dict[str, Any] | None) -> Caller:
    """Return who decides on a draft, when they may: an answer that a function which broke does not give.

    Nobody but an administrator signs off their own question where callers are authenticated: a second pair of eyes is what it is for.

    Args:
        who: Who decides.
        asker: Who asked, from the audit trail; None when it does not say.

    Raises:
        DecisionError: If they may not.
    """
    if not who.may_sign_off:
        raise DecisionError("not_permitted", "Only a reviewer may decide on a draft: the key needs the role reviewer or admin.")
    if who.how == "verified" and not who.is_admin:
        if asker is None:
            raise DecisionError("unknown_asker", "The audit trail does not say who asked, so only an administrator may decide.")
        if asker.get("how") == "verified" and asker.get("identity") == who.identity:
            raise DecisionError("own_question", "You asked this question yourself: another reviewer or an administrator decides on it.")
    return who


def overruled(found: list[CheckFailure]) -> list[str]:
    """Return the checks that an override releases a text against.

    Args:
        found: What the gate found wrong with the text.

    Returns:
        The checks, by name.

    Raises:
        DecisionError: If one of them may not be overruled.
    """
    closed = [f for f in found if f["check"] not in OVERRIDABLE or f["line"] == "*"]
    if closed:
        raise DecisionError(
            "not_overridable", "These checks cannot be overruled: " + "; ".join(f"{f['check']}: {f['reason']}" for f in closed)
        )
    return sorted({f["check"] for f in found})


def _clean(text: str) -> str:
    """Return a text without what cannot be seen or stored; line breaks stay."""
    kept = (c for c in text.replace("\r\n", "\n") if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))
    return "".join(kept).strip()
