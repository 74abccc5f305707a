"""Steps on the owner's tasks."""
