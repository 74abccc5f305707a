"""Listening: from sound to utterances."""
