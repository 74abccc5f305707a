"""The owner's mailboxes: letters read, found, sorted, written and sent."""
