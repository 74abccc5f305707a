"""Teaching: a command's text checked against all that is known, saved, tried out and taken back."""
