"""Steps that reckon with days."""
