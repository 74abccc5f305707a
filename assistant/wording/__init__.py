"""How things are said to the owner, in Russian and English: numbers, times, records. Pure functions of plain values."""
