"""The only SQL: one SQLite file in the owner's data folder."""
