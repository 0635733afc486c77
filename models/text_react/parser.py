"""Reads a reply in the text form of ReAct: thoughts, calls, or a final answer.

Whatever a model writes from its own `Observation:` on is cut off and never read. Calls win over a final answer that
follows them, since that answer was written before their results. Every part of a text is read once, so reading is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from models.text_react.literals import Literals, UnreadableError, sound

_COUNT: Final = r"(?:[ \t]*+(?:\#?\d{1,3}|\([^()\n]{0,80}\)))?[ \t]*+[*_]{0,3}[ \t]*+[:：]"
LABEL: Final = re.compile(
    r"^[ \t>\#\-`•\ufeff\u200b]*+(?P<bold>[*_]{1,3})?[ \t]*+"
    rf"(?P<label>thoughts?|actions?[ \t_]inputs?|actions?|observations?|final[ \t_]answer){_COUNT}(?(bold)[*_]{{0,3}})",
    re.I | re.M,
)
"""A label at the beginning of a line, however it is decorated and counted."""
_CALLED: Final = r"[A-Za-z_](?:[\w.\-]|\\_){0,63}+"
_WITHIN: Final = re.compile(
    rf"(?<!\w)(?:(?P<observation>(?:Observations?|OBSERVATIONS?){_COUNT})|(?P<answer>(?:Final Answer|FINAL ANSWER){_COUNT})"
    rf"|(?P<action>(?:Actions?|ACTIONS?){_COUNT}(?=[\s`*]*+{_CALLED}[`*]*+[ \t]*+[({{])))"
)
"""A label in the middle of a line. It is read as one, as a made-up observation must not slip through in mid-line."""
_NAME: Final = re.compile(rf"(?P<name>{_CALLED})(?:[\s*:]|```(?:[A-Za-z]{{1,12}}(?=\s))?|`)*+(?P<opens>[({{\[])?", re.A)
_CALL: Final = re.compile(rf"(?<![\w.\\])(?P<name>{_CALLED})[`*]*+[ \t]*+(?P<opens>[({{\[])", re.A)
_CLOSING: Final = {"(": ")", "[": "]"}
_OPENING: Final = re.compile(r"(?:\s|```(?:[A-Za-z]{1,12}(?=\s))?|[`*\-•>]|\d{1,3}[.)]\s)*+")
_BETWEEN: Final = re.compile(r"(?:[\s,;.`*\-•>)]|and\b|\d{1,3}[.)]|Actions?[ \t]*+\d{0,3}[ \t]*+[*_]{0,3}:)*+", re.I)
_NONE: Final = re.compile(r"(?:none|n/a|nothing|no(?:t)?\b|final[ \t_]answer)", re.I)
_FENCE: Final = re.compile(r"^[ \t]*+```\w*+[ \t]*+$\n?", re.M)
_THOUGHT_ENDS: Final = re.compile(r"</think>[ \t]*+$", re.M)
_NAMES: Final = ("name", "tool", "tool_name", "action", "function")
_ARGUMENTS: Final = ("arguments", "args", "parameters", "input", "action_input", "tool_input")
_SHOWN: Final = 200


class Call(NamedTuple):
    """A tool call as it was written."""

    name: str
    args: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reply says."""

    thought: str = ""
    """What was thought aloud."""
    calls: tuple[Call, ...] = ()
    """The calls that could be read, in order."""
    broken: tuple[str, ...] = ()
    """The beginnings of actions that could not be read."""
    answer: str | None = None
    """The final answer; None when there is none, or when calls come before it."""
    prose: str = ""
    """The whole reply, when it follows no form at all."""
    kept: str = ""
    """The reply up to its own observation."""


@dataclass(slots=True)
class _Section:
    label: str
    start: int
    body: int
    end: int


@dataclass(slots=True)
class _Actions:
    calls: list[Call] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    waiting: str = ""
    """A tool that was named without arguments; an `Action Input` may follow."""


