"""Pages in a browser: opened, filled in, clicked, read, without any model."""
