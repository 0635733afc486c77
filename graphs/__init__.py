"""What runs: one file a graph, how it persists, and how a question is put to it."""
