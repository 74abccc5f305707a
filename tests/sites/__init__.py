"""Sites of the tests' own making, served on loopback: a webmail and three shops, each with a markup of its own."""
