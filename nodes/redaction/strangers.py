"""People by default: a word with a capital that the closed vocabulary does not have goes as a name, and so do frequent names in small letters.

A word that is a name as well as a word needs a second sign: a name beside it, a capital in the middle of a sentence, a verb of saying behind it.
From each name found its neighbours are taken: initials, particles, the other half of a hyphen, the given name behind a comma.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from nodes.redaction import kept_words as kept
from nodes.redaction.names import COMMON, PARTICLES
from nodes.redaction.spans import Span
from nodes.redaction.words import Sort, frequency, is_like_medicine, sorts

_WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f]|['’ʻ`](?=[^\W\d_]))*")
_HUMP: Final = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PREFIX: Final = re.compile(r"(?:Mc|Mac|De|Di|Du|La|Le|Van|Von|Fitz|St|O['’]|D['’]|N['’]|L['’]|[A-Z]['’])(?=[A-Z])")
_SUFFIXES: Final = frozenset("jr sr ii iii iv".split())
_JOINS: Final = re.compile(r"[ \t]{1,2}|[ ]?-{1,2}|\.[ -]?|_|[ ]?\^[ ]?|,[ ]?|[ ]?[\"“”][ ]?")
_TIGHT: Final = re.compile(r"[-_.^]")
_SENTENCE: Final = re.compile(r"(?:^|[.!?:;\n\r|>\]}•=*\"“—–-]|\\n)[ \t\"'“(\[*]*$")
_SAYS: Final = frozenset(
    """says said states stated reports reported called calls phoned rang rings asked asks wants wanted denies denied told tells took takes taking has had
    is was gave gives lives lived feels felt needs came went texted wrote writes thinks agrees agreed refused confirmed confirms""".split()
)
_LEAST_SMALL: Final = 0.004
"""Share of bearers from which on a given name is taken in small letters too."""
_LEAST_EITHER: Final = 0.001
_CALLED: Final = re.compile(r"(?:called|named|preferred|name|known as|goes by|aka|nick\w{0,6})\W{0,4}$", re.I)
_ANNOUNCED: Final = re.compile(
    r"(?:\b(?:bed|room|rm|bay)[ ]?\d{1,4}[a-z]?[ :,–-]{1,4}"
    r"|\b(?:sons|daughters|twins|children|kids|brothers|sisters|siblings|parents|grandchildren)(?:[ ]named|,|:)?[ ]|\bc/o[ ]"
    r"|\b(?:thanks|thank you|cheers|best|wishes|sincerely|regards|love|warmly|signed|xx?|ta)[,!.]?(?:[ ]|\r?\n|\\n){1,3})$",
    re.I,
)
"""What stands before a name that is a word as well and makes it a person's."""
_KIN: Final = re.compile(
    r"\b(?:daughter|son|wife|husband|spouse|partner|mother|father|mum|mom|dad|sister|brother|aunt|auntie|uncle|niece|nephew|cousin|gran|grandson"
    r"|granddaughter|grandmother|grandfather|grandma|grandpa|friend|neighbou?r|carer|caregiver|girlfriend|boyfriend|fianc[ée]e?|roommate"
    r"|flatmate)[ ]\(?$",
    re.I,
)
_KIN_BEHIND: Final = re.compile(
    r"[ ]\((?:his|her|pt's|the)?[ ]?(?:daughter|son|wife|husband|spouse|partner|mother|father|mum|mom|dad|sister|brother|aunt|uncle|niece|nephew|friend|carer"
    r"|caregiver|RN|NP|PA|SW|OT|PT|PharmD|HCP|POA|NOK)\b"
)
_KIN_SMALL: Final = re.compile(rf"(?:{_KIN.pattern[:-1]}|\b(?:in[ -]law|(?:doctor|nurse|gp|pcp|pharmacist|name)[ ]is)[ ])$", re.I)
_SPEAKER_BEFORE: Final = re.compile(r"\d\d?:\d\d(?::\d\d)?[\])]?[ ]?(?:[ap]m[ ])?[-–]?[ ]?$", re.I)
_ADDRESSED: Final = re.compile(
    r", ?(?:i|please|pls|can|could|did|do|you|your|we|thanks|thank|just|the|have|any|would|will|are|ur|inr|it)\b", re.I
)
_INITIAL_BEHIND: Final = re.compile(r" [A-Z](?:\.|(?=[ ]*(?:$|[\n|,;)])))")
_FIELD_BEFORE: Final = re.compile(r"\w{2,}[ ]?[:=][ ]{0,3}$")
_FIELD_END: Final = re.compile(r"[ ]*(?:$|[\n|;()]|[ ]{2}|[ ][A-Z]\b)")
_PERSONAL: Final = frozenset(
    "gave saw with from and for to it's its i'm im am hi hello hey dear ring rang told ask asked call called nurse sister by hiya ta thanks".split()
)
_CELL: Final = re.compile(
    r"(?:^|(?<=[|\t\";\n]))[ ]{0,4}(?P<n>[^\W\d_][^\W\d_'’-]{1,24},[ ]?[^\W\d_]{2,24}(?:[ ][A-Z]\.?)?)(?=[ ]{0,4}(?:[|\t\";\n]|$|[ ]{2}))"
)
_INITIALS: Final = re.compile(
    r"\binitials?\b[ :=]{1,3}(?P<a>[A-Z](?:[. -]{0,2}[A-Z]){1,3}\b\.?)"
    r"|\b(?:drawn|taken|collected|checked|given|seen|done|verified|entered|initials?)[ ]{1,2}(?:by[ ])?(?P<b>[a-z]{2,3})\b(?=[ ]*(?:$|[\n.,;|]))"
)
_LOGIN: Final = re.compile(
    r"(?:\b|_)(?:user(?:[_ ]?name)?|login|logged[ _]in[ _](?:as|by)|actor|operator|uid|handle|rn|tech|nurse|signed[ _]by|viewed[ _]by)"
    r"[\"']?(?:[ ]?[=:][ ]?[\"'@]?|[ ][\"'@])(?P<n>[^\W\d_][\w.-]{2,40})",
    re.I,
)
"""Whom a program calls a user."""
_ANNOUNCED_SMALL: Final = frozenset("pt patient resident client its it's im i'm am called named told rn hca dr doctor nurse".split())
_LEAST_ANNOUNCED: Final = 5
_MANY: Final = 0.3
_LONG_CAPITALS: Final = 6
"""An unknown word all in capitals is an abbreviation as long as it is shorter."""
_MOST_COMPARED: Final = 200
"""How many unknown words of one text are compared with medicines; from then on they are names."""
_DOSE: Final = re.compile(r"\s{1,2}\d{1,4}(?:[.,]\d{1,3})?[ ]?(?:m?c?g|µg|ml|iu|units?|meq|mmol|%|tab|cap)\b", re.I)
"""A dose behind an unknown word makes it a medicine."""
_PAIR_GAP: Final = re.compile(r" (?:[A-Z]\.? )?|,[ ]?")
_EITHER_COMMON: Final = frozenset("will may young first long".split())
_FORM: Final = re.compile(r"(?:ing|ated|ized|ised|ly)$")
_OFTEN_BORNE: Final = 0.01
_CONTRACTED: Final = frozenset("it that he she what who let here there how where when".split())
_WORT: Final = re.compile(r"['’_-]?s?[ _-]{0,2}wort")
_RUN: Final = 3
_SELDOM: Final = 2_000
_SELDOM_INSIDE: Final = 30_000
"""How often a word may stand in the corpus that is taken for a given name before a family name: at a sentence's start, and inside one."""
_ILLNESS: Final = frozenset(
    "disease syndrome criteria score palsy sarcoma lymphoma classification formula equation seizures procedure".split()
)
_PLACE_NOUNS: Final = frozenset(
    "hospital clinic pharmacy surgery hospice infirmary ward university center centre street road county".split()
)


