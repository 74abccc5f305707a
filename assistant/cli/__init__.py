"""The command line: one file for each verb, found by its place."""
