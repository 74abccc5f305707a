"""Teaching by showing: the recording of what the owner does in the browser, and the command made of it."""
