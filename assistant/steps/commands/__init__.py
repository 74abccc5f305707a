"""Steps on the commands themselves."""
