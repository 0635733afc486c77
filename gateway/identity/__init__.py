"""Who asks, and what is theirs: keys, tokens, roles, and the ownership of everything that the server holds."""
