"""Stage 3: what is built, reviewed and deployed. The model, its manifest, its bytes, and `build/` on disk.

Plain JSON values all the way: nothing here knows troposphere, and nothing after it needs to.
"""
