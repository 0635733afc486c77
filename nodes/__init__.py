"""One step each: a node takes state and returns an update. State and context are defined here, prompts stand beside."""
