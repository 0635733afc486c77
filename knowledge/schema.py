"""The shape of a drug record and its blocks, validated with pydantic when the knowledge base is compiled.

Every block of facts names a source of the same file by key, and where in it the fact stands. What a whole file holds besides
is in `knowledge.facts_file`.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, HttpUrl, StringConstraints, model_validator

from knowledge.bounds import holds
from knowledge.readability import grade_without
from knowledge.vocabulary import (
    TRAITS,
    Aspect,
    Grade,
    Metric,
    SourceKind,
    Topic,
    Verdict,
)

COUNSELING_GRADE = 6.0
"""Highest Flesch-Kincaid grade that a counseling fact may have, drug names left out of the count."""

COMPLETE_TOPICS = frozenset(
    {"mechanism", "indication", "pharmacokinetics", "adverse_effects", "contraindication", "pregnancy", "monitoring"}
)
"""Topics that a record marked `complete` must cover, besides doses, renal, hepatic, traits and counseling."""

COMPLETE_ASPECTS = frozenset({"purpose", "use", "missed_dose", "side_effects", "call"})


def lower(value: str) -> str:
    """Refuse a name that is not in lower case, or has outer spaces."""
    if value != value.strip().lower():
        raise ValueError(f"{value!r} must be lower case without outer spaces")
    return value


def _bare(value: str) -> str:
    if value[-1:] in ".,;:!?":
        raise ValueError(f"{value!r} ends in punctuation, which a written name loses when it is looked up")
    return value


Name = Annotated[str, StringConstraints(min_length=2, max_length=80), AfterValidator(lower), AfterValidator(_bare)]
Text = Annotated[str, StringConstraints(min_length=8, max_length=900, strip_whitespace=True)]
Short = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$")]


class Strict(BaseModel):
    """A block that takes no unknown field and does not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Strict):
    """Where facts come from: a label, an agency's page, a guideline or a paper that an author opened."""

    title: Short
    kind: SourceKind
    publisher: Short
    year: int = Field(ge=1960, le=2030)
    url: HttpUrl


class Sourced(Strict):
    """A block that names its source and the place in it."""

    source: Key
    section: Short = Field(description="Where in the source: a label section such as '7.2', or a heading.")
    checked: Literal[False] | None = Field(
        default=None, description="False while no second reader has seen the passage itself, in a file that one has gone over otherwise."
    )


class Fact(Sourced):
    """One statement about a drug, in our own words."""

    topic: Topic
    text: Text
    aspect: Aspect | None = Field(default=None, description="For counseling facts only: what the advice is about.")

    @model_validator(mode="after")
    def _aspect_goes_with_counseling(self) -> Self:
        if (self.topic == "counseling") != (self.aspect is not None):
            raise ValueError("`aspect` is required on counseling facts and only there")
        return self


class Dose(Sourced):
    """A usual dose for one indication and population."""

    indication: Short
    text: Text
    route: Short = "oral"
    population: Short = "adult"
    max_daily: Short | None = Field(default=None, description="Greatest daily dose with its unit, such as '4000 mg'.")


class Answer(Strict):
    """What to do in one band or class."""

    verdict: Verdict
    text: Text


class Band(Answer):
    """A range of the renal metric. Bounds say exactly what the label says: ge/gt below, lt/le above."""

    ge: float | None = None
    gt: float | None = None
    lt: float | None = None
    le: float | None = None
    when: Literal["start", "continue"] | None = Field(default=None, description="Only when starting, or only when already taking.")

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.ge is not None and self.gt is not None or self.lt is not None and self.le is not None:
            raise ValueError("give one lower bound (ge or gt) and one upper bound (lt or le) at most")
        if self.low is None and self.high is None:
            raise ValueError("a band needs a bound; an answer for every renal function goes in `any`")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"band runs backwards: {self.low} to {self.high}")
        return self

    @property
    def low(self) -> float | None:
        """Lower bound, or None when open."""
        return self.ge if self.ge is not None else self.gt

    @property
    def high(self) -> float | None:
        """Upper bound, or None when open."""
        return self.lt if self.lt is not None else self.le

    def holds(self, value: float) -> bool:
        """Say whether `value` (mL/min, or mL/min/1.73 m2) falls in this band."""
        return holds(self.model_dump(include={"ge", "gt", "lt", "le"}), value)


class Renal(Sourced):
    """Renal dosing for one indication (or all), in the metric that the label uses."""

    metric: Metric | None = Field(default=None, description="Required with bands.")
    indication: Short | None = None
    bands: tuple[Band, ...] = ()
    any: Answer | None = Field(default=None, description="One answer, when the label has no bands.")
    grade: Grade | None = Field(
        default=None, description="With `any`: the grade of impairment that the label names without a number; none when it holds for all."
    )
    dialysis: Answer | None = None

    @model_validator(mode="after")
    def _covers_the_line(self) -> Self:
        if bool(self.bands) == (self.any is not None):
            raise ValueError("give `bands` or `any`, and not both")
        if self.grade is not None and self.any is None:
            raise ValueError("`grade` goes with `any`; bands have numbers of their own")
        if not self.bands:
            return self
        if self.metric is None:
            raise ValueError("bands need a `metric`: crcl or egfr")
        edges = sorted({e for b in self.bands for e in (b.low, b.high) if e is not None})
        probes = [edges[0] - 0.5, *edges, *[(x + y) / 2 for x, y in zip(edges, edges[1:], strict=False)], edges[-1] + 0.5]
        for when in ("start", "continue"):
            for value in (p for p in probes if p >= 0):
                hits = [b for b in self.bands if b.when in (None, when) and b.holds(value)]
                if len(hits) != 1:
                    raise ValueError(
                        f"at {self.metric} {value:g} {len(hits)} bands answer; exactly one must (use verdict no_data for a gap)"
                    )
        return self


