"""Steps on any record: a note, a task, a reminder or an event."""
