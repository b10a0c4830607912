"""Scripts for developers. Nothing here is installed."""
