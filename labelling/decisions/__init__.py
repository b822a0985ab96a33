"""Decisions, labels, their terms and what happens to them."""
