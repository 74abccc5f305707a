"""Teach by showing: what the owner does in the browser is recorded and becomes a command."""
