"""Tool calls for chat models that have none: `Thought:`, `Action: tool({...})`, `Observation:`, `Final Answer:` as plain text."""

from models.text_react.model import PlainTextOnlyError, TextReActModel
from models.text_react.parser import Call, Reading, parse

__all__ = ["Call", "PlainTextOnlyError", "Reading", "TextReActModel", "parse"]
