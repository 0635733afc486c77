"""Tall man letters: drug names that are mistaken for each other, written so that they differ to the eye.

Source: FDA and ISMP Lists of Look-Alike Drug Names with Recommended Tall Man (Mixed Case) Letters, ISMP 2023,
https://www.ismp.org/recommendations/tall-man-letters-list. Held here are the FDA list and those names of the ISMP list that could be read in
published copies of it; a name that could not be checked is left out, so that this is part of the list.
"""

from __future__ import annotations

import re
from typing import Final

FDA: Final = (
    "acetaZOLAMIDE acetoHEXAMIDE buPROPion busPIRone CARBOplatin CISplatin chlorproMAZINE chlorproPAMIDE clomiPHENE clomiPRAMINE cycloSERINE "
    "cycloSPORINE DAUNOrubicin DOXOrubicin dimenhyDRINATE diphenhydrAMINE DOBUTamine DOPamine glipiZIDE glyBURIDE hydrALAZINE hydrOXYzine "
    "medroxyPROGESTERone methylPREDNISolone methylTESTOSTERone niCARdipine NIFEdipine prednisoLONE predniSONE sulfADIAZINE sulfiSOXAZOLE "
    "TOLAZamide TOLBUTamide vinBLAStine vinCRIStine"
)
"""Names of the FDA list."""
ISMP: Final = (
    "ALPRAZolam LORazepam amLODIPine aMILoride azaCITIDine azaTHIOprine ceFAZolin cefTRIAXone chlordiazePOXIDE clonazePAM cloNIDine DACTINomycin "
    "DAPTOmycin ePHEDrine EPINEPHrine fentaNYL SUFentanil FLUoxetine DULoxetine PARoxetine guanFACINE guaiFENesin HYDROcodone oxyCODONE HYDROmorphone "
    "IDArubicin metFORMIN metroNIDAZOLE niMODipine OXcarbazepine carBAMazepine PENTobarbital PHENobarbital QUEtiapine OLANZapine quiNINE quiNIDine "
    "riTUXimab inFLIXimab"
)
"""Names of the additional ISMP list."""
TALL_MAN: Final = {name.lower(): name for name in f"{FDA} {ISMP}".split()}
"""Generic name in lower case to its tall man form."""
_NAME: Final = re.compile(r"(?<![\w-])(" + "|".join(sorted(TALL_MAN, key=len, reverse=True)) + r")(?![\w-])", re.I)


def tall_man(text: str) -> str:
    """Write the names of the list in tall man letters, whatever their case; other words are untouched.

    Args:
        text: A text that people read.

    Returns:
        The text.
    """
    return _NAME.sub(lambda match: TALL_MAN[match[1].lower()], text)
