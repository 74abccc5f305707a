"""Steps that have to do with the window."""