class _Token(NamedTuple):
    start: int
    end: int
    word: str
    low: str
    sort: Sort

    @property
    def capital(self) -> bool:
        return not self.word[0].islower()

    @property
    def capitals(self) -> bool:
        return len(self.word) > 1 and self.word.isupper()


def strangers(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find people's names by what is no known word."""
    found = [_cut(match) for match in _WORD.finditer(text)]
    if not found:
        return
    known = sorts({low for _, _, _, low in found})
    yield from _short_forms(text)
    tokens = [_Token(start, end, word, low, known[low]) for start, end, word, low in found]
    seeds = _Seeds(text, tokens)
    done = -1
    for number in range(len(tokens)):
        if number <= done or not seeds.is_seed(number):
            continue
        first, last = number, number
        while first - 1 > done and seeds.belongs(first - 1, first, left=True):
            first -= 1
        while last + 1 < len(tokens) and (step := seeds.step(last)):
            last += step
        done = last
        yield Span(tokens[first].start, tokens[last].end, "NAME")


def _may_be_borne(word: str) -> bool:
    about = frequency(word)
    return not about.medicine and (bool(about.given or about.family) or word not in COMMON and word not in _SAYS and not about.small)


def _cut(match: re.Match[str]) -> tuple[int, int, str, str]:
    """Return a word's place, itself, and itself in small letters, without the "'s" of a possessive."""
    word = match[0]
    if word[-2:] in ("'s", "’s", "'S", "’S") and word[:-2].lower() not in _CONTRACTED:
        word = word[:-2]
    return match.start(), match.start() + len(word), word, word.lower().replace("’", "'")


def _short_forms(text: str) -> Iterator[Span]:
    """Find initials behind their label, and a family name before a comma that fills a field."""
    for match in _INITIALS.finditer(text):
        group = "a" if match["a"] else "b"
        if group == "a" or sorts((match["b"],))[match["b"]] is not Sort.KNOWN:
            yield Span(match.start(group), match.end(group), "NAME")
    for match in _LOGIN.finditer(text):
        pieces = re.findall(r"[^\W\d_]+", match["n"].lower())
        if any(sort is not Sort.KNOWN for sort in sorts(pieces).values()):
            yield Span(match.start("n"), match.end("n"), "NAME")
    for match in _CELL.finditer(text):
        pieces = re.findall(r"[^\W\d_]+", match["n"].lower())
        if (
            match["n"][0].isupper()
            and frequency(pieces[0]).family
            and not any(frequency(piece).medicine or piece in COMMON for piece in pieces)
        ):
            yield Span(match.start("n"), match.end("n"), "NAME")


class _Seeds:
    """Which words of a text are names by themselves, and which belong to one beside them."""

    def __init__(self, text: str, tokens: Sequence[_Token]) -> None:
        self.text, self.tokens, self.compared = text, tokens, 0

    def is_seed(self, number: int) -> bool:
        """Say whether a word is a name by itself."""
        token = self.tokens[number]
        if (
            token.capital
            and not token.capitals
            and _KIN.search(self.text[max(0, token.start - 24) : token.start])
            and _may_be_borne(token.low)
        ):
            return True
        if token.sort is Sort.KNOWN or len(token.word) < 2:
            return False
        if token.capital and not token.capitals and _KIN_BEHIND.match(self.text, token.end):
            return True
        if token.capital and self._pairs(number):
            return True
        if len(token.word) < 3 and token.capital:
            return token.sort is not Sort.UNKNOWN and not token.capitals and self._second_sign(number)
        if humps := self._humps(token.word):
            return any(frequency(piece).given and sorts((piece,))[piece] is Sort.NAME for piece in humps if len(piece) > 3)
        if not token.capital:
            return token.sort is Sort.NAME and self._small(token) or token.sort is not Sort.EITHER and self._announced(number)
        if self._is_things(number):
            return False
        if token.sort is Sort.NAME:
            return not (token.capitals and len(token.word) < 4)
        if token.sort is Sort.EITHER:
            return self._second_sign(number)
        if self._by_digits(token) or _FORM.search(token.low) and _SENTENCE.search(self.text[max(0, token.start - 12) : token.start]):
            return False
        if len(token.word) < (_LONG_CAPITALS if token.capitals else 4):
            before = self.tokens[number - 1] if number and not token.capitals else None
            return bool(
                before
                and before.capital
                and before.sort is not Sort.KNOWN
                and self._gap(number - 1, number) == " "
                and before.low not in COMMON
            )
        return not _DOSE.match(self.text, token.end) and not self._medicine(token)

    def step(self, last: int) -> int:
        """Return how many words behind a name belong to it: none, one, or a particle and what it leads to."""
        tokens = self.tokens
        if self.belongs(last + 1, last, left=False):
            return 1
        for count in (1, 2):
            if last + count + 1 >= len(tokens) or tokens[last + count].low not in PARTICLES:
                return 0
            if self._gap(last + count - 1, last + count) is None:
                return 0
            if tokens[last + count + 1].capital and self.belongs(last + count + 1, last + count, left=False):
                return count + 1
        return 0

    def belongs(self, number: int, beside: int, *, left: bool) -> bool:
        """Say whether a word belongs to the name that its neighbour is part of."""
        if number >= len(self.tokens):
            return False
        token, other = self.tokens[number], self.tokens[beside]
        gap = self._gap(number, beside) if left else self._gap(beside, number)
        if gap is None:
            return False
        if len(token.word) == 1:
            if "," in gap and left or gap.startswith(".") and not left and len(other.word) > 3:
                return False
            if (
                self.text[token.end : token.end + 1].isdigit()
                or self.text.startswith("/", token.end)
                or self.text[token.start - 1 : token.start].isdigit()
            ):
                return False
            dotted = self.text[token.end : token.end + 1] in (".", "-") or "." in gap or "^" in gap
            small = not token.capital and not other.capital and token.low not in "ai" and not left
            between = number + 1 < len(self.tokens) and self.tokens[number + 1].capital and self._gap(number, number + 1) == " "
            return (token.capital and (dotted or token.word not in "AI" or between)) or small
        if token.low in _SUFFIXES:
            return not left
        if _TIGHT.fullmatch(gap):
            if gap == "_":
                return True
            if gap == "." and not (token.word.islower() and other.word.islower()) and not (token.capital and len(other.word) == 1):
                return False
            if token.sort is not Sort.KNOWN:
                return not self._by_digits(token)
            return gap == "-" and token.capital and other.capital and not token.capitals or gap == "^"
        if set(gap) & set('"“”') and self.text[token.end : token.end + 1] in ('"', "”") and not left:
            return True
        about = frequency(token.low)
        if not token.capital:
            if left or other.capital:
                return left and token.low in PARTICLES and "," not in gap and token.low not in COMMON
            if (
                gap != " "
                or about.medicine
                or about.small
                or token.low in COMMON
                or token.low in _SAYS
                or token.sort is Sort.KNOWN
                and not (about.family and about.english < _SELDOM)
                or len(token.word) < 2
            ):
                return False
            if self.text[token.end : token.end + 1] in tuple("=:("):
                return False
            return token.sort is not Sort.EITHER and not self._medicine(token) or about.family > 0
        if not left and gap == " " and self._is_couple(other, token):
            return True
        if token.sort is Sort.KNOWN or about.medicine:
            return (
                left
                and (token.low in PARTICLES and (not gap.strip() or token.low == "st") or self._rare(token, gap))
                or not left
                and self._rare_pair(number, gap)
            )
        if (
            "," in gap
            and left
            and not (
                (about.family or token.sort is Sort.UNKNOWN and token.capitals)
                and token.capitals == other.capitals
                and frequency(other.low).given
            )
        ):
            return False
        if (
            "," in gap
            and not left
            and (token.sort is Sort.EITHER and not about.given or token.sort is Sort.UNKNOWN and token.capitals != other.capitals)
        ):
            return False
        if token.low in COMMON and (left or token.capitals):
            return False
        if "." in gap and len(other.word if not left else token.word) > 3:
            return False  # two sentences
        return not self._is_things(number) and not (token.sort is Sort.UNKNOWN and self._medicine(token))

    def _pairs(self, number: int) -> bool:
        """Say whether a given and a family name stand together here, words though both may be: `Dawn Bell`, `Waters, Dawn`, `Jo C Brown`."""
        token = self.tokens[number]
        behind = number + 1
        if behind < len(self.tokens) and len(self.tokens[behind].word) == 1 and self.tokens[behind].capital:
            behind += 1
        if behind >= len(self.tokens):
            return False
        other = self.tokens[behind]
        gap = self.text[token.end : other.start]
        if (
            not _PAIR_GAP.fullmatch(gap)
            or not other.capital
            or token.capitals != other.capitals
            and len(token.word) > 2
            and len(other.word) > 2
        ):
            return False
        if other.low in kept.MONTHS_AND_DAYS and re.match(r"\s*\d", self.text[other.end : other.end + 3]):
            return False
        one, two = frequency(token.low), frequency(other.low)
        if (
            {token.low, other.low} & COMMON - _EITHER_COMMON
            or one.medicine
            or two.medicine
            or self._is_things(number)
            or self._is_things(behind)
        ):
            return False
        if "," in gap:
            return bool(one.family and two.given and other.sort is not Sort.KNOWN)
        return bool(one.given and two.family and (len(token.word) > 2 or token.sort is not Sort.KNOWN))

    def _rare(self, token: _Token, gap: str) -> bool:
        """Say whether a word that is hardly used stands where a given name would."""
        about = frequency(token.low)
        if (
            gap not in (" ", "-")
            or token.capitals
            or about.small
            or about.capital
            or about.medicine
            or token.low in COMMON
            or token.low in _SAYS
        ):
            return False
        inside = not _SENTENCE.search(self.text[max(0, token.start - 12) : token.start])
        return 0 < about.english < (_SELDOM_INSIDE if inside else _SELDOM)

    def _rare_pair(self, number: int, gap: str) -> bool:
        """Say whether two words with capitals and a hyphen between stand where a family name would: `Tommy Two-Rivers`."""
        if gap != " " or number + 1 >= len(self.tokens) or self.tokens[number].capitals:
            return False
        behind = self.tokens[number + 1]
        return self._gap(number, number + 1) == "-" and behind.capital and not behind.capitals and behind.low not in kept.EPONYM_NOUNS

    def _announced(self, number: int) -> bool:
        """Say whether an unknown word in small letters stands where a name is announced."""
        token = self.tokens[number]
        if not number or len(token.word) < (_LEAST_ANNOUNCED if token.sort is Sort.UNKNOWN else 2) or self._by_digits(token):
            return False
        return (
            (self.tokens[number - 1].low in _ANNOUNCED_SMALL or bool(_KIN_SMALL.search(self.text[max(0, token.start - 24) : token.start])))
            and self.text[self.tokens[number - 1].end : token.start] == " "
            and not token.low.endswith(("ed", "ing", "ly"))
            and not self._medicine(token)
        )

    def _gap(self, one: int, two: int) -> str | None:
        found = self.text[self.tokens[one].end : self.tokens[two].start]
        return found if _JOINS.fullmatch(found) else None

    def _medicine(self, token: _Token) -> bool:
        self.compared += 1
        return self.compared <= _MOST_COMPARED and is_like_medicine(token.low)

    def _by_digits(self, token: _Token) -> bool:
        return self.text[token.start - 1 : token.start].isdigit() or self.text[token.end : token.end + 1].isdigit()

    def _small(self, token: _Token) -> bool:
        """Say whether a name in small letters is a person's and not a piece of code."""
        about = frequency(token.low)
        if re.match(r"[-_]?\d|\(", self.text[token.end : token.end + 2]) or _WORT.match(self.text, token.end):
            return False
        return about.given >= _LEAST_SMALL and (not about.small or about.given > _MANY) and len(token.word) > 3

    @staticmethod
    def _humps(word: str) -> list[str]:
        """Return the pieces of a word of code, in small letters; none of a name such as McNeil."""
        if word.isupper() or word[1:].islower():
            return []
        rest = _PREFIX.sub("", word, count=1) if _PREFIX.match(word) else word
        if rest[1:].islower() or rest.isupper() or "'" in rest or "’" in rest:
            return []
        return [piece.lower() for piece in _HUMP.split(word) if piece]

    def _is_things(self, number: int) -> bool:
        """Say whether a word with a capital is part of an organisation's or a place's name, or makes that of a disease, a score or a device."""
        tokens, at = self.tokens, number
        for step in range(1, _RUN + 1):
            if at + 1 >= len(tokens):
                return False
            gap, nxt = self.text[tokens[at].end : tokens[at + 1].start], tokens[at + 1]
            if gap not in (" ", "-", " & ", "–", "  ", "'s ", "’s ") and not (gap == ". " and len(tokens[at].word) < 3):
                return False
            low = nxt.low
            if low in _ILLNESS and not nxt.capital:
                return True
            if step == 1 and (gap != "-" and low in _PLACE_NOUNS or low in kept.EPONYM_NOUNS and tokens[number].sort is not Sort.NAME):
                return True
            if low in kept.EPONYM_NOUNS and "s " in gap:
                return True
            if step == 1 and self._is_couple(tokens[number], nxt):
                return False
            if gap != "-" and nxt.capital and low in kept.ORGANISATION_WORDS and nxt.capitals == tokens[number].capitals:
                return True
            if not nxt.capital:
                return False
            at += 1
        return False

    @staticmethod
    def _is_couple(one: _Token, two: _Token) -> bool:
        """Say whether a given name stands before a family name that organisations end with as well: `Eleanor Church`."""
        return one.sort is Sort.NAME and frequency(one.low).given > 0 and frequency(two.low).family >= _OFTEN_BORNE

    def _second_sign(self, number: int) -> bool:
        """Say whether a word that is a name as well is one here: with a capital in the middle of a sentence, or behind it one who says or does."""
        token = self.tokens[number]
        stem = token.low
        about = frequency(stem)
        if max(about.given, about.family) < _LEAST_EITHER or stem in COMMON:
            return False
        earlier = self.text[max(0, token.start - 24) : token.start]
        if _CALLED.search(earlier) or _ANNOUNCED.search(earlier) and about.medicine is False:
            return True
        if _SPEAKER_BEFORE.search(earlier) and self.text.startswith((":", " from ", " re ", " re:"), token.end):
            return True
        if about.given and _INITIAL_BEHIND.match(self.text, token.end):
            return True
        if about.given and not about.medicine and _FIELD_BEFORE.search(earlier) and _FIELD_END.match(self.text, token.end):
            return token.capitals or len(token.word) > 3
        before = self.tokens[number - 1] if number else None
        if (
            token.capitals
            or not about.given
            and len(token.word) > 2
            or stem in kept.PLACES
            or about.medicine
            and not (before and before.low in _PERSONAL)
        ):
            return False
        behind = self.tokens[number + 1] if number + 1 < len(self.tokens) else None
        if behind is not None and behind.low in _SAYS and self.text[token.end : behind.start] == " ":
            return True
        start = _SENTENCE.search(earlier[-12:]) is not None
        if before is None or start:
            return (not earlier or earlier.endswith("\n")) and _ADDRESSED.match(self.text, token.end) is not None
        opens = before.sort is Sort.KNOWN and _SENTENCE.search(self.text[max(0, before.start - 12) : before.start]) is not None
        return (
            (not before.capital or opens)
            and self.text[before.end : token.start] in (" ", ", ")
            and (behind is None or not behind.capital or self.text[token.end : behind.start] not in (" ", "-"))
        )
