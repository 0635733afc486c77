"""The guard of the log: every record of the process is redacted as it is made, whoever makes it and whoever writes it."""

from __future__ import annotations

import logging
import traceback
from typing import Any, Final

from nodes.redaction.closing import DROPPED
from nodes.redaction.redact import redact, redacted_text

_OURS: Final = "__rxgraph_redacts__"
_STANDARD: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "_logger", "_name", "_from_structlog", "_record"}


class RedactingFilter(logging.Filter):
    """Takes identifiers out of a record: its message, arguments, traceback, stack and extra fields. It lets every record pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact a record in place."""
        if not getattr(record, _OURS, False):
            clean_record(record)
        for name in vars(record).keys() - _STANDARD - {_OURS}:
            setattr(record, name, redact(getattr(record, name)))
        return True


def clean_record(record: logging.LogRecord) -> None:
    """Take identifiers out of a record, in place. A traceback becomes part of the message: it is text from then on."""
    try:
        message: Any = record.msg
        if isinstance(message, dict):  # structlog's
            record.msg, record.args = redact(message), None
        else:
            text = record.getMessage()
            if record.exc_info and record.exc_info[0] is not None:
                text = f"{text}\n{''.join(traceback.format_exception(*record.exc_info)).rstrip()}"
            elif record.exc_text:
                text = f"{text}\n{record.exc_text}"
            if record.stack_info:
                text = f"{text}\n{record.stack_info}"
            record.msg, record.args = redacted_text(text), None
            record.exc_info = record.exc_text = record.stack_info = None
    except Exception:  # a record whose message and arguments do not fit, or that cannot be printed
        record.msg, record.args, record.exc_info, record.exc_text, record.stack_info = DROPPED, None, None, None, None
    setattr(record, _OURS, True)


def guard_logs() -> None:
    """Redact every log record of this process from now on; calling it again changes nothing."""
    made = logging.getLogRecordFactory()
    if not getattr(made, _OURS, False):

        def factory(*args: Any, **kwargs: Any) -> logging.LogRecord:
            record = made(*args, **kwargs)
            clean_record(record)
            return record

        setattr(factory, _OURS, True)
        logging.setLogRecordFactory(factory)
    for handler in (*logging.getLogger().handlers, *([logging.lastResort] if logging.lastResort else [])):
        if not any(isinstance(f, RedactingFilter) for f in handler.filters):
            handler.addFilter(RedactingFilter())  # extra fields are put on a record after it is made
