"""What the window and the command line talk to: one WebSocket on loopback, and the built page. No logic lives here."""
