"""The doors: the command line, and what the dev server loads around the graphs."""
