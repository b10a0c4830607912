"""An assembly as a picture: who is served where, and where the data goes. Read from the templates alone.

`picture` finds out, `mermaid` draws.
"""
