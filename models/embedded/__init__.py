"""The embedded engine: a chat model that thinks by rules over the knowledge base, and its reading of questions."""
