"""The closed vocabularies of the knowledge base: severities, traits and their levels, topics, verdicts.

A record that uses a word outside these lists does not compile.
"""

from __future__ import annotations

from typing import Final, Literal

Severity = Literal["contraindicated", "major", "moderate", "minor", "none_known"]
"""Four-level clinical severity, worst first, and `none_known` for two assessed drugs with nothing between them."""

Finding = Literal["contraindicated", "major", "moderate", "minor", "none_known", "not_assessed", "unknown_drug"]
"""What an interaction lookup can answer: a severity, or the reason that there is none."""

Rating = Literal["A", "B", "C", "D", "X"]
"""Risk rating: A no known interaction, B no action needed, C monitor, D modify therapy, X avoid."""

SEVERITY_RANK: Final[dict[str, int]] = {
    "contraindicated": 4, "major": 3, "moderate": 2, "minor": 1, "none_known": 0, "not_assessed": -1, "unknown_drug": -2,
}  # fmt: skip
"""Orders findings; a larger number is worse. The two non-answers rank below every answer."""

RATINGS_OF: Final[dict[str, tuple[Rating, ...]]] = {
    "contraindicated": ("X",), "major": ("D", "X"), "moderate": ("C", "D"), "minor": ("B", "C"), "none_known": ("A",),
}  # fmt: skip
"""The ratings that may stand beside each severity; the first is the usual one."""

Onset = Literal["rapid", "delayed", "unknown"]
"""When the effect shows: within 24 hours, after days or weeks, or not stated by the source."""

EvidenceLevel = Literal["established", "probable", "suspected", "theoretical"]

Verdict = Literal["no_adjustment", "reduce", "adjust", "monitor", "avoid", "contraindicated", "no_data"]
"""What a dosing band says. `reduce` lowers dose or lengthens interval; `adjust` is any other change of regimen."""

Metric = Literal["crcl", "egfr"]
"""CrCl in mL/min by Cockcroft-Gault, or eGFR in mL/min/1.73 m2."""

Grade = Literal["impaired", "moderate", "severe"]
"""A grade of renal impairment that a label names without a number: any impairment, moderate or worse, severe."""

GRADE_BELOW: Final[dict[str, float]] = {"impaired": 90.0, "moderate": 60.0, "severe": 30.0}
"""Below which CrCl (mL/min) or eGFR (mL/min/1.73 m2) a grade is usually meant; bounds of FDA's 2024 guidance on studies in renal impairment."""

Topic = Literal[
    "mechanism", "indication", "pharmacokinetics", "adverse_effects", "boxed_warning", "contraindication", "warning",
    "pregnancy", "lactation", "monitoring", "administration", "overdose", "counseling",
]  # fmt: skip

Aspect = Literal["purpose", "use", "missed_dose", "food", "side_effects", "call", "storage", "avoid"]
"""What a counseling fact is about; `call` is when to call a professional or an emergency number."""

Review = Literal["second_reader", "author"]
"""How far a file's facts were checked: by a second reader against sources, or by their author alone."""

SourceKind = Literal["label", "guideline", "agency", "article"]

_STRENGTH = ("strong", "moderate", "weak")
_SENSITIVITY = ("sensitive", "moderate", "minor")
_DEGREE = ("high", "moderate", "low")

_ENZYMES = ("cyp1a2", "cyp2b6", "cyp2c8", "cyp2c9", "cyp2c19", "cyp2d6", "cyp3a4", "ugt")
_TRANSPORTERS = ("pgp", "bcrp", "oatp1b", "oat", "oct2_mate")

