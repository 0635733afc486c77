"""A patient whose every identifier is made anew for each run of the tests and stands nowhere else, and the search for her in what was written."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Self

from nodes.redaction.stores import CONVERSATION_STORES


def _letters(count: int) -> str:
    return "".join(secrets.choice("bcdfghjklmnpqrstvwxz") + secrets.choice("aeiou") for _ in range(count // 2))


def _digits(count: int) -> str:
    return str(secrets.choice("23456789")) + "".join(secrets.choice("0123456789") for _ in range(count - 1))


@dataclass(frozen=True, slots=True)
class Canary:
    """The patient."""

    given: str
    family: str
    born: str
    mrn: str
    ssn: str
    phone: str
    email: str
    street: str
    code: str
    member: str
    serial: str
    host: str
    ip: str

    @classmethod
    def new(cls) -> Self:
        """Make one up."""
        return cls(
            given=_letters(8).capitalize(), family=_letters(10).capitalize(), born=f"{secrets.randbelow(12) + 1:02}/{secrets.randbelow(28) + 1:02}/1953",
            mrn=_digits(9), ssn=f"9{_digits(2)}-{_digits(2)}-{_digits(4)}", phone=f"406-{_digits(3)}-{_digits(4)}",
            email=f"{_letters(8)}.{_letters(6)}@example.org",
            street=_letters(10).capitalize(), code=f"{_digits(5)}-{_digits(4)}", member=f"XQ{_digits(9)}", serial=f"PJ{_digits(8)}",
            host=_letters(12), ip=f"203.0.113.{secrets.randbelow(150) + 100}",
        )  # fmt: skip

    @classmethod
    def loads(cls, text: str) -> Self:
        """Read one that was passed to another process."""
        return cls(**json.loads(text))

    def dumps(self) -> str:
        """Write it for another process."""
        return json.dumps(asdict(self))

    @property
    def introduction(self) -> str:
        """Everything that identifies her, as a careless colleague writes it."""
        return (
            f"Mrs. {self.given} {self.family}, DOB {self.born}, MRN {self.mrn}, SSN {self.ssn}, phone {self.phone}, email {self.email}, "
            f"lives at 4417 {self.street} Road, Fargo, ND {self.code}, member ID {self.member}, pacemaker serial number {self.serial}, "
            f"chart at https://{self.host}.example.com/p?id=1, seen from {self.ip}"
        )

    @property
    def question(self) -> str:
        """A question that needs every part of the graph."""
        return f"{self.introduction}: can this 70-year-old woman, 62 kg, creatinine 2.2 mg/dL, take apixaban 5 mg with clarithromycin?"

    @property
    def values(self) -> dict[str, str]:
        """What no sink may hold, in small letters, by kind."""
        found = {k: v.lower() for k, v in asdict(self).items()}
        found |= {"email": self.email.partition("@")[0].lower(), "code": self.code[:5] + "-"}
        return found | {f"{kind} as digits": re.sub(r"\D", "", found[kind]) for kind in ("ssn", "phone")}

    def hits(self, what: str | bytes) -> list[str]:
        """Return the kinds of identifiers that stand in a text or a file's bytes, in either case, also as UTF-16."""
        if isinstance(what, str):
            return [kind for kind, value in self.values.items() if value in what.lower()]
        data = what.lower()
        return [kind for kind, value in self.values.items() if value.encode() in data or value.encode("utf-16-le") in data]

    def hits_in(self, home: Path) -> dict[str, list[str]]:
        """Search every file under a home folder but the stores that must hold conversations; names of files and folders too."""
        found = {}
        for path, name in files(home):
            hits = self.hits(name) + ([] if any(fnmatch(name, store) for store in CONVERSATION_STORES) else self.hits(path.read_bytes()))
            if hits:
                found[name] = hits
        return found

    def hits_in_runs(self, runs: Mapping[str, Mapping[str, Any]]) -> dict[str, list[str]]:
        """Search traces field by field, to say where."""
        found = {}
        for run in runs.values():
            for field, value in run.items():
                if hits := self.hits(json.dumps(value, default=str, ensure_ascii=False)):
                    found[f"{run.get('name')}.{field}"] = hits
        return found


def files(home: Path) -> Iterator[tuple[Path, str]]:
    """Yield every file under a folder, with its path from there."""
    for path in sorted(home.rglob("*")):
        if path.is_file():
            yield path, path.relative_to(home).as_posix()
