"""One n8n node type each: how it is read into steps."""
