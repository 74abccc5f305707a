"""Symbiote: every command in a sentence is carried out, in order, once, and nothing is called done without proof."""

VERSION = "0.1.0"
