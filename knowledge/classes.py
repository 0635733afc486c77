"""Words for drug classes that people use, and the groups of the knowledge base that they mean."""

from __future__ import annotations

from typing import Final

from knowledge.store import KnowledgeBase

CLASS_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "ace": ("acei",), "ace inhibitor": ("acei",), "angiotensin receptor blocker": ("arb",), "water pill": ("thiazide", "loop_diuretic"),
    "diuretic": ("thiazide", "loop_diuretic", "potassium_sparing", "mra"), "potassium sparing diuretic": ("potassium_sparing", "mra"),
    "blood thinner": ("anticoagulant",), "noac": ("doac",), "antiplatelet drug": ("antiplatelet",), "betablocker": ("beta_blocker",),
    "blood pressure medicine": ("acei", "arb", "thiazide", "dhp_ccb", "beta_blocker"), "calcium channel blocker": ("dhp_ccb", "non_dhp_ccb"),
    "blood pressure pill": ("acei", "arb", "thiazide", "dhp_ccb", "beta_blocker"), "nitro": ("nitrate",), "cholesterol pill": ("statin",),
    "proton pump inhibitor": ("ppi",), "h2 antagonist": ("h2_blocker",), "acid reducer": ("ppi", "h2_blocker"),
    "laxative": ("osmotic_laxative", "stimulant_laxative", "stool_softener"), "tricyclic": ("tca",), "tricyclic antidepressant": ("tca",),
    "mao inhibitor": ("maoi",), "monoamine oxidase inhibitor": ("maoi",), "antidepressant": ("ssri", "snri", "tca", "maoi"),
    "opiate": ("opioid",), "narcotic": ("opioid",), "opioid painkiller": ("opioid",), "benzo": ("benzodiazepine",),
    "sleeping pill": ("z_drug", "benzodiazepine", "orexin_antagonist"), "steroid": ("corticosteroid",),
    "anti inflammatory": ("nsaid",), "antiinflammatory": ("nsaid",), "quinolone": ("fluoroquinolone",), "azole": ("azole_antifungal",),
    "sulfa drug": ("sulfonamide",), "sulfa": ("sulfonamide",), "protease inhibitors for hiv": ("hiv_protease_inhibitor",),
    "progestin only contraceptive": ("progestin",), "birth control": ("hormonal_contraceptive",), "birth control pill": ("hormonal_contraceptive",),
    "contraceptive": ("hormonal_contraceptive",), "oral contraceptive": ("hormonal_contraceptive",), "the pill": ("hormonal_contraceptive",),
    "hormone replacement therapy": ("estrogen", "progestin"), "hrt": ("estrogen", "progestin"), "thyroid medicine": ("thyroid_hormone",),
    "thyroid pill": ("thyroid_hormone",), "general anesthetic": ("general_anesthetic",), "anesthesia": ("general_anesthetic",),
    "anaesthesia": ("general_anesthetic",), "decongestant": ("oral_decongestant", "topical_decongestant"), "antiepileptic": ("anticonvulsant",),
    "seizure medicine": ("anticonvulsant",), "sglt2": ("sglt2_inhibitor",), "dpp4": ("dpp4_inhibitor",), "glp1": ("glp1_agonist",),
    "erectile dysfunction drug": ("pde5_inhibitor",), "phosphodiesterase 5 inhibitor": ("pde5_inhibitor",), "blood sugar pill": ("sulfonylurea",),
    "antifungal": ("azole_antifungal", "topical_azole"), "hiv protease inhibitor": ("hiv_protease_inhibitor",), "muscle relaxer": ("muscle_relaxant",),
    "live vaccine": ("live_vaccine",), "potassium": ("potassium_supplement",), "magnesium": ("magnesium_salt",), "pde5": ("pde5_inhibitor",),
    "shingles shot": ("zoster_vaccine",), "shingles vaccine": ("zoster_vaccine",),
    "flu shot": ("influenza_vaccine",), "flu vaccine": ("influenza_vaccine",), "influenza vaccine": ("influenza_vaccine",),
    "pneumonia shot": ("pneumococcal_vaccine",), "pneumococcal vaccine": ("pneumococcal_vaccine",), "covid vaccine": ("covid_vaccine",),
}  # fmt: skip
"""Class words in the singular, plain words without hyphens, to group keys. A group key itself is recognised as it is."""


def members(base: KnowledgeBase, words: str) -> tuple[str, ...]:
    """Return the drugs of a class by its name in use.

    Args:
        base: The knowledge base.
        words: A class name, singular or plural, such as `ACE inhibitors` or `nsaid`.

    Returns:
        The members, sorted; empty when the words name no class.
    """
    plain = " ".join(words.lower().replace("-", " ").replace("_", " ").split())
    for name in (plain, plain.removesuffix("s"), plain.removesuffix("es")):
        keys = CLASS_WORDS.get(name, (name.replace(" ", "_"),))
        if found := {drug for key in keys for drug in base.members(key)}:
            return tuple(sorted(found))
    return ()
