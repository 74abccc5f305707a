"""The owner's calendars: the one on this computer and those elsewhere, seen as one."""
