"""What the closed vocabulary takes and spares: names and what looks like them, numbers and what looks like them, dates and places."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from nodes.redaction import words
from nodes.redaction.text import clean, forget
from nodes.redaction.words import Sort, is_like_medicine, sorts


@pytest.fixture(autouse=True)
def nothing_known() -> Iterator[None]:
    forget()
    yield
    forget()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Seen with Oyelowo and Etxeberria on rounds.", "Seen with [NAME] and [NAME] on rounds."),
        ("Ring Hazel if INR > 4.", "Ring [NAME] if INR > 4."),
        ("Rose says the tablets ran out.", "[NAME] says the tablets ran out."),
        ("wife Comfort at bedside, son Will en route", "wife [NAME] at bedside, son [NAME] en route"),
        ("Waters, Dawn | INR 2.2", "[NAME] | INR 2.2"),
        ("DRAGOMIR^VASILE^I", "[NAME]"),
        ("keith has missed 4 days", "[NAME] has missed 4 days"),
        ("pt mehitabel crane came late", "pt [NAME] came late"),
        ("user=yusuf.abdirahman opened it", "user=[NAME] opened it"),
        ('caller said "Tommy Two-Rivers" called', 'caller said "[NAME]" called'),
        ("Eleanor Church walked 15 m.", "[NAME] walked 15 m."),
        ("drawn 0550 by mlf\n", "drawn 0550 by [NAME]\n"),
        ("My therapist Dov agrees; Query from Ama (clerk).", "My therapist [NAME] agrees; Query from [NAME] (clerk)."),
        ("grandma Park Soon-ja; Chen Mei-ling takes it", "grandma [NAME]; [NAME] takes it"),
        ("Re: Clarence Two Bulls. Lil' Ray Boudreaux and Luca dell'Aquila.", "Re: [NAME]. [NAME] and [NAME]."),
        ("BED 4 MBOYA, 81M. Approved by CJT. tech jw", "BED 4 [NAME], 81M. Approved by [NAME]. tech [NAME]"),
        ("anita b. kowal called\nthx - benji", "[NAME] called\nthx - [NAME]"),
        ("suki_h: 700 mg\nr.nakamura-hill | opened", "[NAME]: 700 mg\n[NAME] | opened"),
        ('{"verifiedBy":"Wim","user":"fkerrigan","owner":"system"}', '{"verifiedBy":"[NAME]","user":"[NAME]","owner":"system"}'),
        (
            "/home/ottavio/labs_eriksson.pdf ask:v4:teodora-vasilache:warfarin-5mg",
            "/home/[NAME]/labs_[NAME].pdf ask:v4:[NAME]:warfarin-5mg",
        ),
        ("VOGT^LENA^^^DR", "[NAME]"),
        ("q=can+Wanda+Pryor+take+10+units&z=%20Noor%20Haddad%2025%20mg", "q=can+[NAME]+take+10+units&z=%20[NAME]%2025%20mg"),
        ("Mbeki-Strand phoned. Later Strand went home.", "[NAME] phoned. Later [NAME] went home."),
        ("[09:02] Bex: verify bed 4\nolu_r 8:43 PM: hold it", "[09:02] [NAME]: verify bed 4\n[NAME] 8:43 PM: hold it"),
        ("exceeds 90 mg/kg, flagged by lkowalczyk", "exceeds 90 mg/kg, flagged by [NAME]"),
        ("audit|viewer=cpetrescu|item=MAR", "audit|viewer=[NAME]|item=MAR"),
        ("1) Okonkwo  gluc 58\n2) Szymborska  gluc 301\n3) Xu  K 2.9", "1) [NAME]  gluc 58\n2) [NAME]  gluc 301\n3) [NAME]  K 2.9"),
        ("The new attending, Park, prefers it; dad (Trace) agrees.", "The new attending, [NAME], prefers it; dad ([NAME]) agrees."),
        ("spoke with Violet, Ezekiel and Mrs. Kim", "spoke with [NAME] and Mrs. [NAME]"),
        ("pt R.M. on I.V. fluids, seen by J.K. at 9 A.M.", "pt [NAME] on I.V. fluids, seen by [NAME] at 9 A.M."),
        ("last name K-O-W-A-L, drug X-A-R-E-L-T-O", "last name [NAME], drug X-A-R-E-L-T-O"),
        ("MENDEZ, MARIA DE LOS ANGELES", "[NAME]"),
        ("NM1*IL*1*MOSS*PEARL****MI*YRP662910483~", "NM1*IL*1*[NAME]*[NAME]****MI*[INSURANCE]~"),
        ("310-CA MAGNOLIA | 304-C4 19820619 | 407-D7 00169413013", "310-CA [NAME] | 304-C4 [DOB] | 407-D7 00169413013"),
    ],
)
def test_names(text: str, left: str) -> None:
    assert clean(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "Crohn's disease, Child-Pugh B8, Mobitz II, Wernicke's encephalopathy, Budd-Chiari, Gleason 9, May-Thurner, Villalta 5, Castleman disease.",
        "Wolff-Parkinson-White, Hashimoto's thyroiditis, a Jackson-Pratt drain, Rumack-Matthew line, Hy's law, Bazett, Fridericia.",
        "At Mercy General, St Columba's Heart Centre, Adena Regional and Mayo Clinic; from Galway, Tacoma and Lyon.",
        "Medtronic, Walgreens, Rite Aid, CVS, Pfizer and Kaiser.",
        "Apixiban 5 mg, tumeric, levothyroxin 88 mcg, Marcumar 3 mg, Clexane 0.4 ml, Octaplex on standby.",
        "Melena, stridor, anasarca; Enterobacter cloacae, C. glabrata; Saphenous vein; Jevity; Frank-Starling, Mallory-Weiss, a Passy-Muir valve.",
        "Father: MI at 52, mother: HTN. Owner: system, reviewer: pending; state.messages, langgraph.errors.",
        "Ozempic, Farxiga, Skyrizi, Ocrevus, Nexplanon, Kaopectate and Macrobid.",
        "Hope this helps. Grace period 7 days. May repeat in April. Rich in potassium. Art therapy. Mark the dose.",
        "ERROR nodes.calling TimeoutError in lookup_interaction; GraphRecursionError at node supervise; SQLite busy; Langfuse, LangSmith, Uvicorn.",
        "NYHA III, LVEF 35 %, DNACPR, TTO, SBAR, PPS 30%, ISTH major, FOLFIRINOX, TXA 1 g.",
        "john's wort is st john's wort; turned 89 in March, she is 98 kg, T 98F, HR is 93.",
    ],
)
def test_what_is_no_name_stays(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("accession 26-044-1187", "accession [MRN]"),
        ("number four four one nine zero two.", "number [MRN]."),
        ("lot 7B3XC, modem ID B44 9210 77", "lot [DEVICE], modem ID [DEVICE]"),
        ("serial on unit KCI-VFRR 04417", "serial on unit [DEVICE]"),
        ("label H26-118840, H12-77430", "label [MRN], [MRN]"),
        ("HN 882 0415", "HN [MRN]"),
        ("controller HSC-099417", "controller [DEVICE]"),
        ("policy AET 771-0042-9", "policy AET [INSURANCE]"),
        ("Policy number K 7730-118-22, claim file C-29 441 018", "Policy number [INSURANCE], claim file [INSURANCE]"),
        ("record number 3 3 0 7 7 1 2 period", "record number [MRN] period"),
        ("SSN ends in 4471", "SSN ends in [SSN]"),
        ('{"child_dob":"2021-10-04","motherLastName":"Solheim"}', '{"child_dob":"[DOB]","motherLastName":"[NAME]"}'),
        ('{"ref": "Patient/9981273"}', '{"ref": "[MRN]"}'),
    ],
)
def test_numbers(text: str, left: str) -> None:
    assert clean(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "WBC 12,400/µL, HIV VL 125000 copies/mL, CK 23450 U/L, 150000/uL, 1,250 mg, 25000units/250mL, 10000-20000, 0100-0230, 14:30-15:30.",
        "CYP2C19*2, G20210A, c.1601G>A, HLA-B*57:01, rs9923231, NCT01234567, PMID 30415628, NDA 050791, CPT 33340, LOINC 33914-3.",
        "took 48213 ms, input_tokens=1234567, max 1_000_000, pid 48213, line 1234, main.py:1234, gpt-4o-2024-08-06, langgraph 1.2.22, $1250000",
        "GET /threads/1d1f9a7e-1111-4222-8333-abcdefabcdef/runs 200, trace 4bf92f3577b34da6a3ce929d0e0e4736, call_8f7a6b5c4d",
        "2026-02-20T11:04:31Z, 202602140912, 2019-2024, 12-Mar-2024, BP 120/80-140/90, Bactrim 800/160, ratio 3-4-1, 138-4.2-101-24",
        "Poison Control 1-800-222-1222 is there day and night.",
        "RXO|16729018315^furosemide|40; CPT billed 99213-25, UGT1A1*28/*28, CHA₂DS₂-VASc 4.",
        "drug,ndc,qty\natorvastatin,00071015523,30",
        "took only Glycomet 500; tab Ecosprin 75; Citracal 500, B12 1000 mcg; oxycodone 10 mg MR bd",
        "pain 0 1 2 3 4 5 6, House-Brackmann IV",
    ],
)
def test_what_is_no_identifier_stays(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Thornbury, 22/05/1953, triple positive, seen 12 Jan 2026", "[NAME], [DOB], triple positive, seen 12 Jan 2026"),
        ("born August the third, nineteen forty", "born [DOB]"),
        ("birth date the third of May, eighty-nine. DOB two twelve sixty one", "birth date the [DOB]. DOB [DOB]"),
        (
            "My dad, Gerald Pinnock, is 94 and frail; her hundredth birthday",
            "My dad, [NAME], is [AGE over 89] and frail; her [AGE over 89] birthday",
        ),
        ("id;patient;age\n1;Birgit;93", "id;patient;age\n[MRN];[NAME];[AGE over 89]"),
        ("INR diary since 21/05/2011. Hip replaced 14.06.2012. Vaccinated 01/02/2014.",) * 2,
        ("he's 93 and well; turned 91; a 97F on digoxin", "he's [AGE over 89] and well; turned [AGE over 89]; a [AGE over 89]F on digoxin"),
        (
            "93 yrs; F | 97 | 44 kg; who's ninety-four; aunt Zofia Trapani, 96.",
            "[AGE over 89] yrs; F | [AGE over 89] | 44 kg; who's [AGE over 89]; aunt [NAME], [AGE over 89].",
        ),
        ("her 95th birthday; in his nineties; vent 18/420/8/45%", "her [AGE over 89]th birthday; in his nineties; vent 18/420/8/45%"),
        ("at The Old Forge, Church Lane, Great Missenden HP16 0BA.", "at [ADDRESS]."),
        ("14 rue des Fossés, 75005 Paris", "[ADDRESS]"),
        ("Calle Mayor 22, 28013 Madrid", "[ADDRESS]"),
    ],
)
def test_dates_ages_and_places(text: str, left: str) -> None:
    assert clean(text) == left


def test_words_are_sorted() -> None:
    found = sorts(("warfarin", "joan", "hazel", "postlethwaite", "haematuria", "nyha"))
    assert found == {
        "warfarin": Sort.KNOWN,
        "joan": Sort.NAME,
        "hazel": Sort.EITHER,
        "postlethwaite": Sort.UNKNOWN,
        "haematuria": Sort.KNOWN,
        "nyha": Sort.KNOWN,
    }
    assert is_like_medicine("apixiban") and not is_like_medicine("postlethwaite")


def test_without_a_vocabulary_every_capital_goes_and_doses_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    from knowledge.lexicon import Lexicon

    monkeypatch.setattr(words, "lexicon", lambda: Lexicon(None))
    is_like_medicine.cache_clear()
    assert clean("Postlethwaite takes 2.5 mg, INR 2.8") == "[NAME] takes 2.5 mg, INR 2.8"
    is_like_medicine.cache_clear()
