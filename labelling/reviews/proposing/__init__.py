"""Proposing a team: what the solver is asked, and its answer in words."""
