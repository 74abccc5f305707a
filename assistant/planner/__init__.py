"""What no command does: a model says what was meant, or composes the command that is missing."""
