"""Tests of independence on record."""
