"""Speech engines, one file per engine."""