def parse(reply: str, tools: Mapping[str, Sequence[str]]) -> Reading:
    """Read a reply.

    Args:
        reply: What the model wrote.
        tools: Names of the tools, each with its parameters in order, for arguments that are given by position.

    Returns:
        What it says. Nothing is mended: a call that is cut off counts as broken.
    """
    text = _said(sound(reply).replace("\r\n", "\n").replace("\r", "\n"))
    known = {name.casefold(): name for name in tools}
    sections = list(_sections(text))
    kept = text[: sections[-1].start] if sections and sections[-1].label == "observation" else text
    found, thoughts, answer = _Actions(), list[str](), None
    for number, section in enumerate(sections):
        body = text[section.body : section.end]
        if section.label in ("", "thought"):
            thoughts.append(_FENCE.sub("", body).strip())
        elif section.label == "action":
            _settle(found, known, tools)
            _read_actions(body, known, tools, found)
        elif section.label == "action input":
            _read_input(body, known, tools, found)
        elif section.label == "final answer":
            _settle(found, known, tools)
            if not (found.calls or found.broken):
                answer = _answer(text, sections[number:], known, tools)
            break
    _settle(found, known, tools)
    if found.broken:  # what is shown to the model again holds no observation of its own, not even within a broken action
        kept = kept[: next((m.start() for m in _WITHIN.finditer(kept) if m["observation"]), len(kept))]
    formless = all(s.label == "" for s in sections)
    thought = "\n".join(filter(None, thoughts))
    return Reading(thought, tuple(found.calls), tuple(found.broken), answer, text.strip() if formless else "", kept.strip())


def _said(text: str) -> str:
    """Leave out what a reasoning model thinks before it replies; nothing is left of a thought without an end."""
    if not text.lstrip().startswith("<think>"):
        closing = _THOUGHT_ENDS.search(text)  # some templates put the opening mark into the prompt
        made_up = any(
            label["label"].lower().startswith("observation") for label in LABEL.finditer(text, 0, closing.start() if closing else 0)
        )
        return text[closing.end() :] if closing and not made_up else text
    return text.partition("</think>")[2]


def _sections(text: str) -> Iterator[_Section]:
    """Split a reply at its labels, up to the first observation."""
    labels = list(LABEL.finditer(text))
    whole = _Section("", 0, 0, labels[0].start() if labels else len(text))
    parts = [whole] if text[: whole.end].strip() else []
    ends = [*(m.start() for m in labels[1:]), len(text)] if labels else []
    for match, end in zip(labels, ends, strict=True):
        label = re.sub(r"[\s_]+", " ", match["label"].lower()).removesuffix("s").replace("actions ", "action ")
        parts.append(_Section(label, match.start(), match.end(), end))
    for part in parts:
        within = _WITHIN.search(text, part.body, part.end) if part.label in ("", "thought") else None
        if within is None:
            yield part
        else:
            yield _Section(part.label, part.start, part.body, within.start())
            part = _Section({"answer": "final answer"}.get(kind := within.lastgroup or "", kind), within.start(), within.end(), part.end)
            yield part
        if part.label == "observation":
            return


def _answer(text: str, sections: Sequence[_Section], known: Mapping[str, str], tools: Mapping[str, Sequence[str]]) -> str:
    """Return the final answer up to where the model runs on; a line of its own such as `Action: measure the INR` belongs to it."""
    end = sections[0].end
    for section in sections[1:]:
        if section.label == "action":
            further = _Actions()
            _read_actions(text[section.body : section.end], known, tools, further)
            if any(call.name in tools for call in further.calls) or further.waiting.casefold() in known:
                break
        elif section.label != "action input":
            break
        end = section.end
    answer = text[sections[0].body : end].strip()
    return answer.removesuffix("```").rstrip() if answer.count("```") % 2 else answer


