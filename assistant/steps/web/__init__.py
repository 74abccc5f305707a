"""Steps that open pages."""
