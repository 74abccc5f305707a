"""Where calendars are kept, one file each."""
