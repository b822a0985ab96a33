"""Yearly statistics: counted within, protected before they are shown, released by two persons."""
