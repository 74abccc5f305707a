"""Steps on the owner's calendar events."""
