"""Word lists of the reading: names that are also ordinary words, and words that are never misspelt drugs."""

from __future__ import annotations

from typing import Final

NOT_DRUGS: Final = frozenset(
    "today always complete balance focus calm relief ideal equal pepper life alive concert contrave aware align lead salt water iron air can may "
    "will compound muse ella alli dona hana flac weed zinc barium sodium potassium thyroid".split()
)
"""Ordinary words that are also product names; in lower case they are not read as drugs."""

PLAIN_WORDS: Final = frozenset(
    """about above absorb absorption abdominal accept accident according account active activity actually adjust adjusted adjustment
    administer administered administration adult adults adverse advice advise affect affected affects after again against allergic allergy
    allowed almost alone along alternative although always amount another answer antibiotic antibiotics anxiety anyone anything appear
    approved around asking asthma attack average avoid aware based because become before being believe benefit better between beverage
    bleeding blood bottle breast breastfeeding breath breathing brand bring cancer capsule capsules careful cause caused causes causing
    chance change changed changes check chest child children chronic cirrhosis clearance clinic clinical combination combine combined common
    compare compared comparison complete concern concerned condition confusion consider considered contain contains continue control correct
    could counter cough course cream creatinine current currently damage dangerous daughter decrease decreased definition degree depression
    describe diabetes diabetic dialysis diarrhea difference different difficult digest direct directions disease dissolve disorder divided
    dizziness doctor doctors dosage doses dosing double dosages drinking drowsy during earlier effect effective effectiveness effects eight
    either elderly elevated emergency enough entire error especially every everyday evening exactly example excess exercise expect
    experience experienced experiencing expiration expire expired extended extremely failure family father fatigue fever fifteen finally
    first food forget forgot former found fourth frequency frequent frequently friend function further general generic getting glucose
    grapefruit greater guideline guidelines happen happens headache health healthy heart heavy height hepatic herbal history hospital hours
    however human husband immediately impairment important increase increased increases indicated indication indications infection
    inflammation information ingredient ingredients inhaler inject injection injections instead insurance intake interact interaction
    interactions interfere internal irregular issue kidney kidneys known large later leave level levels license likely limit liquid liver
    longer lower manage management manufacturer maximum measure mechanism medical medication medications medicine medicines milligram
    milligrams milliliter minimum minute minutes missed missing moderate monitor monitoring month months morning mother mouth moving muscle
    natural nausea necessary needed negative nerve never night normal nothing number nursing occur often older opened option order original
    other outside overdose package pain patch patches patient patients people percent perform period permanent person pharmacist pharmacy
    phone physician pills placed plasma please point poison positive possible potassium potential powder pregnancy pregnant prescribe
    prescribed prescribing prescription present pressure prevent previous primary probably problem problems procedure product products
    proper protein provide pulse purchase purpose question questions quickly quit range reaction reactions reading really reason receive
    received recent recently recommend recommended recommendation reduce reduced reduction refill refrigerate refrigerated regarding regular
    relief remain remove renal replace replaced report require research response result results return right routine safely safety sample
    schedule second seizure sensitive separate serious serum severe several shortly should single sister sixty skin sleep sleeping slowly small
    smoking someone something sometimes source special specific standard start started starting state statement stomach stop stopped
    stopping storage store stored strength strong studies study substitute sudden suddenly suffer suggest supplement supplements support
    supposed surgery swallow swelling switch switched symptom symptoms system tablet tablets taken takes taking taper tapering tested testing
    therapy things think thirty thought three through throughout tired today together tolerate tomorrow tonight topical total toxic treat
    treated treatment twelve twenty twice under understand unless until upset using usually vaccine vaginal value vision vitamin vitamins vomiting
    waiting wanted warning wasting watch water weaning weeks weight weighs whether which while within without woman women wonder wondering
    working worried worse would wrong years yellow yesterday young younger yourself online another details dinner breakfast alcohol bedtime
    adjusting titrate titration transplant rejection cardiac chemistry coumadine specialist severity evidence guidance renally thanks hello
    female females gentleman grandmother grandfather brother married pneumonia bronchitis urinary tract cholesterol hypertension arthritis
    take with this that have been they them when what does your from will just like need want also some more than then were much many long
    high good safe okay well back days week hour year pill dose drug meds food milk wine beer cold pain skin eyes hair mg mcg once down into
    only over same time each both most give gave make made feel felt help know says said tell told used uses here there where their these
    those very even ever next last past late such sure body cause able many help used ask asks asked mrs miss lady girl boys baby kids
    egfr crcl creat crrt capd hba1c ckd-epi esrd copd gerd afib nsclc hfref hfpef gfr bmi inr aptt qtc auc cmax trough troughs
    nephropathy neuropathy rhabdomyolysis hyperkalemia hypokalemia hyponatremia thrombocytopenia hypoglycemia
    fibrillation stroke thyroid prostate ulcer ulcers migraine insomnia antidepressant antidepressants painkiller painkillers""".split()
)
"""Common words of questions; they are never taken for misspelt drug names."""
