"""Steps on the owner's reminders."""
