"""Flows in and out of n8n: its workflow files become command documents, and commands become workflow files."""
