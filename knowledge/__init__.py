"""What rxgraph knows: sourced drug facts, interaction records, guideline passages and calculators.

The facts are TOML files under `knowledge/facts/`, one a therapeutic class. `knowledge.compile`
validates them and writes one read-only SQLite file; everything above this package asks that file.
Nothing here imports LangChain or LangGraph, so `rxgraph check` and `rxgraph dose` start fast.
"""
