"""A model at work in the browser, in a process of its own: `python -m assistant.browser.agent`."""
