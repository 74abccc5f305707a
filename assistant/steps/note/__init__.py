"""Steps on the owner's notes."""
