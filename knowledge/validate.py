"""Read and validate facts files; every error names the file and the record.

Run `python -m knowledge.validate [FILE ...]` while writing facts.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from knowledge.facts_file import FactsFile
from knowledge.vocabulary import DRUG, GROUP, TRAITS

FACTS = Path(__file__).parent / "facts"
"""The folder of facts files."""


class KnowledgeError(ValueError):
    """A facts file that cannot be used: one line a fault, each with file and record."""


def _record(raw: dict[str, Any], loc: Sequence[int | str]) -> str:
    """Name the record that an error location points into: a drug's name, a pair, a passage id, or the table."""
    if len(loc) < 2 or not isinstance(loc[1], int):
        return ".".join(map(str, loc[:2])) or "file"
    try:
        item = raw[str(loc[0])][loc[1]]
    except (KeyError, IndexError, TypeError):
        return f"{loc[0]}[{loc[1]}]"
    return str(item.get("name") or item.get("id") or f"{item.get('a')} + {item.get('b')}")


def read(path: Path) -> FactsFile:
    """Read one facts file.

    Args:
        path: A TOML file.

    Returns:
        Its validated content.

    Raises:
        KnowledgeError: With one line a fault: file, record, field, reason.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KnowledgeError(f"{path.name}: cannot be read: {error}") from error
    try:
        return FactsFile.model_validate(raw)
    except ValidationError as error:
        lines = []
        for fault in error.errors():
            field = ".".join(map(str, fault["loc"][2:]))
            lines.append(f"{path.name}: {_record(raw, fault['loc'])}: {field + ': ' if field else ''}{fault['msg']}")
        raise KnowledgeError("\n".join(lines)) from error


def read_all(paths: Iterable[Path]) -> dict[Path, FactsFile]:
    """Read several files, collecting the faults of all of them and of how they fit together.

    Args:
        paths: Facts files; order does not matter.

    Returns:
        Path to content, sorted by path.

    Raises:
        KnowledgeError: With every fault found.
    """
    files: dict[Path, FactsFile] = {}
    faults: list[str] = []
    for path in sorted(paths):
        try:
            files[path] = read(path)
        except KnowledgeError as error:
            faults.append(str(error))
    faults += _cross_check(files)
    if faults:
        raise KnowledgeError("\n".join(faults))
    return files


def _cross_check(files: dict[Path, FactsFile]) -> list[str]:
    faults: list[str] = []
    ids: dict[str, str] = {}
    owner: dict[str, tuple[str, str]] = {}
    groups: set[str] = set()
    records: dict[str, str] = {}
    pairs: dict[frozenset[str], str] = {}
    passages: dict[str, str] = {}
    rules: dict[str, str] = {}
    for path, file in files.items():
        if other := ids.get(file.info.id):
            faults.append(f"{path.name}: class id {file.info.id!r} is also {other}'s")
        ids[file.info.id] = path.name
        for drug in file.drugs:
            groups.update(drug.groups)
            if drug.name in records:
                faults.append(f"{path.name}: {drug.name}: also has a record in {records[drug.name]}")
            records[drug.name] = path.name
            for name in (drug.name, *drug.synonyms, *drug.brands):
                held = owner.get(name)
                # A brand may name several products (Tylenol PM); a generic name or synonym belongs to one record.
                if held and held[0] != drug.name and (name == drug.name or name == held[0] or name in drug.synonyms):
                    faults.append(f"{path.name}: {drug.name}: the name {name!r} also belongs to {held[0]} ({held[1]})")
                owner.setdefault(name, (drug.name, path.name))
        for rule in (r for record in file.rules for r in record.expanded()):
            if other := rules.get(rule.name):
                faults.append(f"{path.name}: rule {rule.name} also stands in {other}")
            rules[rule.name] = path.name
        for name in (*(r.name for r in file.list_risks), *(c.name for c in file.conditions)):
            if other := rules.get(name):
                faults.append(f"{path.name}: {name} also stands in {other}")
            rules[name] = path.name
        for passage in file.passages:
            if other := passages.get(passage.id):
                faults.append(f"{path.name}: passage {passage.id} also stands in {other}")
            passages[passage.id] = path.name
        for record in file.interactions:
            key = frozenset((record.a, record.b))
            if other := pairs.get(key):
                faults.append(f"{path.name}: {record.a} + {record.b}: also recorded in {other}")
            pairs[key] = path.name
    drugs = {d.name: d for f in files.values() for d in f.drugs}
    for path, file in files.items():
        for record in file.interactions:
            classes = {s.removeprefix("class:") for s in (record.a, record.b) if s.startswith("class:")}
            for name in record.excluding:
                if name not in drugs:
                    faults.append(f"{path.name}: {record.a} + {record.b}: excludes {name!r}, which is not a drug of the knowledge base")
                elif not classes & ({*drugs[name].groups} | {f"{t}.{v}" for block in drugs[name].traits for t, v in block.levels.items()}):
                    faults.append(f"{path.name}: {record.a} + {record.b}: excludes {name!r}, which is in neither class")
            for side in (record.a, record.b):
                if side.startswith("class:"):
                    if "." in side:
                        if not _is_trait(side.removeprefix("class:")):
                            faults.append(f"{path.name}: {record.a} + {record.b}: {side!r} is no level of a trait")
                    elif side.removeprefix("class:") not in groups:
                        faults.append(f"{path.name}: {record.a} + {record.b}: no drug is in group {side.removeprefix('class:')!r}")
                elif side not in drugs:
                    faults.append(f"{path.name}: {record.a} + {record.b}: {side!r} is not a drug of the knowledge base")
        for name, asked in _sides(file):
            for trait in (t for side in asked for t in side if t.startswith(GROUP)):
                if trait.removeprefix(GROUP) not in groups:
                    faults.append(f"{path.name}: {name}: no drug is in {trait}")
            for trait in (t for side in asked for t in side if t.startswith(DRUG)):
                if trait.removeprefix(DRUG) not in drugs:
                    faults.append(f"{path.name}: {name}: {trait} is not a drug of the knowledge base")
        for drug in file.drugs:
            for part in drug.ingredients:
                if part not in drugs:
                    faults.append(f"{path.name}: {drug.name}: ingredient {part!r} is not a drug of the knowledge base")
        for passage in file.passages:
            for name in passage.drugs:
                if name not in drugs:
                    faults.append(f"{path.name}: passage {passage.id}: {name!r} is not a drug of the knowledge base")
    return faults


def _is_trait(key: str) -> bool:
    trait, _, level = key.partition(".")
    return level in TRAITS.get(trait, ())


def _sides(file: FactsFile) -> Iterator[tuple[str, tuple[Mapping[str, Any], ...]]]:
    """Yield the name and the sides of everything that asks for traits or groups."""
    for rule in (r for record in file.rules for r in record.expanded()):
        yield f"rule {rule.name}", (rule.a, rule.b)
    for condition in file.conditions:
        yield f"condition {condition.name}", (condition.a, condition.b)
    for risk in file.list_risks:
        yield f"list risk {risk.name}", (risk.points, *(side for choice in risk.each_of for side in choice))


def main(arguments: Sequence[str]) -> int:
    """Validate the named files alone, or the whole folder when none is named; print faults, return an exit code."""
    paths = [Path(a) for a in arguments]
    try:
        files = {p: read(p) for p in paths} if paths else read_all(FACTS.rglob("*.toml"))
    except KnowledgeError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    drugs = sum(len(f.drugs) for f in files.values())
    sys.stdout.write(f"{len(files)} files, {drugs} drugs, {sum(len(f.interactions) for f in files.values())} interactions: valid\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
