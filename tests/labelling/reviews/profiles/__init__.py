"""Tests of assessors' files."""
