"""Teach by showing."""
