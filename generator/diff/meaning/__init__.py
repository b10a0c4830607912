"""What the changes of single resources come to across regions, one topic per module, each with the guard that it wants.

Every topic is a function of two `View`s and the resource changes, and yields meanings; `all.meanings` asks them all.
"""
