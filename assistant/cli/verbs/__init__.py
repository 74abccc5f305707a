"""Verbs: `symbiote serve`, `symbiote say` ..., each in the file of its name."""
