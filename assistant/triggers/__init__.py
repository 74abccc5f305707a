"""Commands that start by themselves: on a schedule, with the assistant, with a file, by a webhook, after another command."""
