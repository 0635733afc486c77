"""The audit trail: every answer, sign-off and override, in one chain that shows what was changed, removed or put in.

`chain` is the arithmetic, `trail` the file, `writer` how a running graph writes to it, `audited` what a record holds.
"""
