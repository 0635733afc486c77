"""The state of the graphs, every field with its meaning. Plain JSON-like values and LangChain messages only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, NotRequired

from langchain_core.messages import AnyMessage
from langgraph.graph.message import add_messages
from typing_extensions import TypedDict

from models.cost import NOTHING, Usage
from models.cost import add as add_usage
from nodes.memory import Episode, Fact, merge_facts, merge_profile
from nodes.stated import Stated, merge_stated
from tools.evidence import Evidence

Status = Literal["ok", "partial", "refused", "escalated", "needs_sign_off"]
Severity = Literal["contraindicated", "major", "moderate", "minor", "none_known", "not_assessed", "unknown_drug"]


class Assignment(TypedDict):
    """One part of a question and who answers it."""

    specialist: str
    question: str
    reason: str


class Part(TypedDict):
    """A specialist's answer."""

    specialist: str
    question: str
    text: str
    """The draft, citing evidence ids in square brackets."""
    stopped: Literal["answered", "max_steps", "deadline", "repeating", "budget", "error"]
    """Why the specialist stopped; only `answered` is a whole answer."""
    error: str
    """What went wrong, for the user; empty when nothing did."""
    steps: int
    """Model turns taken."""


class CheckFailure(TypedDict):
    """A check of the gate that failed on one line."""

    check: str
    line: str
    reason: str


class CheckOutcome(TypedDict):
    """How one check of the gate ended."""

    check: str
    """The check's name."""
    outcome: Literal["passed", "failed", "broke"]
    """`broke`: it raised, took too long or returned something else, so that nothing passed."""
    failures: int
    milliseconds: float


class Citation(TypedDict):
    """A numbered source of the answer."""

    number: int
    id: str
    claim: str
    quote: str
    title: str
    section: str
    year: int
    url: str
    review: NotRequired[str]
    """`author` when no second reader has checked the record against its source yet."""


def merge_evidence(left: Mapping[str, Evidence] | None, right: Mapping[str, Evidence] | None) -> dict[str, Evidence]:
    """Merge evidence by id; the same finding from two specialists stands once."""
    return {**(left or {}), **(right or {})}


def append_parts(left: list[Part] | None, right: list[Part] | None) -> list[Part]:
    """Append specialists' answers; a new question resets them with `Overwrite`."""
    return [*(left or []), *(right or [])]


def sum_usage(left: Usage | None, right: Usage | None) -> Usage:
    """Add usage; a new question resets it with `Overwrite`."""
    return add_usage(left or NOTHING, right or NOTHING)


class InputState(TypedDict):
    """What goes in: LangGraph's chat convention."""

    messages: Annotated[list[AnyMessage], add_messages]
    """The question, as the last human message."""


