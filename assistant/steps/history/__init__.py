"""Steps on what was said before."""
