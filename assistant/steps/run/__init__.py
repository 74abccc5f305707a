"""Steps on other runs."""
