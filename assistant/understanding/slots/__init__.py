"""The types a slot can have, one file each; found by their place, named by their file."""
