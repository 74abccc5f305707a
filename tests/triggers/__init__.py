"""Triggers: what starts commands by itself."""
