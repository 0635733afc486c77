"""The commands of `rxgraph`, one module a family. Each imports what it needs when it runs, so that `check` starts fast."""
