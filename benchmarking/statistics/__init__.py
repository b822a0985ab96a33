"""What figures say: places among peers, change against noise, limits. Exact unless it says so.

Nothing here decides what may be shown; that is for disclosure control, which every figure passes.
"""
