"""From the words of an utterance to a plan: clauses, commands, slots, and what to do about them."""
