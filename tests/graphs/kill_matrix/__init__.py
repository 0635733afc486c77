"""Kill −9 at every boundary of a run, and what comes back."""
