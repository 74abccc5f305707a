"""Steps that calculate."""
