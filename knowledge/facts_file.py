"""One facts file as a whole: its class, sources, drugs, interaction records, guideline passages and mechanism rules."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from knowledge.schema import Drug, Key, Name, Short, Source, Sourced, Strict, Text, lower
from knowledge.vocabulary import GROUP, PATH_NAMES, RATINGS_OF, TRAITS, EvidenceLevel, Onset, Rating, Review, Severity


class Finding(Sourced):
    """What a record or a rule says of two drugs."""

    severity: Severity
    rating: Rating
    mechanism: Text
    effect: Text
    management: Text
    onset: Onset

    @model_validator(mode="after")
    def _rating_fits(self) -> Self:
        if self.rating not in RATINGS_OF[self.severity]:
            raise ValueError(f"severity {self.severity} goes with rating {' or '.join(RATINGS_OF[self.severity])}, not {self.rating}")
        return self


class Interaction(Finding):
    """A curated record between two drugs, a drug and a group, or two groups ('class:<group>')."""

    a: Annotated[str, AfterValidator(lower)]
    b: Annotated[str, AfterValidator(lower)]
    evidence: EvidenceLevel
    excluding: tuple[Name, ...] = Field(default=(), description="Members of a group to which the record does not apply.")

    @model_validator(mode="after")
    def _two_sides(self) -> Self:
        if self.a == self.b and not self.a.startswith("class:"):
            raise ValueError("an interaction of a drug with itself")
        return self


class MechanismRule(Finding):
    """What two drugs' traits mean together, when no curated record speaks of them.

    `each` repeats the rule for several enzymes or transporters: `{e}` stands for the key and `{E}` for its name. In texts,
    `{a}` and `{b}` stand for the drugs.
    """

    name: str
    each: tuple[str, ...] = ()
    a: dict[str, tuple[str, ...]] = Field(min_length=1)
    b: dict[str, tuple[str, ...]] = Field(min_length=1)
    evidence: EvidenceLevel = "probable"

    @model_validator(mode="after")
    def _sound(self) -> Self:
        for rule in self.expanded():
            for side in (rule.a, rule.b):
                for trait, levels in side.items():
                    allowed = ("yes",) if trait.startswith(GROUP) else TRAITS.get(trait)
                    if allowed is None or not set(levels) <= set(allowed):
                        raise ValueError(f"{rule.name}: {trait} = {list(levels)} is not a trait with such levels")
        return self

    def expanded(self) -> list[MechanismRule]:
        """Return the rule once for each enzyme or transporter; itself when there is none to repeat it for."""
        if not self.each:
            return [self]
        found = []
        for key in self.each:
            texts = {f: getattr(self, f).replace("{E}", PATH_NAMES[key]) for f in ("mechanism", "effect", "management")}
            sides = {f: {t.replace("{e}", key): v for t, v in getattr(self, f).items()} for f in ("a", "b")}
            found.append(self.model_copy(update={"name": self.name.replace("{e}", key), "each": (), **texts, **sides}))
        return found


class Passage(Sourced):
    """A guideline statement, in our own words, that full-text search can find."""

    id: Key
    title: Short
    text: Text
    drugs: tuple[Name, ...] = ()
    topics: tuple[Short, ...] = ()


class ClassInfo(Strict):
    """What a facts file covers, and how far its facts were checked."""

    id: Key
    title: Short
    review: Review = Field(default="author", description="`second_reader` once another reader went over it with sources.")


class FactsFile(BaseModel):
    """One TOML file of `knowledge/facts/`."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    info: ClassInfo = Field(alias="class")
    sources: dict[Key, Source]
    drugs: tuple[Drug, ...] = ()
    interactions: tuple[Interaction, ...] = ()
    passages: tuple[Passage, ...] = ()
    rules: tuple[MechanismRule, ...] = ()

    @model_validator(mode="after")
    def _sources_resolve(self) -> Self:
        used: set[str] = set()
        for drug in self.drugs:
            for part in ("facts", "doses", "renal", "hepatic", "criteria", "traits"):
                for block in getattr(drug, part):
                    if block.source not in self.sources:
                        raise ValueError(f"{drug.name}: {part} names source {block.source!r}, which this file does not define")
                    used.add(block.source)
        labelled: list[tuple[str, Sourced]] = [(f"{r.a} + {r.b}", r) for r in self.interactions]
        for name, record in labelled + [(p.id, p) for p in self.passages] + [(r.name, r) for r in self.rules]:
            if record.source not in self.sources:
                raise ValueError(f"{name}: names source {record.source!r}, which this file does not define")
            used.add(record.source)
        if orphans := sorted(set(self.sources) - used):
            raise ValueError(f"sources that nothing cites: {', '.join(orphans)}")
        return self
