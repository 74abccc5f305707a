"""Steps on listening."""
