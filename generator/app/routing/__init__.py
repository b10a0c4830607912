"""From the routes of an `App` to operations: paths, keys, expressions, answers, and what a request must hold."""
