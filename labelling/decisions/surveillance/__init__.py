"""Watching over the labels that are held: notices, findings, yearly confirmations, misuse."""
