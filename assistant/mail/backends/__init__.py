"""Ways to reach a mailbox, one file each."""
