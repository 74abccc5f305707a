"""Blocks that came with a workflow from n8n."""
