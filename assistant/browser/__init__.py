"""The browser: found, started, kept within its rules; elements found and touched. Only this package knows Playwright."""
