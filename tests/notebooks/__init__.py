"""The notebooks run as they stand."""
