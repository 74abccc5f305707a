"""Steps on the owner's tables."""
