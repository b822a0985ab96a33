"""Campaigns: load and sudden death. Short in CI, at full length with ``./run test --long``."""
