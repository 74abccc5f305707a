"""Doubles: each subclasses or stands behind the real type it doubles."""
