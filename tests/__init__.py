"""Tests of rxgraph."""
