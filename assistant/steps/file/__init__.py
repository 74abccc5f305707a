"""Steps on files in the folders the owner chose."""
