"""Functions: what a declaration leaves to be derived, and the rules of code, environment and rights."""
