"""The audit trail: every answer, sign-off and override, in one chain that shows what was changed, removed or put in."""

from __future__ import annotations

from nodes.audit.audited import UNAUDITED, audited, denied, held_as, turn_of
from nodes.audit.trail import Entry, Receipt, TrailError
from nodes.audit.writer import AuditError, record

__all__ = ["UNAUDITED", "AuditError", "Entry", "Receipt", "TrailError", "audited", "denied", "held_as", "record", "turn_of"]
