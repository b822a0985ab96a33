"""Issued documents: rendered once, kept unchangeably by their hash."""
