"""Pages read as data: what repeats on them, prices, products, letters; by the owner's selectors, else by structure."""