TRAITS: Final[dict[str, tuple[str, ...]]] = {
    **{f"{e}_substrate": _SENSITIVITY for e in (*_ENZYMES, *_TRANSPORTERS)},
    **{f"{e}_inhibitor": _STRENGTH for e in (*_ENZYMES, *_TRANSPORTERS)},
    **{f"{e}_inducer": _STRENGTH for e in (*_ENZYMES, "pgp")},
    **{f"{e}_activated": ("major", "partial") for e in ("cyp2c19", "cyp2d6", "cyp3a4", "cyp2c9")},
    "narrow_therapeutic_index": ("yes",),
    "qt": ("known", "possible", "conditional"),
    "serotonergic": _STRENGTH,
    "mao_inhibitor": ("nonselective", "selective_b", "reversible", "weak"),
    "bleeding": ("anticoagulant", "fibrinolytic", "antiplatelet", "nsaid", "serotonergic", "minor"),
    "raises_potassium": _DEGREE,
    "lowers_potassium": _DEGREE,
    "cns_depressant": ("opioid", "benzodiazepine", "sedative", "mild"),
    "respiratory_depressant": ("yes",),
    "anticholinergic": _STRENGTH,
    "nephrotoxic": _DEGREE,
    "lowers_blood_pressure": _DEGREE,
    "raises_blood_pressure": _DEGREE,
    "lowers_heart_rate": _STRENGTH,
    "lowers_glucose": _DEGREE,
    "raises_glucose": _DEGREE,
    "lowers_seizure_threshold": _DEGREE,
    "neuromuscular": ("blocker", "enhancer"),
    "myelosuppressive": _DEGREE,
    "hepatotoxic": _DEGREE,
    "ototoxic": _DEGREE,
    "raises_lithium": ("yes",),
    "lowers_lithium": ("yes",),
    "folate_antagonist": ("yes", "weak"),
    "polyvalent_cation": ("yes",),
    "chelated_by_cations": ("yes",),
    "raises_gastric_ph": _STRENGTH,
    "needs_gastric_acid": ("yes",),
    "binding_resin": ("yes",),
    "bound_by_resin": ("yes",),
    "live_vaccine": ("yes",),
    "immunosuppressant": _DEGREE,
    "disulfiram_like": ("yes",),
    "alcohol": ("yes",),
    "nitrate": ("yes",),
    "pde5_inhibitor": ("yes",),
    "sympathomimetic": _STRENGTH,
    "dopamine_antagonist": _STRENGTH,
    "dopamine_agonist": _STRENGTH,
    "beta_blocker": ("nonselective", "selective"),
    "beta_agonist": ("yes",),
    "vitamin_k": ("yes",),
    "lowers_sodium": _DEGREE,
    "fluid_retention": ("yes",),
    "myopathy": _DEGREE,
    "teratogenic": ("contraindicated", "avoid"),
}
"""Interaction traits and the levels each may take.

`<enzyme>_substrate` is how much of the drug's exposure depends on that path (FDA's *sensitive* and *moderate sensitive*
terms); `<enzyme>_activated` is a prodrug that the enzyme turns into the active form. `qt` follows the three risk
categories in general use: known, possible, conditional. `bleeding` names how the drug makes bleeding likelier. `teratogenic`
is what the label says of use in pregnancy.
"""

PATH_NAMES: Final[dict[str, str]] = {
    **{e: e.upper() for e in _ENZYMES}, "pgp": "P-gp", "bcrp": "BCRP", "oatp1b": "OATP1B1/1B3", "oat": "OAT1/OAT3", "oct2_mate": "OCT2/MATE",
}  # fmt: skip
"""How texts name the enzymes and transporters."""

FACTORS: Final[dict[str, str]] = {
    "age_65": "age 65 years or more",
    "renal_below_60": "CrCl or eGFR below 60",
    "renal_below_30": "CrCl or eGFR below 30, or dialysis",
    "hepatic": "Child-Pugh class B or C",
    "pregnant": "pregnancy",
    "breastfeeding": "breastfeeding",
    "minor": "age under 18 years",
    "child_12": "age under 12 years",
    "child_8": "age under 8 years",
    "child_2": "age under 2 years",
    "female": "female sex",
    "qt_history": "long QT or torsades de pointes in the history",
}
"""Patient factors that list risks and conditions may name, in words."""

NONE: Final = "none"
"""The level by which a rule asks that a drug lacks a trait."""

DRUG: Final = "drug:"
"""Prefix under which a condition asks for one drug by its generic name, such as `drug:codeine`."""

GROUP: Final = "group:"
"""Prefix under which a mechanism rule asks for a drug group instead of a trait, such as `group:nsaid`."""

FORM_WORDS: Final = frozenset(
    """tab tabs tablet tablets cap caps capsule capsules pill pills injection injectable inj iv im sc subq oral po solution suspension
    syrup liquid elixir drops drop spray inhaler hfa neb nebulizer cream ointment gel lotion patch patches transdermal suppository
    chewable odt er xr xl sr cr la cd dr ec ir extended release delayed immediate sustained controlled long acting strength generic brand
    powder packet kit pen topical ophthalmic otic nasal rectal vaginal sublingual enteric coated low regular extra dose therapy""".split()
)
"""Words for dose forms and routes that people write behind a name, and that belong to it in some brands only (`Trokendi XR`)."""
