"""Steps on all that has a time."""
