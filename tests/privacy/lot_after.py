"""A fifth lot: thirty templates, written when the others had been mended.

At their first run the recall was 0.922, with every clinical value intact: that is the figure to expect of notes of shapes that are not known yet.
"""

from __future__ import annotations

from typing import Final

TEMPLATES: Final = (
    "Patient «n» presents with chest pain. DOB: «dob». MRN: «mrn». Started on aspirin ‹81 mg› and atorvastatin ‹40 mg›.",
    "⟨Mr.¦Mrs.¦Ms.¦Dr.¦Miss¦Mx.⟩ «n» (phone: «ph», email: «em») has CrCl ‹4# mL/min›; rivaroxaban ‹15 mg›.",
    "Progress note for «n», SSN «ssn», member ID «ins». Weight ‹7#.# kg›, height ‹17# cm›, BMI ‹2#.#›.",
    "Address on file: «ad». Contact number «phl». Next INR ‹2024-07-01›, today ‹3.#›.",
    "The pacemaker (serial number «dev») was checked. Rate ‹60 bpm›, battery ‹5.# years›.",
    "Visit the patient's page at «url» or write to «em». Creatinine ‹1.## mg/dL›.",
    "Request from IP «ipv6»: patient=«mrn», dose=‹250 mg›",
    "Dr. «nl» spoke with ⟨Mr.¦Ms.⟩ «nl» on ‹March 4, 2024› about ‹2.5 mg› apixaban.",
    "Patient name: «n»\nDate of birth: «dob»\nMedical record number: «mrn»\nPhone number: «phl»\nHome address: «ad»\nInsurance number: «ins»\nWeight: ‹8# kg›",
    "Name - «n», born - «dob», lives - «ad». Hb ‹9.# g/dL›, iron ‹65 mg› daily.",
    "Urgent: «n» («mrn») has troponin ‹0.4# ng/mL›, K ‹6.#›. Notify Dr. «n» at «ph».",
    "Patient of record: «nc», «dobus», SSN «ssnplain». Sertraline ‹50 mg› → ‹100 mg›.",
    "Pt. name: «n». Pt. DOB: «dob». Pt. phone: «ph». Plan: decrease glipizide to ‹2.5 mg›; A1c ‹6.#%›.",
    "Ship insulin (‹10 mL› vial, ‹100 units/mL›) to «n», «ad».",
    "Mother «n» (DOB «dob») delivered at ‹39› weeks; magnesium ‹4 g› load then ‹2 g/h›.",
    "Nurse «n» gave «nf» ‹650 mg› acetaminophen at ‹14:20›; T ‹38.# C›.",
    "Contact: «em» / «ph». Patient requests ‹90›-day supply of losartan ‹50 mg›.",
    "Plan: DVT prophylaxis, enoxaparin ‹40 mg› daily, CrCl ‹5#›. Discussed with family: «n» («ph»).",
    "Patient seen in room ‹412›. «n», DOB «dob». Vancomycin ‹1,500 mg› q12h; SCr ‹1.#›; ‹1#.# mcg/mL› trough.",
    "Encounter: «acct». Insurance policy: «ins». Device serial: «dev». Allergies: none. Dose: ‹5 mg/kg›.",
    "To: Dr. «n»\nFrom: «n», PharmD\nPatient: «n» / DOB «dob» / MRN «mrn»\nRecommend cefazolin ‹2 g› q8h (wt ‹9# kg›).",
    "My SSN is «ssnplain» and my Medicare number is «mbi». Can I take ‹500 mg› naproxen with lisinopril ‹10 mg›?",
    "«nl», «nf» (DOB: «dob») ‹6#M› CKD4, eGFR ‹2#›, on allopurinol ‹100 mg›.",
    "Message left at «ph» for «n» re: INR ‹1.#›; double tonight's dose to ‹10 mg›.",
    "MRN-«mrn» DOB-«dobus» PT-«nU» WT-‹8#KG›",
    "Patient, «n», of «ad», reports dizziness on amlodipine ‹10 mg›; BP ‹10#/6#›.",
    "Spouse: «n». Phone: «phl». Insurance: Aetna «ins». Labs: Na ‹13#›, K ‹3.#›, Mg ‹1.#›.",
    "Interview with ⟨Mr.¦Mrs.⟩ and family. ⟨Mr.¦Mrs.⟩ «n» is ‹7#› and was born «dobsaid». Metoprolol ‹25 mg›.",
    "DOB «dob» / «n» / «ph» / digoxin ‹0.125 mg› / level ‹0.# ng/mL›",
    "If questions, contact «n» at «em». Patient weight ‹6#.# kg›; gentamicin ‹7 mg/kg› = ‹4## mg›.",
)
