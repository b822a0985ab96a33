"""Proposing assessment teams with a solver: who, why, what else, and what makes it impossible."""
