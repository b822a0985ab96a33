"""Uploads are looked into by a child process that can open nothing and reach nobody.

``sandbox`` is the parent's side, ``child`` the other; the rest is what the child checks.
The child's modules import neither the application nor anything of the web.
"""
