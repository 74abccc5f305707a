"""Steps that take answers of a language model later."""
