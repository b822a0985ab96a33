"""Assessors: what they can, when they can, for whom they work, and what the office agreed."""
