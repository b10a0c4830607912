"""An assembly as a picture: who is served where, what runs there, and where the data goes.

Read from the templates alone. `picture` and `functions` find out, `mermaid` and `calls` draw.
"""
