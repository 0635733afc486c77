"""Liver function: the Child-Pugh score."""

from __future__ import annotations

from typing import Literal

from knowledge.calculators.parameters import Parameter, Result, Source, check_number, check_word, make_result

Ascites = Literal["none", "mild", "moderate", "severe"]

BILIRUBIN = Parameter("bilirubin_mg_dl", "total bilirubin", "mg/dL", 0.1, 80, hint="divide umol/L by 17.1")
ALBUMIN = Parameter("albumin_g_dl", "serum albumin", "g/dL", 0.5, 7, hint="divide g/L by 10")
INR = Parameter("inr", "international normalized ratio", "", 0.5, 20)
ASCITES = Parameter(
    "ascites",
    "ascites; mild includes ascites that diuretics control",
    choices=("none", "mild", "moderate", "severe"),
    synonyms=(("absent", "none"), ("slight", "mild")),
)
ENCEPHALOPATHY = Parameter("encephalopathy_grade", "hepatic encephalopathy, West Haven grade, 0 for none", "", 0, 4, whole=True)

_PUGH = Source(
    "Pugh RNH et al., Transection of the oesophagus for bleeding oesophageal varices, Br J Surg 1973;60:646-649 (INR for prothrombin time)",
    "https://doi.org/10.1002/bjs.1800600817",
    1973,
)


def child_pugh(*, bilirubin_mg_dl: float, albumin_g_dl: float, inr: float, ascites: Ascites, encephalopathy_grade: int) -> Result:
    """Score chronic liver disease by Child-Pugh.

    Points 1, 2, 3: bilirubin under 2, 2 to 3, above 3 mg/dL; albumin above 3.5, 2.8 to 3.5, under 2.8 g/dL; INR under 1.7,
    1.7 to 2.3, above 2.3; ascites none, mild, moderate or severe; encephalopathy none, grade 1 to 2, grade 3 to 4.
    Class A is 5 to 6 points, B 7 to 9, C 10 to 15.

    Source: Pugh et al. 1973, https://doi.org/10.1002/bjs.1800600817; INR stands in for the prothrombin time, as is now usual.

    Args:
        bilirubin_mg_dl: Total bilirubin in mg/dL, 0.1 to 80.
        albumin_g_dl: Serum albumin in g/dL, 0.5 to 7.
        inr: INR, 0.5 to 20. Under a vitamin K antagonist it says nothing about the liver.
        ascites: `none`, `mild` (or controlled by diuretics), `moderate` or `severe`.
        encephalopathy_grade: Hepatic encephalopathy grade, a whole number from 0 (none) to 4.

    Returns:
        The points, with `detail["class"]` (A, B or C) and the points of each item (`bilirubin_points` and so on).

    Raises:
        ValueError: If an input is impossible or outside its range.
    """
    bilirubin, albumin, ratio = check_number(BILIRUBIN, bilirubin_mg_dl), check_number(ALBUMIN, albumin_g_dl), check_number(INR, inr)
    fluid, grade = check_word(ASCITES, ascites), check_number(ENCEPHALOPATHY, encephalopathy_grade)
    points: dict[str, float | str] = {
        "bilirubin_points": 1 if bilirubin < 2 else 2 if bilirubin <= 3 else 3,
        "albumin_points": 1 if albumin > 3.5 else 2 if albumin >= 2.8 else 3,
        "inr_points": 1 if ratio < 1.7 else 2 if ratio <= 2.3 else 3,
        "ascites_points": {"none": 1, "mild": 2}.get(fluid, 3),
        "encephalopathy_points": 1 if grade == 0 else 2 if grade <= 2 else 3,
    }
    total = sum(float(value) for value in points.values())
    return make_result(
        "child_pugh",
        total,
        "points",
        "Child-Pugh score (1973): bilirubin, albumin, INR, ascites and encephalopathy, 1 to 3 points each",
        _PUGH,
        {
            "bilirubin_mg_dl": bilirubin,
            "albumin_g_dl": albumin,
            "inr": ratio,
            "ascites": fluid,
            "encephalopathy_grade": grade,
        },
        {"class": "A" if total <= 6 else "B" if total <= 9 else "C", **points},
    )
