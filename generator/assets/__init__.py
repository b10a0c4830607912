"""Files that stacks need in the artifact bucket of their region: what goes into them, and what they are called.

`build` only reads what goes in and names the file by it; `deploy` makes and uploads the file.
"""
