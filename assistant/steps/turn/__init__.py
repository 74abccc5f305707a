"""Steps on what the owner said."""
