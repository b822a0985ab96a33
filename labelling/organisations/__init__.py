"""Cluster organisations, their seats, fact sheet and evidence library."""
