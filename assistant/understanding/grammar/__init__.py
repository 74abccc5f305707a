"""What Russian and English words for numbers, times, amounts and names mean; one file per subject, no input or output."""
