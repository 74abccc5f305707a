"""Everything the assistant tells. One class per event; events only tell, nobody waits for an answer.

Recorded events get a `seq` before they are told and are replayed after a reconnect; fleeting ones have none.
The JSON Schema and the window's TypeScript types are generated from `envelope`.
"""
