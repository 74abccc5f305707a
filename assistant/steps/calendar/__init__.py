"""Steps on calendar files."""
