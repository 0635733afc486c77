"""What comes in, and what must not go out: `door` for questions, `arguments` and `results` for tools, `memories` for what is remembered, `leaks`.

`instructions` is the reader that they share. Each guard closes when it breaks.
"""
