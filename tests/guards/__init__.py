"""Tests that read the code itself, so that rules of the house keep themselves."""
