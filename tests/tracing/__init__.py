"""Tracing, with the real LangSmith client and a loopback collector."""