def _read_actions(body: str, known: Mapping[str, str], tools: Mapping[str, Sequence[str]], found: _Actions) -> None:
    """Read the calls of one action: one or several, bare or fenced, as a call or as an object, with prose around them."""
    opening = _OPENING.match(body)
    assert opening is not None  # it matches an empty run too
    at = opening.end()
    try:
        if body[at : at + 1] in ("{", "["):
            value = Literals(body, at).value()
            found.calls.extend(_of_object(v, known, tools) for v in (value if isinstance(value, list) else [value]))
            return
        match = _NAME.match(body, at)
        if match and (not match["opens"] or match["opens"] == "[" and _named(match["name"], known) not in tools):
            if not match["opens"] and not body[match.end() :].strip("`*. \t\n"):
                found.waiting = match["name"]
                return
            match = next((m for m in _CALL.finditer(body, at) if _named(m["name"], known) in tools), None)
        if match is None:
            if not _NONE.match(body, at):
                found.broken.append(body[:_SHOWN].strip())
            return
        while match:
            at = match.start()
            literals = Literals(body, match.end() - (match["opens"] == "{"))
            closing = _CLOSING.get(match["opens"])
            positional, named = literals.arguments(closing) if closing else ([literals.value()], {})
            found.calls.append(_called(match["name"], positional, named, known, tools))
            between = _BETWEEN.match(body, literals.at)
            match = _CALL.match(body, between.end() if between else literals.at)
            match = match if match and _named(match["name"], known) in tools else None
    except UnreadableError:
        found.broken.append(body[at : at + _SHOWN].strip())


def _read_input(body: str, known: Mapping[str, str], tools: Mapping[str, Sequence[str]], found: _Actions) -> None:
    """Read the arguments that follow a tool named on the line before."""
    name, found.waiting = found.waiting, ""
    opening = _OPENING.match(body)
    if not name or opening is None:
        return
    literals = Literals(body, opening.end())
    try:
        first = body[literals.at : literals.at + 1]
        positional, named = ([literals.value()], {}) if first == "{" else literals.arguments("")
        found.calls.append(_called(name, positional, named, known, tools))
    except UnreadableError:
        found.broken.append(f"{name} {body[:_SHOWN].strip()}")


def _settle(found: _Actions, known: Mapping[str, str], tools: Mapping[str, Sequence[str]]) -> None:
    """Decide on a tool that was named and given no arguments: a known one is called without any, another word is no call."""
    name, found.waiting = found.waiting, ""
    if not name or _NONE.fullmatch(name):
        return
    if _named(name, known) in tools:
        found.calls.append(_called(name, [], {}, known, tools))
    else:
        found.broken.append(name)


def _of_object(value: Any, known: Mapping[str, str], tools: Mapping[str, Sequence[str]]) -> Call:
    """Read a call that is written as an object with a name and arguments."""
    if isinstance(value, dict) and isinstance(value.get("function"), dict):
        value = value["function"]
    name = next((value[k] for k in _NAMES if isinstance(value.get(k), str)), "") if isinstance(value, dict) else ""
    if not name.strip():
        raise UnreadableError("an object that names no tool")
    given = next((value[k] for k in _ARGUMENTS if k in value), None)
    return _called(name, [] if given is None else [given], {}, known, tools)


def _called(name: str, positional: list[Any], named: dict[str, Any], known: Mapping[str, str], tools: Mapping[str, Sequence[str]]) -> Call:
    """Name the arguments that were given by position."""
    tool = _named(name, known)
    first = positional[0] if len(positional) == 1 else None
    if isinstance(first, str) and first.lstrip().startswith("{"):
        first = Literals(first).value()
    if isinstance(first, dict):
        return Call(tool, {**first, **named})
    order = tools.get(tool, ())
    if len(positional) > len(order):
        raise UnreadableError(f"{tool} takes {len(order)} arguments")
    return Call(tool, {**dict(zip(order, positional, strict=False)), **named})


def _named(name: str, known: Mapping[str, str]) -> str:
    """Return the tool that a written name means, or the name itself."""
    plain = name.replace("\\_", "_").strip("`* ")
    return known.get(plain.casefold()) or known.get(plain.rpartition(".")[2].casefold()) or plain
