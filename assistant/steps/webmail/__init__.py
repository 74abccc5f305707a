"""Steps on a mailbox as it looks in the browser."""
