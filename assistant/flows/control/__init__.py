"""Steps that decide which steps run: one file each."""
