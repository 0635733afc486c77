"""The fault bench: every way in which a provider breaks, in every role that a model has, and all of them at once."""
