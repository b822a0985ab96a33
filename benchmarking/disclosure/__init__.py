"""Disclosure control: what may be shown of a club's figures, and why the rest may not.

``policy`` has the rules' numbers, ``gate`` judges one round and indicator, ``audit`` a publication
against everything that was published before it.
"""
