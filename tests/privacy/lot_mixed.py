"""A third lot: thirty templates of many styles, written when the first two lots had been mended.

At their first run the recall was 0.970, with every clinical value intact.
"""

from __future__ import annotations

from typing import Final

TEMPLATES: Final = (
    "Patient Information\n===================\nFull Name ......... «n»\nBirth Date ........ «dob»\nSSN ............... «ssnplain»\nTelephone ......... «phl»\n"
    "Weight ............ ‹7# kg›",
    "The patient, «n» (MRN «mrn», DOB «dob»), is a ‹6#›-year-old with a potassium of ‹5.# mmol/L› and CrCl ‹3# mL/min›.",
    "«n» called the clinic from «ph» asking about ⟨her¦his⟩ ‹10 mg› rivaroxaban. Callback number «ph».",
    "ED triage ‹14:35›: «nC», «dob», BIBA from «ad». GCS ‹14›, BP ‹9#/5#›, glucose ‹4#›.",
    "Patient ID: «mrn»\nName: «n»\nDOB: «dob»\nPhone: «phl»\nInsurance: «ins»\n---\nVanc trough ‹1#.# mcg/mL›; continue ‹1 g› q12h.",
    "Ms. «nl» was born on «dob» and can be reached at «ph» or «em».",
    "Home health visit at «ad». Wound RN: «n». BG log ‹1##›, ‹1##›, ‹9#›. Insulin ‹1# units›.",
    "Pharmacy note for «n»: insurance card shows member ID «ins», group «grp», BIN ‹004336›. Copay for ‹90› tablets.",
    "Implantable cardioverter serial number «dev» interrogated ‹2024-05-03›; next check ‹6 months›. Sotalol ‹80 mg›.",
    "Emergency contact is «n», «ph»; lives at «ad». Allergy: penicillin. Wt ‹8#.# kg›.",
    "<note><patientName>«n»</patientName><phone>«ph»</phone><ssn>«ssnplain»</ssn><text>INR ‹2.#›, warfarin ‹5 mg›</text></note>",
    'patient_name: "«n»"\ndate_of_birth: "«dobiso»"\nmedical_record_number: "«mrn»"\nemail: «em»\nserum_creatinine: ‹1.##›\nage: ‹5#›',
    "id\tpatient\tdob\tphone\tinr\n1\t«n»\t«dobiso»\t«ph»\t‹2.#›\n2\t«n»\t«dobiso»\t«ph»\t‹3.#›",
    "Visited «url» from «ipv4», then e-mailed «em». My creatinine is ‹1.#›.",
    "Dr. «n» reviewed the case with «n», PharmD; ⟨Mr.¦Mrs.⟩ «nl» to continue apixaban ‹5 mg› BID.",
    "Record number «mrn», account number «acct», SSN «ssn», health plan beneficiary number «ins». Lithium ‹0.# mEq/L›.",
    "I'm writing for my father, «n», born «dobsaid». He takes digoxin ‹0.25 mg› and his pulse is ‹4#›.",
    "Next appt with Dr. «nl» on ‹06/12/2024› at ‹9:30›. Bring pill bottles. Questions: «ph». Account «acct».",
    "HISTORY AND PHYSICAL\nNAME: «nU»\nMR#: «mrn»\nDATE OF BIRTH: «dobus»\nADMIT DATE: ‹05/03/2024›\nATTENDING: «nU», M.D.\nPULSE ‹##›, TEMP ‹98.6 F›",
    "Pt. «nl», «nf» - ‹7#› yo - glucometer SN «dev» - A1c ‹7.#› - metformin ‹850 mg›",
    "Guardian: «n»; child: «n»; school: Lincoln Elementary; wt ‹2# kg›; ibuprofen ‹10 mg/kg› q6h.",
    "Shipping: «n», «ad», tel. «ph». Order: test strips x ‹100›, lancets ‹33 G›.",
    "call log: ‹08:15› «n» («ph») – refill; ‹08:22› «n» («ph») – side effects of ‹40 mg› atorvastatin",
    "Driver's License: «lic»; License plate: 7ABC123; Vehicle: none. Epilepsy, lamotrigine ‹200 mg›.",
    "SMS from «ph»: Hi this is «nf» «nl», refill pls. dob «dob». ‹20mg› caps",
    "Bishop score ‹7›; G‹2›P‹1›; patient «n», husband «nf». Oxytocin ‹2 mU/min›.",
    "REFERRAL\nTo: Dr. «n», Cardiology\nFrom: Dr. «n», Family Medicine\nRe: «n» (d.o.b. «dob»)\nQTc ‹48# ms› on methadone ‹60 mg›.",
    "Dose per protocol: ‹15 mg/kg› load for ⟨Mr.¦Ms.⟩ «nl» (‹8# kg›, IBW ‹7# kg›), SCr ‹0.9 mg/dL›, level due ‹05/04/2024 05:30›.",
    "Please mail records to «n», «adl»\nand fax a copy to «ph». Wt ‹1## lb›.",
    "Patient's name is «n», birthday «dob», address «ad», Social «ssn». Currently takes ‹3› medicines: metformin ‹500 mg›, lisinopril ‹20 mg›.",
)
