"""Steps on shops: offers read from their pages, compared, ranked, reported."""
