"""Guards that are broken on purpose."""