class Hepatic(Sourced):
    """Hepatic dosing by Child-Pugh class, or one answer for any impairment."""

    A: Answer | None = None
    B: Answer | None = None
    C: Answer | None = None
    any: Answer | None = None

    @model_validator(mode="after")
    def _all_classes_or_any(self) -> Self:
        classes = [c for c in (self.A, self.B, self.C) if c is not None]
        if (len(classes) == 3) == (self.any is not None) or len(classes) in (1, 2):
            raise ValueError("give A, B and C (verdict no_data where the source is silent), or `any`, and not both")
        return self


class Criterion(Strict):
    """One patient criterion of a label rule that is not a renal band."""

    field: Literal["age_years", "weight_kg", "scr_mg_dl", "crcl", "egfr", "bmi"]
    op: Literal[">=", ">", "<", "<="]
    value: float


class Criteria(Sourced):
    """A label rule that counts criteria, such as apixaban's two of three."""

    indication: Short
    need: int = Field(ge=1)
    of: tuple[Criterion, ...] = Field(min_length=1)
    met: Answer
    not_met: Answer

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if self.need > len(self.of):
            raise ValueError(f"needs {self.need} of {len(self.of)} criteria")
        return self


class Traits(BaseModel):
    """Interaction traits that one source supports: `trait = "level"` lines beside `source` and `section`."""

    model_config = ConfigDict(extra="allow", frozen=True)
    source: Key
    section: Short

    @model_validator(mode="after")
    def _in_vocabulary(self) -> Self:
        for trait, level in self.levels.items():
            if trait not in TRAITS:
                raise ValueError(f"unknown trait {trait!r}")
            if level not in TRAITS[trait]:
                raise ValueError(f"trait {trait} takes {', '.join(TRAITS[trait])}, not {level!r}")
        if not self.levels:
            raise ValueError("a traits block without a trait")
        return self

    @property
    def levels(self) -> dict[str, str]:
        """The trait levels of this block."""
        return {k: str(v) for k, v in (self.model_extra or {}).items()}


class LookAlike(Strict):
    """A name that is mistaken for this one."""

    name: Name
    tall_man: Short | None = Field(default=None, description="This drug's own tall-man form against that name, such as 'hydrALAZINE'.")


class Drug(Strict):
    """One substance (or fixed combination, or herb, food or substance that interacts)."""

    name: Name = Field(description="US generic name.")
    curation: Literal["complete", "interactions", "name"] = Field(description="How far this record goes; `name` answers not_assessed.")
    kind: Literal["drug", "combination", "herb", "food", "supplement", "vaccine", "substance"] = "drug"
    synonyms: tuple[Name, ...] = ()
    brands: tuple[Name, ...] = ()
    ingredients: tuple[Name, ...] = Field(default=(), description="Generic names, for a combination.")
    mechanism_class: Short = Field(description="Class by mechanism, such as 'vitamin K antagonist'.")
    indication_classes: tuple[Short, ...] = Field(default=(), description="Classes by use, such as 'anticoagulant'.")
    groups: tuple[Key, ...] = Field(default=(), description="Keys that class-to-class interaction records name, such as 'nsaid'.")
    us_market: bool = True
    obsolete: bool = False
    otc: bool = Field(default=False, description="Sold without a prescription in the US.")
    tall_man: Short | None = None
    look_alikes: tuple[LookAlike, ...] = ()
    facts: tuple[Fact, ...] = ()
    doses: tuple[Dose, ...] = ()
    renal: tuple[Renal, ...] = ()
    hepatic: tuple[Hepatic, ...] = ()
    criteria: tuple[Criteria, ...] = ()
    traits: tuple[Traits, ...] = ()
    no_traits: Annotated[str, StringConstraints(min_length=8)] | None = Field(
        default=None, description="Why an assessed drug has no trait."
    )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.kind == "combination") != bool(self.ingredients):
            raise ValueError("`ingredients` goes with kind 'combination' and only there")
        seen: dict[str, str] = {}
        for block in self.traits:
            for trait, level in block.levels.items():
                if seen.setdefault(trait, level) != level:
                    raise ValueError(f"trait {trait} is both {seen[trait]} and {level}")
        names = [self.name, *self.synonyms, *self.brands]
        if len(set(names)) != len(names):
            raise ValueError(f"a name stands twice: {sorted(n for n in set(names) if names.count(n) > 1)}")
        if self.curation != "name" and not self.ingredients and bool(self.traits) == (self.no_traits is not None):
            raise ValueError("an assessed drug needs traits, or `no_traits` saying why it has none")
        return self

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.curation != "complete":
            return self
        topics = {f.topic for f in self.facts}
        missing = sorted(COMPLETE_TOPICS - topics)
        aspects = {f.aspect for f in self.facts if f.aspect}
        missing += [f"counseling/{a}" for a in sorted(COMPLETE_ASPECTS - aspects)]
        missing += [part for part in ("doses", "renal", "hepatic") if not getattr(self, part)]
        if missing:
            raise ValueError(f"a complete record also needs {', '.join(missing)}")
        return self

    @model_validator(mode="after")
    def _plain_counseling(self) -> Self:
        names = {w for n in (self.name, *self.synonyms, *self.brands) for w in re.findall(r"[a-z]+", n)}
        for fact in self.facts:
            if fact.topic == "counseling" and (grade := grade_without(fact.text, names)) > COUNSELING_GRADE:
                raise ValueError(f"counseling/{fact.aspect} reads at grade {grade:.1f}, above {COUNSELING_GRADE:g}: {fact.text!r}")
        return self
