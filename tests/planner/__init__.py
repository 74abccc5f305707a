"""What a language model adds: second opinions and composed commands."""
