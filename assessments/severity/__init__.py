"""How assessors differ: who is stricter than colleagues, over which parts, and how it changes.

What needs numpy lies in the modules of this package, so that importing it costs nothing.
"""
