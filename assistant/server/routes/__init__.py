"""Groups of requests: one file each, named by the file."""
