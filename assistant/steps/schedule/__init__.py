"""Steps on what starts commands by itself."""
