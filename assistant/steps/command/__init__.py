"""Steps that teach: commands told, kept, changed, saved and removed."""
