"""Names in capitals that a line calls on: what is no abbreviation of medicine is a trial or a body, which the evidence or its source names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from knowledge.quantities import plain
from nodes.checks.draft import Draft, drugs_named, failure, words
from nodes.checks.headings import only_topic
from nodes.state import CheckFailure

_CAPITALS: Final = re.compile(r"(?<![\w./-])[A-Z][A-Za-z0-9]*(?:[-/][A-Za-z0-9]+)*(?![\w])")
_CALLED_ON: Final = re.compile(
    r"\b(?:[Pp]er|[Aa]ccording to|[Ff]ollowing|[Aa]s) (?:the )?(?:(?:19|20)\d\d )?(?:[A-Z][\w/-]+\W+)?NAME\b|\bNAME\b(?:'s)?"
    r"(?:\W+(?:\(?[A-Z][\w/-]+\)?|(?:19|20)\d\d|and|or|the|both|strongly|now|still|clearly|of|in|[a-z]+(?= guid| trial| stud))){0,6}\W+"
    r"(?:guid\w+|trials?|stud(?:y|ies)|investigators?|ladder|panel|group|committee|list|society|standards?|consensus|statement"
    r"|(?:recommend|advis|prefer|accept|agree|consider|sa(?:y|id)|favou?r|aim|allow|permit|us(?:e|es|ed)\b|support|endors|suggest|hold|found"
    r"|find|report|show|back|want|set|put|keep|grad|rat(?:e|ed)|rank|list|call|clear|approv|stat(?:e|es|ed)\b|warn|oppos|demand|requir|ask"
    r"|limit|cap|cho(?:o|s)|goes|take|treat|place|name|class|conclud|prov|confirm|demonstrat|establish|count|see|regard|deem|judg|mention"
    r"|drop|add|exclud|tell|told|urg|push|insist|leav|let)\w*)"
)
"""How a trial or a body is called on; NAME stands for it. A name elsewhere is an abbreviation that no list knows."""
_LEAST: Final = 2
"""How many capitals a name in capitals has at least."""
_MAKER: Final = re.compile(
    r"\b(?:manufacturer\w*|(?:package )?(?:insert|leaflet)|(?:drug )?label(?:l?ing)?|prescribing information|monograph"
    r"|SmPC)\b(?! (?:each|the|every|it|all)\b)",
    re.I,
)
_PEOPLE: Final = re.compile(
    r"\b(?:American|Canadian|British|European|German|French|Australian|Japanese|Nordic|Swiss|Dutch|Italian|Spanish|Chinese"
    r"|Scandinavian|international|national|local|most|many|some|leading|obstetric|cardiac|renal|pediatric|geriatric"
    r"|infectious[- ]disease|diabetes|pain)\s+"
    r"(?:doctors|physicians|experts?|specialists?|clinicians|practice|authorit(?:y|ies)|societ(?:y|ies)|regulators?|consensus"
    r"|cardiologists|nephrologists|pharmacists|centers|hospitals|pharmacopoeias?|formular(?:y|ies)|textbooks?|handbooks?"
    r"|protocols?)\b"
    r"|\b(?:experts?|specialists?|authorities|textbooks?|handbooks?|clinicians|cardiologists|nephrologists|obstetricians"
    r"|psychiatrists|pediatricians|neurologists|oncologists)\s+(?:\w+ly )?(?:recommend|advise|prefer|accept|agree|consider|say|favor"
    r"|favour|aim|allow|permit|use|support|endorse|suggest|hold|find|report)s?\b",
    re.I,
)
"""People and bodies without a name, called on as authorities."""
_LABEL: Final = re.compile(
    r"\blabel|prescribing information|dailymed|accessdata|fda\.gov|manufacturer|insert|leaflet|package|product (?:information"
    r"|characteristics)|smpc|european",
    re.I,
)

ABBREVIATIONS: Final = frozenset(
    """a&e ab abcd ac acei aceis acs ad adr adrs ads ae aed aeds af afib ahi aids aki alk alp als alt am anc ankle apap aptt arb arbs ards
    asap asa ascvd ast atc auc av bac bb bbw bid bin bm bmi bmp bnp bp bpd bph bpm bsa bun bup ca cabg cad cap cbc cbcs ccb ccbs cdi cf
    cgmp chd chf ck ckd cl clcr cld cmp cns co copd covid cox cox-1 cox-2 cp cpk cpr cr crcl crp crrt cs csf ct cv cva cvd cyp da dcis
    ddi dexa dhp di dka dm dmard dmards dna doac doacs dpd dr dress dvt dxa ecg ed ef egfr ekg emr eps er erd esrd fdc fev1 fh fsh g6pd
    gaba gad gerd gfr gi git glp gp h2 hba1c hbv hcg hcp hcps hct hctz hcv hd hdl hf hfpef hfref hgb hhs hit hiv hla hmg hpa hr hrs hrt
    hs hsr ht htn ibd ibs ibw icd ich icp icu id ie igg iga im inh inr ir iv iop iu iud iuds jvp k+ kg la lasa ldl lft lfts lh lmwh
    lmwhs ld loc lv lvef lvh mac mace mao mao-a mao-b maob maoa maoi maois map max md mdd mdi mds men mg mi min mme mmr mr mra mras mri
    mrsa ms mssa mtor mtx na nac ng nk nmda nms no noac noacs npo nsaid nsaids nsr nstemi nvaf oab oatp oatp1b1 ocd oct odt ok op opioid
    or otc oud pac pad pah pap pc pci pcp pcr pd pde pde3 pde4 pde5 pe pfs pft pfts pgp p-gp ph pjp po ppd ppi ppis pr prn pt ptsd ptt
    pud pvd qhs qid qt qtc qd q6h q8h q12h q24h ra raas rbc rcc rda rdi rem rls rna rsv rx rxs sbp dbp sc scr sglt sglt2 siadh sjs sl
    sle snri snris sob spf sq sr ssri ssris ssti stemi std sti subq svt t2dm t1dm t3 t4 tb tbw tca tcas td tdm tds ten tens tg tia tibc
    tid tko tls tmp tmp-smx tmpsmx tnf tpmt tpn tsh tss tz ua ugt uk ulcer ul us usa uti utis va vf vka vkas vldl vs vt vte wbc wbcs wpw
    xl xr yo i ii iii q&a faq tl tldr n/a hx dx tx fx sx rxn bw abw ajbw s/p c/o w/ w/o not do don never stop avoid only and once weekly
    daily yes why before after call must major moderate minor contraindicated warning nothing all any caution note dose hold check
    action monitor start key if the is are x d c b at both alert important bottom line each every also""".split()
)
"""Abbreviations of medicine, and words that a line sets in capitals; no trial and no body is called so."""


def authorities_as_cited(draft: Draft) -> list[CheckFailure]:
    """A name in capitals that a line calls on and that is no abbreviation stands in the evidence that the line cites, in its source, or in the question."""
    found: list[CheckFailure] = []
    for said, text, cited in draft.reworded():
        if not cited or only_topic(said):
            continue
        names = [
            name
            for name in dict.fromkeys(m.group() for m in _CAPITALS.finditer(text))
            if any(sum(c.isupper() for c in part) >= _LEAST for part in re.split(r"[-/]", name))
        ]
        maker = _MAKER.search(text)
        people = _PEOPLE.search(text)
        if not names and not maker and not people:
            continue
        known = plain(" ".join(f"{e['claim']} {e['quote']} {' '.join(str(v) for v in e['source'].values())}" for e in cited))
        low = f"{known} {draft.stated}".lower()
        drugs = {w for m in drugs_named(text) for w in words(m.text)}
        for name in names:
            if not _known(name.lower(), low, drugs) and _CALLED_ON.search(text.replace(name, "NAME")):
                found.append(
                    failure("authorities_as_cited", said, f"{name!r} is neither in the evidence that the line cites nor its source.")
                )
        if maker and not _LABEL.search(low) and maker.group().lower() not in low:
            found.append(failure("authorities_as_cited", said, f"{maker.group()!r} is not the source of the evidence that the line cites."))
        if people and people.group().lower() not in low:
            found.append(
                failure("authorities_as_cited", said, f"{people.group()!r} is not the source of the evidence that the line cites.")
            )
    return found


def _known(name: str, known: str, drugs: set[str]) -> bool:
    if (
        re.search(rf"(?<![a-z]){re.escape(name)}", known)
        or name in ABBREVIATIONS
        or name.rstrip("s") in ABBREVIATIONS
        or name in drugs
        or _coded(name)
    ):
        return True
    parts = re.split(r"[-/]", name)
    return len(parts) > 1 and all(p in ABBREVIATIONS or p in known or p in drugs or p.islower() and p in _JOINED for p in parts)


_JOINED: Final = frozenset("prolonging nodal lowering related based induced like acting receptor block coated free ester a b".split())


@lru_cache(maxsize=1024)
def _coded(name: str) -> bool:
    """Say whether a name is an enzyme, a carrier, a gene, a score's letter or a unit: it has a digit or a mark."""
    return bool(
        re.fullmatch(r"(?:cyp|ugt|oatp|oat|oct|hla|abc|mdr|bcrp|cox|pde|sglt|glp|mao|p2y|h|d|t|b|q|g|5-?ht|il|hb|ck|fev)[\w-]*\d\w*", name)
    )
