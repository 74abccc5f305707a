"""Offers compared, ranked, reported, advertised."""
