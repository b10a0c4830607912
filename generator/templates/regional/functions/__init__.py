"""The functions of a region: each with a log group, a role, and a permission for the API where a route leads to it."""
