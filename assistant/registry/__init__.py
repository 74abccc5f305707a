"""The commands an owner can say: YAML files read, checked, watched and described."""
