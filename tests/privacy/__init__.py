"""Patient data: the redactor, and a canary patient that is sent through everything."""
