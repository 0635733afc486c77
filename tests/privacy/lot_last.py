"""A fourth lot: forty templates of the commonest shapes, written when the others had been mended.

At their first run the recall was 0.977, with every clinical value intact.
"""

from __future__ import annotations

from typing import Final

TEMPLATES: Final = (
    "Patient «n» (DOB «dob», MRN «mrn») was admitted on ‹2024-03-11› with pneumonia. Ceftriaxone ‹1 g› IV q24h, WBC ‹1#.#›.",
    "⟨Mr.¦Mrs.¦Ms.¦Dr.¦Miss¦Prof.⟩ «n» — SSN: «ssn» — takes warfarin ‹5 mg›; INR today ‹2.#›.",
    "Call ⟨Mr.¦Mrs.⟩ «nl» at «ph» regarding potassium of ‹5.# mEq/L›.",
    "Name: «n»; Phone: «phl»; Email: «em»; Address: «ad»; Creatinine: ‹1.#› mg/dL; eGFR: ‹5#›.",
    "Insurance: «ins». Device: «n»'s pacemaker, serial no. «dev». HR ‹6#›.",
    "The patient's MRN is «mrn», date of birth «dob». Dose ‹0.5 mg/kg› every ‹8› hours.",
    "Results sent to «em» and faxed to «ph». Vancomycin AUC ‹5##›, trough ‹1#.#›.",
    "Patient portal login from IP «ipv4», URL «url». BMI ‹2#.#›.",
    "She lives at «ad» with her husband «n». Takes levothyroxine ‹75 mcg›.",
    "Policy number «ins», group number «grp», subscriber «n», DOB «dobus». Copay ‹20›.",
    "ATTN PHARMACY: «nU», DOB «dobus», MRN «mrn», NEEDS HEPARIN ‹18 UNITS/KG/HR›. WT ‹8# KG›.",
    "«n»\nDOB: «dob»\nMRN: «mrn»\n\nS: ‹6#›-year-old, dizzy. O: BP ‹1##/##›, HR ‹5#›. A: bradycardia. P: hold metoprolol ‹50 mg›.",
    "Pt «n», «dob», c/o rash after amoxicillin ‹500 mg›. PCP Dr. «n» notified at «ph».",
    "Lab report\nPatient: «nc»\nDOB: «dobus»\nAcct: «acct»\nOrdering: «nl», «nf»\nNa ‹13#›  K ‹4.#›  Cl ‹10#›  CO2 ‹2#›  BUN ‹1#›  Cr ‹1.#›",
    "I am «n», «ph». My mother «n» (born «dobsaid») takes apixaban ‹5 mg› and ibuprofen ‹400 mg›.",
    "Hello, my name is «nf» «nl», member ID «ins». Is ‹20 mg› of omeprazole fine with clopidogrel ‹75 mg›?",
    "Pacemaker model ‹A2DR01›, S/N «dev». Insulin pump serial number: «dev». Basal ‹0.# U/h›.",
    "MRN: «mrn» | Name: «nc» | DOB: «dob» | Sex: F | Wt: ‹6#.# kg› | SCr: ‹0.#›",
    '{"note": "Patient «n», DOB «dobus», phone «ph», takes ‹5 mg› apixaban", "mrn": "«mrn»", "crcl": ‹4#›}',
    '[{"patient": "«n»", "dob": "«dobiso»", "ssn": "«ssnplain»", "dose_mg": ‹500›}, '
    '{"patient": "«n»", "dob": "«dobiso»", "ssn": "«ssnplain»", "dose_mg": ‹250›}]',
    "Mrs «nl»'s daughter, «n», can be reached on «ph»; digoxin level ‹1.# ng/mL›.",
    "Seen by Dr. «ni» and NP «n» on ‹04/02/2024›. Tacrolimus ‹2 mg› BID, trough ‹#.#›.",
    "Medicare ID: «mbi»; Medicaid: «ins»; SSN: «ssn». Furosemide ‹40 mg› daily.",
    "Date: ‹2024-04-02›\nPatient: «n»\nD.O.B.: «dob»\nAddress: «ad»\nTel: «phl»\n\nRx: metformin ‹500 mg› BID #‹60›\n\nDr. «n»",
    "Reviewed by «n», PharmD, BCPS. Patient «n» weighs ‹7#.# kg›, CrCl ‹6# mL/min›.",
    "Patient's email is «em», cell is «ph», home address is «ad». Lithium level ‹0.# mmol/L›.",
    "Hospital course: ⟨Mr.¦Ms.⟩ «nl» received ‹2 units› PRBC. Contacted son ⟨Mr. ¦⟩«n» at «ph».",
    "Account number: «acct»; license number: «lic»; health plan ID: «ins»; IP address: «ipv4».",
    "ICU: «n», bed ‹12›, on norepinephrine ‹0.1 mcg/kg/min›. Family: «n» (spouse) «ph».",
    "Dear ⟨Mr.¦Mrs.⟩ «nl»,\n\nYour appointment is on ‹June 3, 2024›. Bring your list (lisinopril ‹10 mg›). Call «ph».\n\nSincerely,\n«n», RN",
    "My dad «n» turned sick after ‹3› tablets of ‹500 mg›. His DOB is «dob», address «ad».",
    "Subscriber: «n» (relationship: self). ID number: «ins». Rx limits ‹30› per ‹30 days›.",
    "From «n» <«em»>: my BP is ‹15#/9#› on amlodipine ‹5 mg›, phone «ph».",
    "Patient «nw», phone «ph», email «em», wants refill of ‹20 mg› atorvastatin",
    "Social history: lives at «ad». Works for the post office. Pack-years ‹20›. EtOH ‹2› drinks/day.",
    "Transfer from St. Mary's: «n», ‹7#› y/o M, DOB «dob», Hospital #: «mrn», heparin gtt ‹1,200 units/hr›.",
    "ID verified: «n», «dob». Given influenza vaccine ‹0.5 mL› IM; lot recorded.",
    "Wife (name: «n», phone: «ph») reports he takes ‹2› aspirin ‹81 mg› daily.",
    "Anticoag clinic: «nl», «nf» | «dobus» | «ph» | INR ‹2.#› | weekly dose ‹35 mg›",
    "Follow-up for «n» in ‹2 weeks› with Dr. «nl», «ph». A1c goal <‹7%›; current ‹8.#%›.",
)
