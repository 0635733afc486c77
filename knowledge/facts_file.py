"""One facts file as a whole: its class, sources, drugs, interaction records, guideline passages and mechanism rules."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from knowledge.schema import Drug, Key, Name, Short, Source, Sourced, Strict, Text, lower
from knowledge.vocabulary import DRUG, FACTORS, GROUP, NONE, PATH_NAMES, RATINGS_OF, TRAITS, EvidenceLevel, Onset, Rating, Review, Severity


class Rated(Strict):
    """A severity and the rating that goes with it."""

    severity: Severity
    rating: Rating

    @model_validator(mode="after")
    def _rating_fits(self) -> Self:
        if self.rating not in RATINGS_OF[self.severity]:
            raise ValueError(f"severity {self.severity} goes with rating {' or '.join(RATINGS_OF[self.severity])}, not {self.rating}")
        return self


class Finding(Sourced, Rated):
    """What a record or a rule says of two drugs."""

    mechanism: Text
    effect: Text
    management: Text
    onset: Onset


class Interaction(Finding):
    """A curated record between two drugs, a drug and a class, or two classes.

    A class is a group (`class:nsaid`) or all drugs with a level of a trait (`class:cyp3a4_inhibitor.strong`).
    """

    a: Annotated[str, AfterValidator(lower)]
    b: Annotated[str, AfterValidator(lower)]
    evidence: EvidenceLevel
    excluding: tuple[Name, ...] = Field(default=(), description="Members of a group to which the record does not apply.")

    @model_validator(mode="after")
    def _two_sides(self) -> Self:
        if self.a == self.b and not self.a.startswith("class:"):
            raise ValueError("an interaction of a drug with itself")
        return self


def allowed_levels(name: str, trait: str, levels: tuple[str, ...]) -> None:
    """Refuse a trait, or a level of it, that the vocabulary does not have.

    Raises:
        ValueError: With the name of the rule that asks for it.
    """
    allowed = ("yes",) if trait.startswith((GROUP, DRUG)) else TRAITS.get(trait)
    if allowed is None or not set(levels) <= {*allowed, NONE}:
        raise ValueError(f"{name}: {trait} = {list(levels)} is not a trait with such levels")


class MechanismRule(Finding):
    """What two drugs' traits mean together, when no curated record speaks of them.

    `each` repeats the rule for several enzymes, transporters or groups: `{e}` stands for the key and `{E}` for its name. In texts,
    `{a}` and `{b}` stand for the drugs.
    """

    name: str
    each: tuple[str, ...] = ()
    a: dict[str, tuple[str, ...]] = Field(min_length=1)
    b: dict[str, tuple[str, ...]] = Field(min_length=1)
    evidence: EvidenceLevel = "probable"
    floor: bool = Field(
        default=False, description="Whether a milder record of a class, which may speak of another mechanism, gives way to this rule."
    )

    @model_validator(mode="after")
    def _sound(self) -> Self:
        for rule in self.expanded():
            for side in (rule.a, rule.b):
                for trait, levels in side.items():
                    allowed_levels(rule.name, trait, levels)
        return self

    def expanded(self) -> list[MechanismRule]:
        """Return the rule once for each key of `each`; itself when there is none to repeat it for."""
        if not self.each:
            return [self]
        found = []
        for key in self.each:
            texts = {
                f: getattr(self, f).replace("{E}", PATH_NAMES.get(key, key.replace("_", " ")))
                for f in ("mechanism", "effect", "management")
            }
            sides = {f: {t.replace("{e}", key): v for t, v in getattr(self, f).items()} for f in ("a", "b")}
            found.append(self.model_copy(update={"name": self.name.replace("{e}", key), "each": (), **texts, **sides}))
        return found


class Step(Rated):
    """From how many points on a list risk has which severity."""

    points: float = Field(gt=0)


class ListRisk(Sourced):
    """A risk that adds up over a list of drugs: every drug brings points by its traits, and patient factors bring more.

    With `each_of` instead of `points`, the risk is there when different drugs fill every side, as NSAID, ACE inhibitor and diuretic do.
    In texts `{drugs}` stands for the drugs.
    """

    name: Key
    title: Short
    points: dict[str, dict[str, float]] = Field(default={}, description="Trait to level to points.")
    each_of: tuple[tuple[dict[str, tuple[str, ...]], ...], ...] = Field(
        default=(), description="Sides that different drugs must fill, each a choice of what a side of a mechanism rule asks for."
    )
    factors: dict[str, float] = Field(default={}, description="Patient factor to points.")
    least: int = Field(default=3, ge=2, description="How many drugs and patient factors together must bring points.")
    steps: tuple[Step, ...] = Field(min_length=1, description="Severity by points, mildest first; with `each_of` a side is a point.")
    effect: Text
    management: Text

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if bool(self.points) == bool(self.each_of):
            raise ValueError("give `points` or `each_of`, and not both")
        for trait, levels in self.points.items():
            allowed_levels(self.name, trait, tuple(levels))
        for choice in self.each_of:
            for trait, wanted in ((t, w) for side in choice for t, w in side.items()):
                allowed_levels(self.name, trait, wanted)
        if unknown := sorted(set(self.factors) - set(FACTORS)):
            raise ValueError(f"{self.name}: unknown patient factor {', '.join(unknown)}; known are {', '.join(FACTORS)}")
        if [s.points for s in self.steps] != sorted({s.points for s in self.steps}):
            raise ValueError(f"{self.name}: steps must rise in points")
        return self


class Condition(Finding):
    """What a patient factor makes of a drug (`a` alone) or of two drugs (`a` and `b`), as sides of a mechanism rule.

    It never makes a finding milder: the worse of the two severities holds. `{a}` and `{b}` stand for the drugs.
    """

    name: Key
    factor: str
    a: dict[str, tuple[str, ...]] = Field(min_length=1)
    b: dict[str, tuple[str, ...]] = {}

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.factor not in FACTORS:
            raise ValueError(f"{self.name}: unknown patient factor {self.factor!r}; known are {', '.join(FACTORS)}")
        for side in (self.a, self.b):
            for trait, wanted in side.items():
                allowed_levels(self.name, trait, wanted)
        return self


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
    list_risks: tuple[ListRisk, ...] = ()
    conditions: tuple[Condition, ...] = ()

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
        labelled += [(p.id, p) for p in self.passages]
        labelled += [(r.name, r) for r in self.rules] + [(r.name, r) for r in self.list_risks] + [(r.name, r) for r in self.conditions]
        for name, record in labelled:
            if record.source not in self.sources:
                raise ValueError(f"{name}: names source {record.source!r}, which this file does not define")
            used.add(record.source)
        if orphans := sorted(set(self.sources) - used):
            raise ValueError(f"sources that nothing cites: {', '.join(orphans)}")
        return self
