"""From what a user writes to an app that templates can be made of: read, merge, check, resolve."""
