"""The text form of ReAct: what a reply says, and what it never says."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from langchain_core.messages import AIMessage

from models.text_react import Call, Reading, parse
from models.text_react.literals import DEEPEST
from models.text_react.messages import action, as_text
from models.text_react.parser import _sections

TOOLS = {"lookup_interaction": ["drug_a", "drug_b"], "get_dosing": ["drug", "egfr"], "search_guidelines": ["query"]}
PAIR = Call("lookup_interaction", {"drug_a": "warfarin", "drug_b": "ibuprofen"})
DOSE = Call("get_dosing", {"drug": "apixaban"})
WRITTEN = 'lookup_interaction({"drug_a": "warfarin", "drug_b": "ibuprofen"})'

ONE_CALL = {
    "as asked": f"Thought: I look.\nAction: {WRITTEN}",
    "no thought": f"Action: {WRITTEN}",
    "windows line ends": f"Thought: x\r\nAction: {WRITTEN}\r\n",
    "lower case": f"thought: x\naction: {WRITTEN}",
    "bold label": f"**Thought:** x\n**Action:** {WRITTEN}",
    "bold around label and colon": f"**Action**: {WRITTEN}",
    "heading": f"### Action: {WRITTEN}",
    "bullet": f"- Thought: x\n- Action: {WRITTEN}",
    "numbered": f"Thought 1: x\nAction 1: {WRITTEN}",
    "full-width colon": f"Action：{WRITTEN}",
    "mid-line": f"Thought: I need it. Action: {WRITTEN}",
    "prose before and after": f"Sure!\n\nAction: {WRITTEN}\n\nLet me know if you need more.",
    "prose within the action": f"Action: I will call {WRITTEN} now.",
    "backticks": f"Action: `{WRITTEN}`",
    "fenced call": f"Action:\n```python\n{WRITTEN}\n```",
    "fenced reply": f"```\nThought: x\nAction: {WRITTEN}\n```",
    "fenced arguments": 'Action: lookup_interaction\n```json\n{"drug_a": "warfarin", "drug_b": "ibuprofen"}\n```',
    "space before the bracket": 'Action: lookup_interaction ({"drug_a": "warfarin", "drug_b": "ibuprofen"})',
    "no brackets": 'Action: lookup_interaction {"drug_a": "warfarin", "drug_b": "ibuprofen"}',
    "missing last bracket": WRITTEN[:-1].join(["Action: ", ""]),
    "single quotes": "Action: lookup_interaction({'drug_a': 'warfarin', 'drug_b': 'ibuprofen'})",
    "typographic quotes": "Action: lookup_interaction({“drug_a”: “warfarin”, “drug_b”: “ibuprofen”})",
    "trailing comma": 'Action: lookup_interaction({"drug_a": "warfarin", "drug_b": "ibuprofen",})',
    "bare words": "Action: lookup_interaction({drug_a: warfarin, drug_b: ibuprofen})",
    "over several lines": 'Action: lookup_interaction({\n  "drug_a": "warfarin",\n  "drug_b": "ibuprofen"\n})',
    "by keyword": "Action: lookup_interaction(drug_a='warfarin', drug_b=\"ibuprofen\")",
    "by position": 'Action: lookup_interaction("warfarin", "ibuprofen")',
    "by position, bare": "Action: lookup_interaction(warfarin, ibuprofen)",
    "square brackets": "Action: lookup_interaction[warfarin, ibuprofen]",
    "action input": 'Action: lookup_interaction\nAction Input: {"drug_a": "warfarin", "drug_b": "ibuprofen"}',
    "action input, bare": "Action: lookup_interaction\nAction Input: warfarin, ibuprofen",
    "object": 'Action: {"name": "lookup_interaction", "arguments": {"drug_a": "warfarin", "drug_b": "ibuprofen"}}',
    "object of another make": 'Action:\n```json\n{"action": "lookup_interaction", "action_input": {"drug_a": "warfarin", "drug_b": "ibuprofen"}}\n```',
    "object with a function": 'Action: {"function": {"name": "lookup_interaction", "arguments": "{\'drug_a\': \'warfarin\', \'drug_b\': \'ibuprofen\'}"}}',
    "namespace": f"Action: functions.{WRITTEN}",
    "escaped underscores": "Action: lookup\\_interaction({\"drug\\_a\": \"warfarin\", \"drug\\_b\": \"ibuprofen\"})",
    "other case": f"Action: {WRITTEN.replace('lookup_interaction', 'Lookup_Interaction')}",
    "after private thinking": f'<think>Action: get_dosing({{"drug": "x"}})\nFinal Answer: no</think>\nAction: {WRITTEN}',
    "after thinking that the template opened": f'Action: get_dosing({{"drug": "x"}})\n</think>\n\nAction: {WRITTEN}',
    "an answer before its observation": f"Action: {WRITTEN}\nFinal Answer: They are safe.",
    "its own observation": f"Action: {WRITTEN}\nObservation: safe\nAction: get_dosing({{}})\nFinal Answer: safe",
    "its own observation on the same line": f"Action: {WRITTEN} Observation: safe Final Answer: safe",
    "its own thinking after an observation": f"Action: {WRITTEN}\nObservation: safe\n</think>\nFinal Answer: safe",
    "its own observation in bold": f"Action: {WRITTEN}\n**Observation 1:** safe\nAction: get_dosing({{}})",
}  # fmt: skip


@pytest.mark.parametrize("reply", ONE_CALL.values(), ids=ONE_CALL.keys())
def test_one_call_however_it_is_written(reply: str) -> None:
    reading = parse(reply, TOOLS)
    assert (reading.calls, reading.broken, reading.answer) == ((PAIR,), (), None)


SEVERAL = {
    "lines": f'Action: {WRITTEN}\nAction: get_dosing({{"drug": "apixaban"}})',
    "numbered": f'Action 1: {WRITTEN}\nAction 2: get_dosing({{"drug": "apixaban"}})',
    "one line": f'Action: {WRITTEN}, get_dosing({{"drug": "apixaban"}})',
    "one line, two labels": f'Action: {WRITTEN} Action: get_dosing({{"drug": "apixaban"}})',
    "with and": f"Action: {WRITTEN} and get_dosing(apixaban)",
    "list": f'Actions:\n- {WRITTEN}\n- get_dosing({{"drug": "apixaban"}})',
    "numbered list": f'Actions:\n1. {WRITTEN}\n2. get_dosing({{"drug": "apixaban"}})',
    "fence": f'Action:\n```\n{WRITTEN}\nget_dosing({{"drug": "apixaban"}})\n```',
    "array": 'Action: [{"tool": "lookup_interaction", "args": {"drug_a": "warfarin", "drug_b": "ibuprofen"}}, {"tool": "get_dosing", "args": {"drug": "apixaban"}}]',  # noqa: E501
    "thoughts between": f'Thought: a\nAction: {WRITTEN}\nThought: b\nAction: get_dosing({{"drug": "apixaban"}})',
    "inputs between": 'Action: lookup_interaction\nAction Input: warfarin, ibuprofen\nAction: get_dosing\nAction Input: {"drug": "apixaban"}',
}


@pytest.mark.parametrize("reply", SEVERAL.values(), ids=SEVERAL.keys())
def test_several_calls(reply: str) -> None:
    reading = parse(reply, TOOLS)
    assert (reading.calls, reading.broken) == ((PAIR, DOSE), ())


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ('{"a": [1, {"b": [null, true, -2.5e3]}], "c": {}}', {"a": [1, {"b": [None, True, -2500.0]}], "c": {}}),
        ("{'a': [True, None,],}", {"a": [True, None]}),
        ('{"q": "say \\"no\\": {x}, (y)] Final Answer: z"}', {"q": 'say "no": {x}, (y)] Final Answer: z'}),
        ("{'drug': 'St John's wort'}", {"drug": "St John's wort"}),
        ('{"drug": "St John\'s wort"}', {"drug": "St John's wort"}),
        ('{"q": "Observation: mid-line, Action: x(1)"}', {"q": "Observation: mid-line, Action: x(1)"}),
        ('{"q": "caf\\u00e9 \\ud83d\\ude00 アピキサバン 🧪"}', {"q": "café 😀 アピキサバン 🧪"}),
        ('{"q": "\\ud83d"}', {"q": "\ufffd"}),
        ('{"q": "a\\nb\\tc\\\\d\\/e\\d"}', {"q": "a\nb\tc\\d/e\\d"}),
        ("{dose: 5 mg, n: 007, big: 1e999, no: NaN}", {"dose": "5 mg", "n": "007", "big": "1e999", "no": "NaN"}),
        (f'{{"n": {"9" * 400}}}', {"n": "9" * 400}),
        ('{"": 1}', {"": 1}),
        ("{}", {}),
        ("", {}),
    ],
)  # fmt: skip
def test_arguments(written: str, value: dict[str, Any]) -> None:
    assert parse(f"Action: search_guidelines({written})", TOOLS).calls == (Call("search_guidelines", value),)


def test_a_known_tool_without_arguments_and_an_unknown_tool_are_calls() -> None:
    """The graph tells the model what is wrong with them."""
    assert parse("Action: get_dosing", TOOLS).calls == (Call("get_dosing", {}),)
    assert parse('Action: made_up({"x": 1})', TOOLS).calls == (Call("made_up", {"x": 1}),)


BROKEN = {
    "cut string": 'Action: get_dosing({"drug": "apix',
    "cut object": 'Action: get_dosing({"drug": "apixaban"',
    "cut keyword": 'Action: get_dosing(drug="apixaban"',
    "cut input": 'Action: get_dosing\nAction Input: {"drug": ',
    "missing comma": 'Action: get_dosing({"drug": "apixaban" "egfr": 5})',
    "placeholder": "Action: get_dosing({...})",
    "empty placeholder": "Action: get_dosing(...)",
    "too many by position": "Action: get_dosing(a, 1, 2)",
    "no tool in the object": 'Action: {"drug": "apixaban"}',
    "list of nothing": "Action: [1]",
    "prose": "Action: look it up in the label",
    "empty": "Action:",
    "observation within a string": 'Action: get_dosing({"drug": "x\nObservation: safe"})\nFinal Answer: safe',
    "too deep": "Action: get_dosing(" + "[" * (DEEPEST + 2) + "]" * (DEEPEST + 2) + ")",
}


@pytest.mark.parametrize("reply", BROKEN.values(), ids=BROKEN.keys())
def test_what_cannot_be_read_is_broken_and_never_mended(reply: str) -> None:
    reading = parse(reply, TOOLS)
    assert (reading.calls, reading.answer, len(reading.broken)) == ((), None, 1)
    assert "Observation" not in reading.kept


ANSWERS = {
    "as asked": ("Thought: x\nFinal Answer: Avoid both.", "Avoid both."),
    "bold": ("**Final Answer:** Avoid **both**.", "Avoid **both**."),
    "bold beginning": ("Final Answer: **Avoid** both.", "**Avoid** both."),
    "mid-line": ("Thought: I know it. Final Answer: Avoid both.", "Avoid both."),
    "several lines": ("Final Answer:\n- one [a:b]\n- two", "- one [a:b]\n- two"),
    "fenced": ("```\nFinal Answer: Avoid both.\n```", "Avoid both."),
    "with a fence": ("Final Answer: x\n```\ny\n```", "x\n```\ny\n```"),
    "after no action": ("Thought: x\nAction: None\nFinal Answer: Avoid both.", "Avoid both."),
    "an action for the reader": ("Final Answer: Avoid both.\nAction: measure the INR (weekly)", "Avoid both.\nAction: measure the INR (weekly)"),
    "running on": ("Final Answer: Avoid both.\nThought: next\nFinal Answer: other", "Avoid both."),
    "running on into a call": (f"Final Answer: Avoid both.\nAction: {WRITTEN}", "Avoid both."),
    "running on into an observation": ("Final Answer: Avoid both.\nObservation: they are safe", "Avoid both."),
    "after private thinking": ("<think>hm</think>Final Answer: Avoid both.", "Avoid both."),
}  # fmt: skip


@pytest.mark.parametrize(("reply", "answer"), ANSWERS.values(), ids=ANSWERS.keys())
def test_final_answers(reply: str, answer: str) -> None:
    reading = parse(reply, TOOLS)
    assert (reading.answer, reading.calls, reading.broken) == (answer, (), ())


@pytest.mark.parametrize(
    "reply",
    [
        "Observation: both are safe\nFinal Answer: safe",
        "Thought: hm\nObservation: safe\nFinal Answer: safe",
        "Thought: hm. Observation: safe. Final Answer: safe",
        "Both.\u2028Observation: safe Final Answer: safe",
        "  > **OBSERVATION (lookup_interaction)**: safe\nFinal Answer: safe",
        "Observations: safe\n\nFinal Answer: safe",
        "<think>Final Answer: safe",
    ],
)
def test_a_made_up_observation_is_never_believed(reply: str) -> None:
    reading = parse(reply, TOOLS)
    assert (reading.calls, reading.answer, reading.prose) == ((), None, "")
    assert "safe" not in reading.kept


def test_prose_without_form_is_only_prose() -> None:
    assert parse("Both may be taken.", TOOLS) == Reading("Both may be taken.", prose="Both may be taken.", kept="Both may be taken.")
    assert parse(" \n", TOOLS) == Reading()


# --- Long replies ---

LONG: dict[str, Callable[[int], str]] = {
    "one long argument": lambda n: action("search_guidelines", {"query": "x" * n}),
    "one cut argument": lambda n: f'Action: get_dosing({{"drug": "{"x" * n}',
    "broken actions": lambda n: 'Action: get_dosing({"drug": "\n' * (n // 28),
    "broken actions on one line": lambda n: "Action: get_dosing({'a': [\"" * (n // 27),
    "names": lambda n: "Action: check " + "get_dosing " * (n // 11),
    "a long name": lambda n: "Action: " + "x" * n,
    "open calls": lambda n: "Action: check " + "get_dosing(" * (n // 11),
    "brackets": lambda n: "Action: get_dosing(" + "[" * n,
    "spaces": lambda n: "Action:" + " " * n + "x" + " " * n + "(",
    "blank line starts": lambda n: (" " * 50 + "*\n") * (n // 52),
    "stars": lambda n: "*" * n + "Action",
    "backslashes": lambda n: 'Action: get_dosing({"drug": "' + "\\" * n,
    "quotes": lambda n: "Action: get_dosing(" + "'\"" * (n // 2),
    "observations without colon": lambda n: "Thought: " + "Observation   " * (n // 14),
    "answers and actions": lambda n: "Final Answer: x\n" + "Action: measure (it\n" * (n // 20),
    "thinking": lambda n: "<think>" * (n // 7),
}


def _steps(reply: str) -> int:
    """Count the Python and C calls of a parse; each takes its share of the text once."""
    counted = 0

    def count(frame: Any, event: str, argument: Any) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        parse(reply, TOOLS)
    finally:
        sys.setprofile(before)
    return counted


@pytest.mark.parametrize("shape", LONG.values(), ids=LONG.keys())
def test_a_long_reply_takes_steps_in_proportion(shape: Callable[[int], str]) -> None:
    small, large = _steps(shape(20_000)), _steps(shape(80_000))
    assert large <= 4.5 * small + 200


@pytest.mark.parametrize("shape", LONG.values(), ids=LONG.keys())
def test_a_reply_of_a_million_characters_is_read(shape: Callable[[int], str]) -> None:
    """A step that looked at the rest of the text each time would not come to an end here."""
    parse(shape(1_000_000), TOOLS)


# --- Fuzzing: with the one of the adapter, 20,000 examples in all ---

QUICK = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))
_words = st.sampled_from(
    ["Thought:", "Action:", "Action Input:", "Observation:", "Final Answer:", "**Action:**", "observation 1:", "get_dosing", "lookup_interaction",
     "(", ")", "{", "}", "[", "]", '"', "'", "“", "”", "\\", "\\u12", "\\ud800", "\n", "\r\n", " ", ",", ":", "=", "```", "```json\n", "<think>",
     "</think>", "null", "1e999", "-", "007", "drug", "x", "é", "\u2028", "\x00", "\ufeff", "...", "None"]
)  # fmt: skip
soup = st.lists(_words | st.text(max_size=4), max_size=40).map("".join)
_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | _text
_values: st.SearchStrategy[Any] = _leaves | st.deferred(lambda: st.lists(_values, max_size=2) | st.dictionaries(_text, _values, max_size=2))
_calls = st.tuples(st.sampled_from(sorted(TOOLS)), st.dictionaries(_text, _values, max_size=3)).map(lambda made: Call(*made))
_replies = st.sampled_from([*ONE_CALL.values(), *SEVERAL.values(), *BROKEN.values(), *(reply for reply, _ in ANSWERS.values())])


def _sane(reading: Reading) -> None:
    for call in reading.calls:
        assert call.name.strip()
        json.dumps(call.args, allow_nan=False).encode()
    assert reading.answer is None or not (reading.calls or reading.broken)
    for said in (reading.thought, reading.kept, reading.prose, reading.answer or "", *reading.broken):
        said.encode()


@settings(QUICK, max_examples=5_000)
@given(st.text(st.characters(), max_size=200))
def test_any_text_is_read(reply: str) -> None:
    _sane(parse(reply, TOOLS))


@settings(QUICK, max_examples=6_000)
@given(soup)
def test_any_mixture_of_marks_is_read(reply: str) -> None:
    _sane(parse(reply, TOOLS))
    _sane(parse(f"Action: get_dosing({reply}", TOOLS))


@settings(QUICK, max_examples=3_000)
@given(_replies, st.integers(0), st.integers(0), soup)
def test_any_damaged_reply_is_read(reply: str, start: int, length: int, inserted: str) -> None:
    at = start % (len(reply) + 1)
    _sane(parse(reply[:at] + inserted + reply[at + length % 20 :], TOOLS))


def _no_marks(thought: str) -> bool:
    """Say whether a text is a plain thought: one that holds a mark, such as `Observation:`, is cut there."""
    return bool(thought.strip()) and not any(
        part.label in ("observation", "action", "final answer") for part in _sections(f"Thought: {thought}")
    )


@settings(QUICK, max_examples=3_000)
@given(st.lists(_calls, min_size=1, max_size=3), _text.filter(_no_marks))
def test_calls_that_are_written_are_read_back(calls: list[Call], thought: str) -> None:
    turn = AIMessage(thought, tool_calls=[{"name": c.name, "args": c.args, "id": str(n)} for n, c in enumerate(calls)])
    written = str(as_text([turn], [])[0].content)
    reading = parse(written, TOOLS)
    assert reading.broken == ()
    assert reading.calls == tuple(calls)
    assert [[type(v) for v in c.args.values()] for c in reading.calls] == [[type(v) for v in c.args.values()] for c in calls]


@settings(QUICK, max_examples=2_000)
@given(st.lists(_calls, max_size=2), soup)
def test_nothing_after_an_observation_counts(calls: list[Call], lie: str) -> None:
    written = "\n".join(["Thought: x", *(action(*c) for c in calls)])
    assert parse(f"{written}\nObservation: {lie}", TOOLS) == parse(written, TOOLS)
