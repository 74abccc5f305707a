"""Voice detectors, one file per detector."""
