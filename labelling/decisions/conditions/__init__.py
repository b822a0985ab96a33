"""Conditions of an award: set with the decision, reported on, followed up until they are met."""
