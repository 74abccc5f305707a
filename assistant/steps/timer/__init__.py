"""Steps on timers."""
