"""Answers carried over from another edition: a preview first, then a choice."""
