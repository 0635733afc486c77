"""Who answers: OpenAI and compatible servers, and the embedded engine that needs no key.

Importing this package imports no client; `models.factory` loads the one that is asked for.
"""
