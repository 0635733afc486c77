"""How grave a line makes an interaction in words of its own, and how grave the record says it is."""

from __future__ import annotations

import re
from typing import Final

from nodes.checks.draft import Draft, failure
from nodes.checks.headings import only_topic
from nodes.checks.signs import denied_at
from nodes.state import CheckFailure

_LIGHT: Final = re.compile(
    r"\b(?:mild(?:er|est|ly)?|harmless|benign|trivial|negligible|low[- ](?:stakes|grade|risk|level|tier|priority|key)|(?:middle|mid"
    r"|lower|bottom|lowest|second)[- ](?:tier|level|rung|grade|range)|caution[- ]level|nuisance|footnote|side note|tame|manageable|small|slight"
    r"|minor|modest|light|soft|bearable|tolerable|of (?:little|no|low|small|minor|limited) (?:\w+ )?(?:weight|importance|relevance"
    r"|concern|consequence|interest)|not (?:a )?(?:grave|serious|severe|dangerous|big|major))"
    r"(?= (?:\w+ )?(?:interaction|combination|pair\w*|clash|problem|effect|one|issue|level|category|severity|risk|concern|caution"
    r"|of)\b|\W*$|[:;,.]|\b[- ]pair| \w+ interactions)",
    re.I,
)
_GRAVE: Final = re.compile(
    r"\b(?:no-go|off[- ]limits|out of the question|(?:strictly|absolutely|completely) (?:forbidden|prohibited|contraindicated"
    r"|barred)|absolute(?:ly)?|forbidden|prohibited|lethal|deadly|life-threatening|fatal|catastrophic|never (?:be )?(?:together"
    r"|combined?|mix\w*)"
    r"|gravest|most (?:severe|serious|dangerous)|top tier|highest (?:tier|level|grade))\b",
    re.I,
)
_RATED: Final = re.compile(
    r"\brat(?:es|ed|ing)\b(?: (?:it|this|as|is|at|a|an|of|the|pair|pairing|combination|category|only|just"
    r"|risk))*\W+(?P<rating>[ABCDX])\b(?![a-z'])"
)


def gravity_as_found(draft: Draft) -> list[CheckFailure]:
    """A line makes no grave interaction light and no light one grave, in idioms too, and gives no other rating."""
    found: list[CheckFailure] = []
    for said, text, cited in draft.reworded():
        pairs = [e for e in cited if e["kind"] == "interaction"]
        if not pairs or len(pairs) != len(cited) or only_topic(said):
            continue
        levels = {str(e["data"].get("severity")) for e in pairs}
        claims = " ".join(e["claim"] for e in pairs)
        light, grave = _LIGHT.search(text), _GRAVE.search(text)
        if (
            levels <= {"major", "contraindicated"}
            and light
            and not denied_at(text, light.start())
            and light.group().lower() not in claims.lower()
        ):
            found.append(
                failure("gravity_as_found", said, f"Says {light.group()!r} of an interaction that is {' and '.join(sorted(levels))}.")
            )
        elif (
            levels <= {"minor", "moderate"} and grave and not denied_at(text, grave.start()) and grave.group().lower() not in claims.lower()
        ):
            found.append(
                failure("gravity_as_found", said, f"Says {grave.group()!r} of an interaction that is {' and '.join(sorted(levels))}.")
            )
        ratings = set(re.findall(r"risk rating ([ABCDX])\b", claims))
        if (match := _RATED.search(text)) and ratings and match["rating"] not in ratings:
            found.append(
                failure("gravity_as_found", said, f"Says {match.group()!r}; the evidence rates it {' and '.join(sorted(ratings))}.")
            )
    return found
