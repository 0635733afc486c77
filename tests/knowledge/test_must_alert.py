"""Combinations that every interaction checker must alert on: every member of the classes comes back major or contraindicated."""

from __future__ import annotations

from itertools import product

import pytest

from knowledge.interactions import between
from knowledge.store import KnowledgeBase, knowledge_base
from knowledge.vocabulary import SEVERITY_RANK

MAJOR = SEVERITY_RANK["major"]


def _bearing(trait: str, *levels: str) -> set[str]:
    base = knowledge_base()
    rows = base._rows("SELECT drug FROM traits WHERE trait = ? AND level IN (SELECT value FROM json_each(?))", trait, _json(levels))
    return {drug for (drug,) in rows}


def _json(levels: tuple[str, ...]) -> str:
    return "[" + ", ".join(f'"{level}"' for level in levels) + "]"


def _group(*keys: str) -> set[str]:
    base = knowledge_base()
    return {drug for key in keys for drug in base.groups[key]}


def _single(base: KnowledgeBase, names: set[str]) -> set[str]:
    """Leave out combination products, whose ingredients are in the class themselves."""
    return {n for n in names if not (base.drug(n) or {}).get("ingredients")}


STRONG_3A4 = "strong CYP3A4 inhibitor"
CLASSES = {
    STRONG_3A4: lambda: _bearing("cyp3a4_inhibitor", "strong"),
    "strong CYP3A4 inducer": lambda: _bearing("cyp3a4_inducer", "strong"),
    "irreversible MAO inhibitor": lambda: {"phenelzine", "tranylcypromine", "isocarboxazid"},
    "MAO inhibitor": lambda: _bearing("mao_inhibitor", "nonselective", "reversible"),
    "SSRI or SNRI": lambda: _group("ssri", "snri"),
    "tramadol, meperidine": lambda: {"tramadol", "meperidine"},
    "dextromethorphan": lambda: {"dextromethorphan"},
    "stimulant": lambda: _group("stimulant", "amphetamine_class") - {"caffeine", "mdma"},
    "oral decongestant": lambda: _group("oral_decongestant"),
    "simvastatin, lovastatin": lambda: {"simvastatin", "lovastatin"},
    "ergot": lambda: {"ergotamine", "dihydroergotamine"},
    "nitrate": lambda: _group("nitrate"),
    "PDE5 inhibitor": lambda: _group("pde5_inhibitor"),
    "sGC stimulator": lambda: {"riociguat"},
    "QT known": lambda: _bearing("qt", "known"),
    "warfarin": lambda: {"warfarin"},
    "NSAID": lambda: _group("nsaid"),
    "systemic azole": lambda: {"fluconazole", "voriconazole", "itraconazole", "ketoconazole", "miconazole", "posaconazole"},
    "methotrexate": lambda: {"methotrexate"},
    "trimethoprim": lambda: {"trimethoprim"},
    "sulfamethoxazole": lambda: {"sulfamethoxazole"},
    "potassium-sparing": lambda: _group("potassium_sparing", "mra"),
    "potassium": lambda: _group("potassium_supplement"),
    "protease inhibitor": lambda: _group("hiv_protease_inhibitor"),
    "irinotecan": lambda: {"irinotecan"},
    "opioid": lambda: _bearing("cns_depressant", "opioid"),
    "benzodiazepine": lambda: _bearing("cns_depressant", "benzodiazepine"),
    "anticoagulant": lambda: _bearing("bleeding", "anticoagulant"),
    "antiplatelet": lambda: _group("p2y12_inhibitor") | {"aspirin"},
    "live vaccine": lambda: _bearing("live_vaccine", "yes"),
    "strong immunosuppressant": lambda: _bearing("immunosuppressant", "high"),
    "thiopurine": lambda: {"azathioprine", "mercaptopurine"},
    "xanthine oxidase inhibitor": lambda: {"allopurinol", "febuxostat"},
    "tizanidine": lambda: {"tizanidine"},
    "strong CYP1A2 inhibitor": lambda: _bearing("cyp1a2_inhibitor", "strong"),
    "colchicine": lambda: {"colchicine"},
    "gemfibrozil": lambda: {"gemfibrozil"},
    "calcineurin inhibitor": lambda: {"tacrolimus", "cyclosporine"},
    "direct oral anticoagulant": lambda: {"apixaban", "rivaroxaban", "dabigatran"},
    "rifampin": lambda: {"rifampin"},
    "fluoropyrimidine": lambda: {"fluorouracil", "capecitabine"},
    "beta-blocker": lambda: _group("beta_blocker"),
    "verapamil": lambda: {"verapamil"},
    "isotretinoin": lambda: {"isotretinoin"},
    "tetracycline": lambda: _group("tetracycline"),
    "lithium": lambda: {"lithium"},
    "digoxin": lambda: {"digoxin"},
    "raises digoxin": lambda: {"amiodarone", "quinidine", "verapamil", "dronedarone"},
    "triptan": lambda: {"sumatriptan", "rizatriptan", "zolmitriptan"},
    "clozapine": lambda: {"clozapine"},
    "carbamazepine": lambda: {"carbamazepine"},
    "estrogen contraceptive": lambda: {"ethinyl estradiol"},
    "tacrolimus, sirolimus, everolimus": lambda: {"tacrolimus", "sirolimus", "everolimus"},
    "midazolam, triazolam": lambda: {"midazolam", "triazolam"},
    "alfuzosin": lambda: {"alfuzosin"},
    "eplerenone, ivabradine": lambda: {"eplerenone", "ivabradine"},
}
MUST_ALERT = [
    ("irreversible MAO inhibitor", "SSRI or SNRI"), ("MAO inhibitor", "tramadol, meperidine"), ("irreversible MAO inhibitor", "dextromethorphan"),
    ("irreversible MAO inhibitor", "stimulant"), ("irreversible MAO inhibitor", "oral decongestant"), ("irreversible MAO inhibitor", "triptan"),
    (STRONG_3A4, "simvastatin, lovastatin"), (STRONG_3A4, "ergot"), (STRONG_3A4, "irinotecan"), (STRONG_3A4, "colchicine"),
    (STRONG_3A4, "tacrolimus, sirolimus, everolimus"), (STRONG_3A4, "midazolam, triazolam"), (STRONG_3A4, "alfuzosin"),
    (STRONG_3A4, "eplerenone, ivabradine"), ("nitrate", "PDE5 inhibitor"), ("sGC stimulator", "nitrate"), ("sGC stimulator", "PDE5 inhibitor"),
    ("QT known", "QT known"), ("warfarin", "NSAID"), ("warfarin", "systemic azole"), ("warfarin", "sulfamethoxazole"), ("warfarin", "fluoropyrimidine"),
    ("methotrexate", "trimethoprim"), ("potassium-sparing", "potassium"), ("protease inhibitor", "strong CYP3A4 inducer"),
    ("strong CYP3A4 inducer", "calcineurin inhibitor"), ("strong CYP3A4 inducer", "estrogen contraceptive"), ("opioid", "benzodiazepine"),
    ("anticoagulant", "anticoagulant"), ("anticoagulant", "antiplatelet"), ("live vaccine", "strong immunosuppressant"),
    ("thiopurine", "xanthine oxidase inhibitor"), ("tizanidine", "strong CYP1A2 inhibitor"), ("gemfibrozil", "simvastatin, lovastatin"),
    ("direct oral anticoagulant", "rifampin"), ("beta-blocker", "verapamil"), ("isotretinoin", "tetracycline"), ("lithium", "NSAID"),
    ("digoxin", "raises digoxin"), ("clozapine", "carbamazepine"), ("ergot", "triptan"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), MUST_ALERT, ids=lambda name: name)
def test_every_member_of_a_must_alert_class_is_major_or_worse(first: str, second: str) -> None:
    base = knowledge_base()
    sides = [sorted(_single(base, CLASSES[name]()) or CLASSES[name]()) for name in (first, second)]
    assert all(sides), f"{first} or {second} has no member"
    mild = {(a, b): between(a, b).severity for a, b in product(*sides) if a != b and SEVERITY_RANK[between(a, b).severity] < MAJOR}
    assert mild == {}
