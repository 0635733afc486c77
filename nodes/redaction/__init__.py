"""What keeps patient data from where it need not be: traces, logs, summaries, error messages and, by setting, the model.

Found are the identifiers of the HIPAA Safe Harbor list (45 CFR 164.514(b)(2)) that a text can hold: names; dates of birth; ages over 89; telephone
and fax numbers; mail addresses; postal addresses; social security, record, account, insurance, licence, device and serial numbers; web addresses but
those of the evidence's sources; IP addresses but this machine's. Each becomes a mark such as `[NAME]`.

The default is to take away: a word with a capital that no vocabulary has (`words`) goes as a name, and six characters or more with digits in them
that are nothing clinical (`codes`) go as a number. What a dose rests on stays: ages up to 89, weights, laboratory values, doses, codes (ICD, ATC,
NDC), dates other than a birth's, ids of evidence, threads and runs. A name that is a word as well needs a second sign, and one in small letters must
be frequent or announced; what was found once is found again without its title.
"""

from nodes.redaction.closing import DROPPED, Closing
from nodes.redaction.logs import RedactingFilter, guard_logs
from nodes.redaction.redact import redact, redacted_for_model, redacted_text

__all__ = ["DROPPED", "Closing", "RedactingFilter", "guard_logs", "redact", "redacted_for_model", "redacted_text"]
