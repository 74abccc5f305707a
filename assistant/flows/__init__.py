"""Carrying commands out: durable runs of flow documents."""
