"""Tests of proposals as the office sees them."""
