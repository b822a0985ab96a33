"""Tests of proposing teams."""