class PharmacistState(InputState):
    """Everything that one thread holds. The first group lasts; the second belongs to the present question."""

    # Lasts over the thread's life
    profile: Annotated[dict[str, Any], merge_profile]
    """The patient: fields of `nodes.memory.PROFILE_FIELDS`, units in the names."""
    stated: Annotated[dict[str, list[Stated]], merge_stated]
    """Every value of the profile with its unit and when it was stated; empty in threads of a version that kept no dates."""
    facts: Annotated[dict[str, Fact], merge_facts]
    """Semantic memory: facts by key, with when and where learned and earlier values."""
    episodes: list[Episode]
    """Episodic memory: summaries of messages that left working memory, oldest first."""
    patient_from: str
    """Id of the question that turned to the present patient; left out while the thread has had only one."""
    focus: list[str]
    """Generic names of the drugs that the last questions were about; a follow-up refers to them."""

    # Belongs to the present question; intake resets it
    question: str
    """The question as taken in."""
    deadline: float
    """When the run must have ended, in seconds since the epoch."""
    context: dict[str, Any]
    """What recall chose for the prompts: profile with dates, flags, facts, last episode, drugs in focus."""
    assignments: list[Assignment]
    """Who answers which part, and why."""
    parts: Annotated[list[Part], append_parts]
    """The specialists' answers."""
    evidence: Annotated[dict[str, Evidence], merge_evidence]
    """Every finding of this question's tools, by id."""
    draft: str
    """The answer so far, citing evidence ids."""
    verdicts: list[dict[str, Any]]
    """The critic's verdicts in order; `critic_error` where it failed."""
    revisions: int
    """Rounds of revision so far."""
    failures: list[CheckFailure]
    """What the gate found wrong in the last draft."""
    checks: list[CheckOutcome]
    """Every check that the gate ran on the last draft, and how it ended."""
    readability: dict[str, Any]
    """For text that a patient reads: `grade` (Flesch-Kincaid), the `limit`, and `without` what the grade was counted; else empty."""
    revise: bool
    """Whether the critic or the gate sent the draft back."""
    removed: list[str]
    """Lines that the gate took out, as they stood."""
    restated: list[str]
    """Of `removed`, those in whose place stands what the records that they cite say."""
    answer: str
    """The answer with numbered citations."""
    citations: list[Citation]
    """The numbered sources."""
    severity: Severity | None
    """The worst interaction severity found, if any was looked up."""
    status: Status
    """How the question ended."""
    problem: str
    """For `refused` and `escalated`: which fixed text was given."""
    concern: str
    """An emergency that the question may report, and may not: the answer begins with whom to call. Empty for none."""
    engine: str
    """Which model answered."""
    usage: Annotated[Usage, sum_usage]
    """Model calls, tool calls, tokens and cost of this question."""
    sign_off: dict[str, Any]
    """The reviewer's decision, when one was asked for; `{"waiting": True}` while it is."""
    signed_off: dict[str, Any]
    """Who decided what and when on this question's draft, for whoever resumed the thread: of two reviewers at once, one reads of the other."""


class OutputState(TypedDict):
    """What comes out: the answer as the last message, and its typed parts beside it."""

    messages: Annotated[list[AnyMessage], add_messages]
    """The thread; the last message is the answer."""
    answer: NotRequired[str]
    citations: NotRequired[list[Citation]]
    severity: NotRequired[Severity | None]
    status: NotRequired[Status]
    assignments: NotRequired[list[Assignment]]
    evidence: NotRequired[Annotated[dict[str, Evidence], merge_evidence]]
    usage: NotRequired[Annotated[Usage, sum_usage]]
    engine: NotRequired[str]
    signed_off: NotRequired[dict[str, Any]]


class SpecialistTask(TypedDict):
    """What a specialist is sent."""

    assignment: Assignment
    asked: str
    context: dict[str, Any]
    deadline: float


class SpecialistState(TypedDict):
    """A specialist's private state: its scratch messages never reach the thread."""

    assignment: Assignment
    """The part of the question it answers."""
    asked: str
    """The question as the user wrote it; what is learned must stand in it."""
    context: dict[str, Any]
    """Profile, facts, last episode, drugs in focus."""
    deadline: float
    """When the run must have ended."""
    messages: Annotated[list[AnyMessage], add_messages]
    """Scratch: prompts, tool calls, observations."""
    steps: int
    """Model turns taken."""
    reprompted: bool
    """Whether an empty or malformed turn was already asked again."""
    repeats: dict[str, int]
    """How often in a row each tool call was made with the same arguments."""
    stopped: str
    """Why the loop ended; empty while it runs."""
    error: str
    """What went wrong, for the user."""
    facts: Annotated[dict[str, Fact], merge_facts]
    """Facts learned through `learn_fact`."""
    evidence: Annotated[dict[str, Evidence], merge_evidence]
    """Findings of its tools."""
    usage: Annotated[Usage, sum_usage]
    """What it used."""
    parts: Annotated[list[Part], append_parts]
    """Its answer, one part."""


class SpecialistReport(TypedDict):
    """What a specialist hands back to the graph that sent it."""

    parts: Annotated[list[Part], append_parts]
    evidence: Annotated[dict[str, Evidence], merge_evidence]
    usage: Annotated[Usage, sum_usage]
    facts: Annotated[dict[str, Fact], merge_facts]
