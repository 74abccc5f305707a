"""Teaching in words."""
