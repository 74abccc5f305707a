"""Where sound comes from, one file per source."""
