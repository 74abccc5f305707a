"""Steps that take back what was done."""
