"""Step kinds: one file each, named by its path."""
